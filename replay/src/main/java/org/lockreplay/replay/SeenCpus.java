package org.lockreplay.replay;

import java.util.HashSet;
import java.util.Set;

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
 * with it; or it ends a system call that it did not begin. A short recording of a large machine,
 * most of which was idle, has nothing of the kind; one of some CPUs has it sooner or later.
 */
public final class SeenCpus {

    /** Few machines have more. */
    private static final int USUAL = 1024;

    /** By CPU, the recording in which it was last seen. */
    private final long[] seenIn = new long[USUAL];

    /** CPUs with larger numbers that the present recording has shown. */
    private final Set<Integer> large = new HashSet<>(0);

    private long recording = 1;
    private int told;
    private long overwritten;
    private int seen;
    private int needed;
    private int strays;

    /** Another recording begins; what its machine was told to have still holds. */
    public void begin() {
        recording++;
        large.clear();
        seen = 0;
        needed = 0;
        strays = 0;
    }

    /**
     * The header says that there are so many; 0 if it does not say.
     *
     * @param oldestGone how many more events it counts than there are; -1 if it does not count
     */
    public void tell(int cpus, long oldestGone) {
        told = cpus;
        overwritten = oldestGone;
    }

    /**
     * Whether the beginning of what a CPU did is certain to be missing where it begins later than
     * others, as the header counts overwritten events. ({@code buffer started} says so where the
     * option annotate is on.)
     */
    public boolean beginLate() {
        return overwritten > 0;
    }

    /** Whether no header tells that it is not so. */
    public boolean mayBeginLate() {
        return overwritten != 0 || told == 0;
    }

    /** Something of this CPU is recorded; answers whether it is its first, and not of all CPUs. */
    public boolean see(int number) {
        if (number < 0) {
            return false;
        }
        if (isFirst(number)) {
            seen++;
            needed = Math.max(needed, number);
            return seen > 1;
        }
        return false;
    }

    private boolean isFirst(int number) {
        if (number >= seenIn.length) {
            return large.add(number);
        }
        boolean first = seenIn[number] != recording;
        seenIn[number] = recording;
        return first;
    }

    /** A task that came back to its CPU does what it cannot, unless it was elsewhere meanwhile. */
    public void stray() {
        strays++;
    }

    /** So many times it was no such thing: something else is missing that explains it. */
    public void excuse(int times) {
        strays -= times;
    }

    /** Whether, as far as is known by now, no task was on a CPU that is not recorded. */
    public boolean areAll() {
        boolean perhaps = seen > 1 || told == 0 && needed == 0;
        return seen == 0 || seen >= all() || perhaps && strays == 0;
    }

    /** Whether a header tells how many the machine has. */
    public boolean areTold() {
        return told > 0;
    }

    /** Whether this is so whatever a task shows: each CPU of the machine has an event. */
    public boolean areAllForCertain() {
        return seen > 0 && seen >= all();
    }

    /** How many the machine has; where no header tells it, no less than so many. */
    private long all() {
        return told > 0 ? told : Math.max(2, (long) needed + 1);
    }
}
