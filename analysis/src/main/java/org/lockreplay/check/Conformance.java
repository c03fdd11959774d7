package org.lockreplay.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.replay.mpx.MpxOperation;
import org.lockreplay.replay.mpx.OperationCount;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;
import org.lockreplay.summary.SourceTrace;

/**
 * How the critical sections of {@code bd_sem} and {@code mmap_sem} fit a protocol, over all traces:
 * which operation each belongs to, which of the four cases it shows, and how long it waited and
 * held.
 *
 * @param protocol its name
 * @param operations how often each operation occurred, those that never did too
 * @param sections by kind: those of the operations in their order, then the ones that fit none
 */
public record Conformance(String protocol, List<OperationCount> operations, List<Row> sections) {

    /**
     * Sections of one kind.
     *
     * @param trace that in which the first one stands
     * @param ticks times are ticks, not nanoseconds
     */
    public record Row(String trace, boolean ticks, SectionCount count) {

        /** {@code bd_sem} or {@code mmap_sem}. */
        public String semaphore() {
            return count.bdSem() ? LockAliases.BD_SEM : LockAliases.MMAP_SEM;
        }

        /** Whether it belongs to an operation. */
        public boolean fits() {
            return !count.operation().isEmpty();
        }
    }

    public Conformance {
        operations = List.copyOf(operations);
        sections = List.copyOf(sections);
    }

    /** Of the traces that show the semaphores; empty unless a protocol was chosen. */
    static Optional<Conformance> of(Case judged) {
        LockOrderSummary summary = judged.summary();
        boolean shown =
                summary.traces().stream()
                        .filter(SourceTrace::showsMpx)
                        .anyMatch(trace -> trace.shows(Sign.BD_SEM) || trace.shows(Sign.MMAP_SEM));
        return judged.options()
                .mpxRules()
                .filter(protocol -> shown)
                .map(
                        protocol ->
                                new Conformance(
                                        protocol.name(), operations(summary), sections(judged)));
    }

    private static List<OperationCount> operations(LockOrderSummary summary) {
        List<OperationCount> all = new ArrayList<>();
        for (MpxOperation operation : MpxOperation.values()) {
            if (operation != MpxOperation.ENVIRONMENT) {
                long count =
                        summary.operations().stream()
                                .map(Seen::what)
                                .filter(seen -> seen.operation().equals(operation.label()))
                                .mapToLong(OperationCount::count)
                                .sum();
                all.add(new OperationCount(operation.label(), count));
            }
        }
        return all;
    }

    private static List<Row> sections(Case judged) {
        Map<List<Object>, Row> rows = new LinkedHashMap<>();
        for (MpxOperation operation : MpxOperation.values()) {
            add(judged, operation.label(), rows);
        }
        add(judged, "", rows);
        return List.copyOf(rows.values());
    }

    private static void add(Case judged, String operation, Map<List<Object>, Row> rows) {
        for (Seen<SectionCount> seen : judged.summary().sections()) {
            SectionCount count = seen.what();
            if (count.operation().equals(operation)) {
                SourceTrace trace = judged.summary().traceOf(seen);
                boolean ticks = trace.facts().ticks();
                rows.merge(
                        List.of(
                                operation,
                                count.doing(),
                                count.bdSem(),
                                count.read(),
                                count.nestingCase(),
                                ticks),
                        new Row(trace.path(), ticks, count),
                        (first, later) ->
                                new Row(first.trace(), ticks, first.count().plus(later.count())));
            }
        }
    }
}
