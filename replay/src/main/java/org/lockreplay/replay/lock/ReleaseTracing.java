package org.lockreplay.replay.lock;

/**
 * Tells whether the releases of a recording are missing at its beginning.
 *
 * <p>Some recorders switch events on one by one, on one CPU after the other; {@code perf record}
 * does. Before the first release such a recording shows locks that are taken for write while they
 * are held, by tasks that then go on. One may be a bug, {@value #ENOUGH} mean that releases were
 * not recorded yet; from then on, one is enough to say so of each further CPU.
 */
final class ReleaseTracing {

    /** How many re-entries. */
    static final int ENOUGH = 2;

    private long recording = 1;
    private boolean seen;
    private boolean oneByOne;
    private int reentries;
    private long reentriesBefore;

    /** Another recording begins. */
    void begin() {
        recording++;
        seen = false;
        oneByOne = false;
        reentriesBefore += reentries;
        reentries = 0;
    }

    /**
     * A lock is taken by someone who took another one while he held it.
     *
     * @return whether it is certain by now that no release was recorded so far
     */
    boolean reentered(HeldStack stack, Cpu cpu) {
        if (cpu.releasesSeenIn == recording) {
            return false;
        }
        cpu.reenteredIn = recording;
        reentries++;
        return !seen && reentries >= ENOUGH && stack.depth() >= HeldLock.LOCKDEP_DEPTH;
    }

    /** How many there were, on CPUs that had shown no release so far. */
    long reentries() {
        return reentriesBefore + reentries;
    }

    /** Whether no lock that is taken from now on can show that releases were not recorded. */
    boolean isSettled() {
        return seen && !oneByOne;
    }

    /** Whether no release was seen on this CPU in this recording. */
    boolean isFirst(Cpu cpu) {
        return cpu.releasesSeenIn != recording;
    }

    /**
     * Takes the first release of a CPU.
     *
     * @return whether those before it were not recorded
     */
    boolean first(Cpu cpu) {
        oneByOne |= !seen && reentries >= ENOUGH;
        seen = true;
        cpu.releasesSeenIn = recording;
        return oneByOne && cpu.reenteredIn == recording;
    }
}
