package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
 * How what tasks did fits the operations of a protocol, over all traces: the critical sections of
 * {@code bd_sem} and {@code mmap_sem}, where the protocol is about these, and otherwise the
 * nestings of its locks.
 *
 * @param protocol its name
 * @param operations the protocol's own, in its order, those that never occurred too
 * @param sections those that fit operations in the order of these, those of the environment, the
 *     ones that fit nothing
 * @param nestings of the locks of a protocol that is about others
 * @param hidden locks of the protocol that no trace shows, which nothing was held against
 */
public record Conformance(
        String protocol,
        List<Occurrence> operations,
        List<Row> sections,
        List<NestingFit> nestings,
        List<String> hidden) {

    /**
     * An operation of the protocol.
     *
     * @param count how often it began; or, of a protocol about other locks, how many nestings show
     *     it
     * @param withoutLocks it began, and took none of its locks as its steps say, though no way
     *     through it does without
     */
    public record Occurrence(String operation, long count, boolean withoutLocks) {}

    /**
     * Sections of one kind.
     *
     * @param trace that in which the first one stands
     * @param ticks times are ticks, not nanoseconds
     * @param lock its name in the protocol
     * @param nestingCase the number of the nesting that they are, if the protocol gives it one
     */
    public record Row(
            String trace,
            boolean ticks,
            String lock,
            OptionalInt nestingCase,
            SectionFit fit,
            SectionCount count) {

        private Row and(Row later) {
            return new Row(trace, ticks, lock, nestingCase, fit, count.plus(later.count));
        }
    }

    public Conformance {
        operations = List.copyOf(operations);
        sections = List.copyOf(sections);
        nestings = List.copyOf(nestings);
        hidden = List.copyOf(hidden);
    }

    /** Of what traces show; empty unless a protocol was chosen that has operations. */
    static Optional<Conformance> of(Case judged) {
        Optional<Protocol> chosen =
                judged.options()
                        .protocol()
                        .filter(protocol -> !protocol.operations().isEmpty())
                        .filter(LockRequests::canFollow);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        return WatchedLocks.of(chosen.get()).any()
                ? bySections(chosen.get(), judged)
                : NestingFits.of(chosen.get(), judged);
    }

    private static Optional<Conformance> bySections(Protocol protocol, Case judged) {
        boolean shown =
                judged.summary().traces().stream()
                        .filter(SourceTrace::showsMpx)
                        .anyMatch(trace -> !semaphores(trace).isEmpty());
        if (!shown) {
            return Optional.empty();
        }
        SectionMatcher matcher = new SectionMatcher(protocol);
        List<Row> sections = sections(judged, matcher);
        Set<Boolean> anywhere = new HashSet<>();
        judged.summary().traces().forEach(trace -> anywhere.addAll(semaphores(trace)));
        return Optional.of(
                new Conformance(
                        protocol.name(),
                        occurrences(judged.summary(), matcher, sections, anywhere),
                        sections,
                        List.of(),
                        matcher.hidden(anywhere)));
    }

    private static List<Row> sections(Case judged, SectionMatcher matcher) {
        Map<List<Object>, Row> rows = new LinkedHashMap<>();
        for (Seen<SectionCount> seen : judged.summary().sections()) {
            SectionCount count = seen.what();
            SourceTrace trace = judged.summary().traceOf(seen);
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

    private static List<Occurrence> occurrences(
            LockOrderSummary summary,
            SectionMatcher matcher,
            List<Row> sections,
            Set<Boolean> shown) {
        List<Occurrence> occurrences = new ArrayList<>();
        for (Operation operation : matcher.operations()) {
            List<Row> own =
                    sections.stream()
                            .filter(row -> row.fit().kind() == SectionFit.Kind.OPERATION)
                            .filter(row -> row.fit().operations().contains(operation.name()))
                            .toList();
            long began = began(summary, matcher, operation);
            long count = began > 0 ? began : outermost(own);
            occurrences.add(
                    new Occurrence(
                            operation.name(),
                            count,
                            count > 0 && own.isEmpty() && matcher.needsLocks(operation, shown)));
        }
        return occurrences;
    }

    private static long began(
            LockOrderSummary summary, SectionMatcher matcher, Operation operation) {
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
