package org.lockreplay.check;

import static org.lockreplay.check.LimitList.those;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.summary.SourceTrace;

/** What the traces cannot decide: by what they show, and by what a summary kept of it. */
final class Limits {

    private Limits() {}

    /** What could not have been found, or not for sure, given what was found. */
    static List<NotJudged> of(Case judged, List<Finding> findings) {
        List<SourceTrace> traces = judged.summary().traces();
        LimitList limits = of(traces, judged.options(), findings);
        limits.add(
                CycleRule.ID,
                "a summary has the first witnesses only, so other locks may close a circle",
                those(traces, trace -> isShortOfLocks(judged, trace, findings)));
        limits.add(
                WaitContextRule.ID,
                "a spinlock inside a raw one is wrong since Linux 5.8, and a trace whose flags do"
                        + " not tell whether bottom halves are off may be older",
                those(traces, WaitContextRule.undated(judged)::contains));
        inversions(limits, judged);
        ContextLimits.add(limits, judged.summary(), judged.options().types());
        return limits.sorted(SemaphoreNames.of(judged.options())::in);
    }

    /** What traces leave open whatever was seen in them. */
    static List<NotJudged> of(List<SourceTrace> traces, CheckOptions options) {
        return of(traces, options, List.of()).sorted(SemaphoreNames.of(options)::in);
    }

    private static LimitList of(
            List<SourceTrace> traces, CheckOptions options, List<Finding> findings) {
        LimitList limits = new LimitList();
        LockLimits.add(limits, traces, options);
        MpxLimits.add(limits, traces, options, findings);
        ContextLimits.add(limits, traces);
        return limits;
    }

    private static void inversions(LimitList limits, Case judged) {
        Map<String, Set<SourceTrace>> unseen = new TreeMap<>();
        for (InversionSearch search : InversionSearch.unproven(judged)) {
            for (int trace : search.traces()) {
                if (!judged.views().containsKey(trace)) {
                    unseen.computeIfAbsent(search.rule(), rule -> new HashSet<>())
                            .add(judged.summary().traces().get(trace));
                }
            }
        }
        unseen.forEach(
                (rule, traces) ->
                        limits.add(
                                rule,
                                "a summary has the first witnesses only, so other locks may prove"
                                        + " what the classes do",
                                those(judged.summary().traces(), traces::contains)));
    }

    /** It shows part of a circle that no locks close, and was not looked at a second time. */
    private static boolean isShortOfLocks(Case judged, SourceTrace trace, List<Finding> findings) {
        return !judged.views().containsKey(judged.summary().traces().indexOf(trace))
                && findings.stream()
                        .filter(finding -> finding.id().equals(CycleRule.ID))
                        .filter(finding -> finding.certainty() == Certainty.CLASS)
                        .filter(finding -> !CycleRule.isGuarded(finding))
                        .flatMap(finding -> finding.evidence().stream())
                        .anyMatch(evidence -> evidence.trace().equals(trace.path()));
    }
}
