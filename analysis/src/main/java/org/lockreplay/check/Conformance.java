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
 * {@code bd_sem} and {@code mmap_sem} in managed address spaces, where the protocol is about these
 * and the traces show them, and the nestings of its locks, unless it has no others.
 *
 * @param protocol its name
 * @param operations the protocol's own, in its order, those that never occurred too
 * @param sections those that fit operations in the order of these, those of the environment, the
 *     ones that fit nothing
 * @param nestings of the locks of the protocol, where it has others or no sections are shown
 * @param hidden locks of the protocol that no trace shows, which nothing was held against
 * @param undone why nothing was compared, if nothing was
 */
public record Conformance(
        String protocol,
        List<Occurrence> operations,
        List<Row> sections,
        List<NestingFit> nestings,
        List<String> hidden,
        Optional<String> undone) {

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
        return judged.options()
                .protocol()
                .filter(protocol -> !protocol.operations().isEmpty())
                .map(protocol -> of(protocol, judged));
    }

    private static Conformance of(Protocol protocol, Case judged) {
        LockRequests requests = LockRequests.of(protocol);
        if (!requests.isComplete()) {
            return new Conformance(
                    protocol.name(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.of(
                            "an operation holds its locks in too many combinations to try them"
                                    + " all; split it into several operations"));
        }
        boolean bySections =
                WatchedLocks.of(protocol).any()
                        && judged.summary().traces().stream()
                                .filter(SourceTrace::showsMpx)
                                .anyMatch(trace -> !semaphores(trace).isEmpty());
        NestingFits fits = new NestingFits(protocol, requests);
        if (bySections) {
            boolean hasOthers = protocol.locks().size() > WatchedLocks.of(protocol).count();
            List<NestingFit> nestings = hasOthers ? fits.of(judged) : List.of();
            return bySections(protocol, requests, nestings, judged);
        }
        List<NestingFit> nestings = fits.of(judged);
        return new Conformance(
                protocol.name(),
                fits.occurrences(nestings),
                List.of(),
                nestings,
                List.of(),
                Optional.empty());
    }

    private static Conformance bySections(
            Protocol protocol, LockRequests requests, List<NestingFit> nestings, Case judged) {
        SectionMatcher matcher = new SectionMatcher(protocol, requests);
        List<Row> sections = sections(judged, matcher);
        Set<Boolean> anywhere = new HashSet<>();
        judged.summary().traces().forEach(trace -> anywhere.addAll(semaphores(trace)));
        return new Conformance(
                protocol.name(),
                occurrences(judged.summary(), matcher, sections, anywhere),
                sections,
                nestings,
                matcher.hidden(anywhere),
                Optional.empty());
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
