package org.lockreplay.gate;

import java.util.List;
import java.util.Map;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.NotJudged;
import org.lockreplay.check.Report;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SourceTrace;

/**
 * Traces that were judged together.
 *
 * @param name empty for the whole corpus; the path of a trace that is judged alone
 * @param summary what they saw, merged
 * @param report all findings of the set, those of its parts with options of their own included
 * @param options by what each of them was judged
 */
public record JudgedSet(
        String name,
        LockOrderSummary summary,
        Report report,
        Map<SourceTrace, CheckOptions> options) {

    public JudgedSet {
        options = Map.copyOf(options);
    }

    /** What could not have been found in one of its traces. */
    public List<NotJudged> limits(SourceTrace trace) {
        return summary.traces().size() == 1
                ? report.notJudged()
                : Checker.limits(List.of(trace), options.get(trace));
    }
}
