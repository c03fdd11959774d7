package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.lockreplay.summary.SourceTrace;

/** Collects which rules were not judged, or not in full, and on which traces. */
final class LimitList {

    private static final Comparator<NotJudged> ORDER =
            Comparator.comparing(NotJudged::id).thenComparing(NotJudged::reason);

    private static final int NAMED_TRACES = 3;

    private final List<NotJudged> limits = new ArrayList<>();

    /** A rule was not judged. */
    void add(String id, String reason) {
        limits.add(new NotJudged(id, reason));
    }

    /** A rule was not judged on these traces, if there are any. */
    void add(String id, String reason, List<SourceTrace> traces) {
        if (!traces.isEmpty()) {
            add(id, in(reason, traces));
        }
    }

    /** A rule was judged but for what the reason names. */
    void addPartly(String id, String reason) {
        limits.add(new NotJudged(id, reason, true));
    }

    /** The same on these traces, if there are any. */
    void addPartly(String id, String reason, List<SourceTrace> traces) {
        if (!traces.isEmpty()) {
            addPartly(id, in(reason, traces));
        }
    }

    /** Those of the traces for which something holds. */
    static List<SourceTrace> those(List<SourceTrace> traces, Predicate<SourceTrace> holds) {
        return traces.stream().filter(holds).toList();
    }

    /** Notes that something is missing in a trace. */
    static void note(Map<String, List<SourceTrace>> reasons, String reason, SourceTrace trace) {
        reasons.computeIfAbsent(reason, none -> new ArrayList<>()).add(trace);
    }

    /** Sorted by rule and reason, both as {@code names} has them. */
    List<NotJudged> sorted(UnaryOperator<NotJudged> names) {
        return limits.stream().map(names).sorted(ORDER).toList();
    }

    /** The reason, and the first few traces by path. */
    private static String in(String reason, List<SourceTrace> traces) {
        String first =
                traces.stream()
                        .limit(NAMED_TRACES)
                        .map(SourceTrace::path)
                        .collect(Collectors.joining(", "));
        int more = traces.size() - NAMED_TRACES;
        return reason + " (" + first + (more > 0 ? " and " + more + " more)" : ")");
    }
}
