package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.check.Conformance.Occurrence;
import org.lockreplay.check.Conformance.Row;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.LockRequests;
import org.lockreplay.replay.mpx.Hold;
import org.lockreplay.replay.mpx.PathCount;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;
import org.lockreplay.summary.SourceTrace;

/**
 * How the critical sections of the two semaphores fit the operations of a protocol, and which of
 * these began. Used once.
 */
final class SectionFits {

    private final String protocol;
    private final SemaphoreNames names;
    private final LockOrderSummary summary;
    private final SectionMatcher matcher;

    SectionFits(Protocol protocol, LockRequests requests, Case judged) {
        this.protocol = protocol.name();
        names = SemaphoreNames.of(protocol);
        summary = judged.summary();
        matcher = new SectionMatcher(protocol, requests);
    }

    Conformance conformance() {
        List<Row> sections = sections();
        Set<Boolean> anywhere = new HashSet<>();
        summary.traces().forEach(trace -> anywhere.addAll(semaphores(trace)));
        return new Conformance(
                protocol,
                names,
                occurrences(sections, anywhere),
                false,
                sections,
                List.of(),
                matcher.hidden(anywhere),
                Optional.empty());
    }

    private List<Row> sections() {
        Map<List<Object>, Row> rows = new LinkedHashMap<>();
        for (Seen<SectionCount> seen : summary.sections()) {
            SectionCount count = seen.what();
            SourceTrace trace = summary.traceOf(seen);
            Row row =
                    new Row(
                            trace.path(),
                            trace.facts().ticks(),
                            matcher.lockName(count),
                            matcher.nestingCase(count),
                            matcher.fit(count, semaphores(trace)),
                            count);
            rows.merge(
                    List.of(
                            row.fit(),
                            count.path(),
                            count.bdSem(),
                            count.read(),
                            count.outer(),
                            row.ticks()),
                    row,
                    Row::and);
        }
        List<Row> sorted = new ArrayList<>();
        for (Operation operation : matcher.operations()) {
            rows.values().stream()
                    .filter(row -> row.fit().kind() == SectionFit.Kind.OPERATION)
                    .filter(row -> row.fit().operations().get(0).equals(operation.name()))
                    .forEach(sorted::add);
        }
        for (SectionFit.Kind kind : SectionFit.Kind.values()) {
            if (kind != SectionFit.Kind.OPERATION) {
                rows.values().stream().filter(row -> row.fit().kind() == kind).forEach(sorted::add);
            }
        }
        return sorted;
    }

    private List<Occurrence> occurrences(List<Row> sections, Set<Boolean> shown) {
        List<Occurrence> occurrences = new ArrayList<>();
        for (Operation operation : matcher.operations()) {
            List<Row> own =
                    sections.stream()
                            .filter(row -> row.fit().kind() == SectionFit.Kind.OPERATION)
                            .filter(row -> row.fit().operations().contains(operation.name()))
                            .toList();
            long began = began(operation);
            long count = began > 0 ? began : outermost(own);
            occurrences.add(
                    new Occurrence(
                            operation.name(),
                            count,
                            count > 0 && own.isEmpty() && matcher.needsLocks(operation, shown),
                            count == 0 && isUnrecorded(operation)));
        }
        return occurrences;
    }

    private boolean isUnrecorded(Operation operation) {
        List<String> paths = OperationPaths.paths(operation);
        return !paths.isEmpty() && !RecordedPaths.any(paths, summary.traces());
    }

    private long began(Operation operation) {
        return summary.paths().stream()
                .map(Seen::what)
                .filter(
                        each ->
                                OperationPaths.named(matcher.operations(), each.path())
                                        .contains(operation))
                .mapToLong(PathCount::count)
                .sum();
    }

    /** How often an operation began to take locks, where its beginnings are not counted. */
    private static long outermost(List<Row> own) {
        return own.stream()
                .map(Row::count)
                .filter(count -> count.outer() == Hold.NONE)
                .mapToLong(SectionCount::count)
                .sum();
    }

    /** Which of the two a trace shows: {@code true} for {@code bd_sem}. */
    private static Set<Boolean> semaphores(SourceTrace trace) {
        Set<Boolean> shown = new HashSet<>();
        if (trace.shows(Sign.BD_SEM)) {
            shown.add(true);
        }
        if (trace.shows(Sign.MMAP_SEM)) {
            shown.add(false);
        }
        return shown;
    }
}
