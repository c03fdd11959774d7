package org.lockreplay.check;

import java.util.List;
import java.util.Optional;
import org.lockreplay.summary.SourceTrace;

/**
 * The judgement over some traces: complete, sorted, and the same for the same traces.
 *
 * @param traces by path
 * @param findings worst first
 * @param mpx for each trace that shows bounds tables, by what it was judged
 * @param conformance with a protocol that was chosen, where the traces show its semaphores
 * @param nestingCases how the two semaphores were nested; no rows where the traces show nothing
 */
public record Report(
        List<SourceTrace> traces,
        List<Finding> findings,
        NestingCases nestingCases,
        List<NotJudged> notJudged,
        List<MpxJudgement> mpx,
        Optional<Conformance> conformance) {

    public Report {
        traces = List.copyOf(traces);
        findings = List.copyOf(findings);
        notJudged = List.copyOf(notJudged);
        mpx = List.copyOf(mpx);
    }

    /** A report on traces that show no bounds tables. */
    public Report(
            List<SourceTrace> traces,
            List<Finding> findings,
            NestingCases nestingCases,
            List<NotJudged> notJudged) {
        this(traces, findings, nestingCases, notJudged, List.of(), Optional.empty());
    }

    /** A report by no protocol of the user's choice. */
    public Report(
            List<SourceTrace> traces,
            List<Finding> findings,
            NestingCases nestingCases,
            List<NotJudged> notJudged,
            List<MpxJudgement> mpx) {
        this(traces, findings, nestingCases, notJudged, mpx, Optional.empty());
    }

    /** How many findings are of this severity. */
    public long count(Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }
}
