package org.lockreplay.replay.lock;

/**
 * Tells whether a recording shows releases yet.
 *
 * <p>Some recorders switch events on one by one, on one CPU after the other ({@code perf record}
 * does). Whoever seems to take an exclusive lock twice and goes on, before the first release of the
 * recording, shows that it was made in this way; the same then holds of each CPU by itself.
 */
final class ReleaseTracing {

    private long recording = 1;
    private boolean seen;
    private boolean oneByOne;

    /** Another recording begins. */
    void begin() {
        recording++;
        seen = false;
        oneByOne = false;
    }

    /** A release is seen. */
    void seen(Cpu cpu) {
        seen = true;
        cpu.releasesSeenIn = recording;
    }

    /** Asked where a lock is taken by someone who took another one twice. */
    boolean isMissing(Cpu cpu) {
        oneByOne |= !seen;
        return oneByOne && cpu.releasesSeenIn != recording;
    }
}
