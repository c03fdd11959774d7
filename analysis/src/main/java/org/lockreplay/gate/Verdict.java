package org.lockreplay.gate;

import java.time.LocalDate;
import java.util.List;
import org.lockreplay.check.Severity;

/**
 * What a gate decided, and all that it rests on; immutable, sorted, and the same for the same
 * corpus, whatever the number of threads.
 *
 * @param sets what was judged together, by name, the whole corpus first
 * @param traces every file of the corpus, by path
 * @param skipped files of the corpus that are no traces, by path, with why
 * @param findings worst first, suppressed and expected ones included
 * @param fixed what the baseline has and no trace shows any more; empty if not all could be read
 * @param expired suppressions past their day that fit a finding: they excuse nothing
 * @param unused suppressions that fit no finding, expired or not
 * @param threshold which findings make it fail
 * @param today the day by which suppressions expire
 * @param passed whether the build may go on
 * @param failing the findings that made it fail, worst first
 * @param sentence the verdict in one line, without a line feed, names made visible
 */
public record Verdict(
        List<JudgedSet> sets,
        List<TraceResult> traces,
        List<SkippedFile> skipped,
        List<GateFinding> findings,
        List<BaselineEntry> fixed,
        List<Suppression> expired,
        List<Suppression> unused,
        Threshold threshold,
        LocalDate today,
        boolean passed,
        List<GateFinding> failing,
        String sentence) {

    public Verdict {
        sets = List.copyOf(sets);
        traces = List.copyOf(traces);
        skipped = List.copyOf(skipped);
        findings = List.copyOf(findings);
        fixed = List.copyOf(fixed);
        expired = List.copyOf(expired);
        unused = List.copyOf(unused);
        failing = List.copyOf(failing);
    }

    /** How many findings that nothing excuses are of this state and severity. */
    public long count(FindingState state, Severity severity) {
        return findings.stream()
                .filter(found -> !found.isSuppressed() && found.state() == state)
                .filter(found -> found.finding().severity() == severity)
                .count();
    }

    /** The files of one status, by path. */
    public List<TraceResult> traces(TraceResult.Status status) {
        return traces.stream().filter(trace -> trace.status() == status).toList();
    }

    /** Whether every trace could be read to its end, so that what was not seen is not there. */
    public boolean isWhole() {
        return traces.stream().allMatch(trace -> trace.status() == TraceResult.Status.READ);
    }

    /** Whether some file was not reached, because the run was interrupted. */
    public boolean isPartial() {
        return !traces(TraceResult.Status.NOT_REACHED).isEmpty();
    }
}
