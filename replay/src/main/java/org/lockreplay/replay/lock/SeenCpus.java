package org.lockreplay.replay.lock;

/**
 * How many CPUs of its machine the present recording shows.
 *
 * <p>{@code per_cpu/cpu3/trace}, or a recording behind a {@code tracing_cpumask}, has the header of
 * the whole: it tells how many CPUs were online, and the events are of fewer. Where no header tells
 * it, a CPU of number {@code n} is one of at least {@code n + 1}, and one CPU alone is not taken
 * for all, since a {@code per_cpu/cpu0/trace_pipe} looks like that. A CPU that was idle all the
 * time looks like one that was not recorded. What a task did on such a CPU is not in the trace.
 */
final class SeenCpus {

    private long recording = 1;
    private int told;
    private int seen;
    private int needed;

    /** Another recording begins; what its machine was told to have still holds. */
    void begin() {
        recording++;
        seen = 0;
        needed = 0;
    }

    /** The header says that there are so many; 0 if it does not say. */
    void tell(int cpus) {
        told = cpus;
    }

    /** Something of this CPU is recorded. */
    void see(Cpu cpu, int number) {
        if (cpu.seenIn != recording && number >= 0) {
            cpu.seenIn = recording;
            seen++;
            needed = Math.max(needed, number);
        }
    }

    /** Whether, as far as is known by now, no task was on a CPU that is not recorded. */
    boolean areAll() {
        return seen == 0 || seen >= (told > 0 ? told : Math.max(2, (long) needed + 1));
    }
}
