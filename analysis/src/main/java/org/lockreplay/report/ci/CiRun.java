package org.lockreplay.report.ci;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.summary.SourceTrace;

/**
 * A run of a command with all that a system for continuous integration is told of it; immutable.
 *
 * @param version of the tool; empty if it is not packaged
 * @param exitStatus what the process ends with
 * @param verdict in one line; empty if nothing but the findings decides
 * @param traces what was judged, by path
 * @param findings worst first
 * @param remarks what else is to be known, worst first
 */
public record CiRun(
        Optional<String> version,
        int exitStatus,
        Optional<String> verdict,
        List<JudgedTrace> traces,
        List<CiFinding> findings,
        List<Remark> remarks) {

    public CiRun {
        traces = List.copyOf(traces);
        findings = List.copyOf(findings);
        List<Remark> sorted = new ArrayList<>(remarks);
        sorted.sort(Comparator.comparing(Remark::kind)); // stable: in the order they were made
        remarks = List.copyOf(sorted);
    }

    /** Each trace with what could not be found in it by these options. */
    public static List<JudgedTrace> judged(List<SourceTrace> traces, CheckOptions options) {
        return traces.stream()
                .map(trace -> new JudgedTrace(trace, Checker.limits(List.of(trace), options)))
                .toList();
    }

    /** The remarks that follow from a report: what is missing in its traces, and not judged. */
    public static List<Remark> remarks(Report report) {
        List<Remark> remarks = new ArrayList<>();
        for (SourceTrace trace : report.traces()) {
            gaps(trace)
                    .ifPresent(
                            sentence ->
                                    remarks.add(
                                            Remark.about(
                                                    Remark.Kind.INCOMPLETE_TRACE,
                                                    trace.path(),
                                                    sentence)));
        }
        report.notJudged()
                .forEach(
                        limit ->
                                remarks.add(
                                        Remark.of(
                                                Remark.Kind.NOT_JUDGED,
                                                limit.id()
                                                        + (limit.partly() ? ", in part: " : ": ")
                                                        + limit.reason())));
        return remarks;
    }

    /** How many findings of this severity are open. */
    long open(Severity severity) {
        return findings.stream()
                .filter(found -> found.isOpen() && found.finding().severity() == severity)
                .count();
    }

    /** The findings alone. */
    List<Finding> plainFindings() {
        return findings.stream().map(CiFinding::finding).toList();
    }

    private static Optional<String> gaps(SourceTrace trace) {
        TraceFacts facts = trace.facts();
        List<String> gaps = new ArrayList<>();
        add(gaps, facts.lost(), "lost events");
        add(gaps, facts.malformed(), "malformed lines");
        add(gaps, trace.coverage().gaps() + trace.coverage().inferredGaps(), "gaps");
        return gaps.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        trace.path()
                                + ": "
                                + String.join(", ", gaps)
                                + ". No finding rests on what is missing.");
    }

    private static void add(List<String> gaps, long count, String what) {
        if (count > 0) {
            gaps.add(what + ": " + count);
        }
    }
}
