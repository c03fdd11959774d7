package org.lockreplay.replay.lock;

/**
 * How many CPUs of its machine the present recording shows.
 *
 * <p>{@code per_cpu/cpu3/trace}, or a recording behind a {@code tracing_cpumask}, has the header of
 * the whole: it tells how many CPUs were online, and the events are of fewer. Where no header tells
 * it, a CPU of number {@code n} is one of at least {@code n + 1}. What a task did on a CPU that is
 * not recorded is not in the trace; but one that was idle all the time looks like that, too.
 *
 * <p>So one CPU alone is never taken for all of several. Two or more are, and so is CPU 0 where no
 * header tells of others, as long as no task shows that it was elsewhere: it comes back to its CPU
 * and takes what it seems to hold already, releases what it does not hold, or leaves the kernel
 * with it. A short recording of a large machine, most of which was idle, has nothing of the kind;
 * one of some CPUs has it sooner or later.
 */
final class SeenCpus {

    private long recording = 1;
    private int told;
    private boolean overwritten;
    private int seen;
    private int needed;
    private int strays;

    /** Another recording begins; what its machine was told to have still holds. */
    void begin() {
        recording++;
        seen = 0;
        needed = 0;
        strays = 0;
    }

    /**
     * The header says that there are so many; 0 if it does not say.
     *
     * @param oldestGone whether it counts more events than there are
     */
    void tell(int cpus, boolean oldestGone) {
        told = cpus;
        overwritten = oldestGone;
    }

    /**
     * Whether the beginning of what a CPU did is certain to be missing where it begins later than
     * others, as the header counts overwritten events. ({@code buffer started} says so where the
     * option annotate is on.)
     */
    boolean beginLate() {
        return overwritten;
    }

    /** Whether no header tells that it is not so. */
    boolean mayBeginLate() {
        return overwritten || told == 0;
    }

    /** Something of this CPU is recorded; answers whether it is its first, and not of all CPUs. */
    boolean see(Cpu cpu, int number) {
        if (cpu.seenIn != recording && number >= 0) {
            cpu.seenIn = recording;
            seen++;
            needed = Math.max(needed, number);
            return seen > 1;
        }
        return false;
    }

    /** A task that came back to its CPU does what it cannot, unless it was elsewhere meanwhile. */
    void stray() {
        strays++;
    }

    /** So many times it was no such thing: something else is missing that explains it. */
    void excuse(int times) {
        strays -= times;
    }

    /** Whether, as far as is known by now, no task was on a CPU that is not recorded. */
    boolean areAll() {
        long all = told > 0 ? told : Math.max(2, (long) needed + 1);
        boolean perhaps = seen > 1 || told == 0 && needed == 0;
        return seen == 0 || seen >= all || perhaps && strays == 0;
    }
}
