package org.lockreplay.parser;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * What one trace was, known when it has been read to its end.
 *
 * <p>Every line is counted in exactly one of: an event, {@code lossMarkers}, {@code comments},
 * {@code annotations}, {@code malformed}.
 *
 * @param path as the user gave it; {@code -} for standard input
 * @param format the form most of its lines have
 * @param events how often each event name occurs, as printed (without perf's {@code system:})
 * @param lines all lines
 * @param comments headers, blank lines, {@code cpus=4}
 * @param annotations lines of stack traces that belong to the event before them
 * @param lossMarkers {@code [LOST n EVENTS]} and {@code buffer started} lines
 * @param lost events that the trace itself says are missing; unknown counts add nothing
 * @param malformed lines that could not be read
 * @param firstMalformed the first few of them
 * @param firstTime of the first event, in nanoseconds or ticks
 * @param lastTime of the last event
 * @param ticks the clock does not count seconds
 * @param flags some line has irq flags
 * @param softirqFlags some line has five flag characters or more, and the trace shows that the
 *     first one tells whether bottom halves are off (Linux 5.17 on): its header says so, or a line
 *     is there where they are; {@code trace-cmd report -l} has five that do not
 * @param tasks distinct tasks, the idle tasks counting as one
 * @param cpus distinct CPUs
 * @param machineCpus CPUs of the machine, as the headers say; where none does, as many as the
 *     largest number of a CPU needs, so that this is a lower bound
 * @param damage why the input ended before its end (truncated, corrupt); empty if it did not
 */
public record TraceFacts(
        String path,
        TraceFormat format,
        SortedMap<String, Long> events,
        long lines,
        long comments,
        long annotations,
        long lossMarkers,
        long lost,
        long malformed,
        List<MalformedLine> firstMalformed,
        OptionalLong firstTime,
        OptionalLong lastTime,
        boolean ticks,
        boolean flags,
        boolean softirqFlags,
        int tasks,
        int cpus,
        int machineCpus,
        Optional<String> damage) {

    /**
     * Whether some CPUs of the machine have no event: they were idle, or were not recorded, as in
     * {@code per_cpu/cpu3/trace} or behind a {@code tracing_cpumask}.
     */
    public boolean ofSomeCpus() {
        return cpus > 0 && machineCpus > cpus;
    }

    /** All events, whatever their name. */
    public long eventCount() {
        return events.values().stream().mapToLong(Long::longValue).sum();
    }
}
