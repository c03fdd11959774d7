package org.lockreplay.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.check.Finding;
import org.lockreplay.check.NotJudged;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.lock.LockCoverage;
import org.lockreplay.summary.SourceTrace;
import org.lockreplay.text.VisibleText;

/**
 * A report for a person: errors in full, the rest in short, then what was not judged, and at the
 * end a line with the verdict.
 *
 * <p>Names are escaped for terminals. A report holds a style only, and may be used again.
 */
public final class TextReport {

    private final TextStyle style;

    public TextReport(TextStyle style) {
        this.style = style;
    }

    /** Writes the report; the same text for an equal report. */
    public void write(Report report, Appendable out) throws IOException {
        Page page = new Page();
        Splat splat = new Splat(page, style);
        List<Finding> rest = new ArrayList<>();
        for (Finding finding : report.findings()) {
            if (finding.severity() == Severity.ERROR) {
                splat.write(finding);
            } else {
                rest.add(finding);
            }
        }
        new ShortFindings(page, style).write(rest);
        if (!report.nestingCases().rows().isEmpty()) {
            new CaseTable(report.nestingCases()).write(page);
        }
        report.conformance().ifPresent(found -> ConformanceText.write(page, found));
        MpxText.write(page, report.mpx());
        SilentTraces.write(page, report.traces());
        notJudged(page, report.notJudged());
        gaps(page, report.traces());
        verdict(page, report);
        out.append(page.toString());
    }

    /** One finding in full, plain, whatever its severity. */
    public static String inFull(Finding finding) {
        Page page = new Page();
        new Splat(page, TextStyle.PLAIN).write(finding);
        return page.toString();
    }

    /** Findings in short, plain: two lines each, and a table of notes on locks of one class. */
    public static String inShort(List<Finding> findings) {
        Page page = new Page();
        new ShortFindings(page, TextStyle.PLAIN).write(findings);
        return page.toString();
    }

    static void notJudged(Page page, List<NotJudged> limits) {
        notJudged(page, "Not judged:", limits, false);
        notJudged(page, "Judged in part:", limits, true);
    }

    private static void notJudged(
            Page page, String heading, List<NotJudged> limits, boolean partly) {
        Map<String, List<String>> byReason = new TreeMap<>();
        for (NotJudged limit : limits) {
            if (limit.partly() == partly) {
                byReason.computeIfAbsent(limit.reason(), none -> new ArrayList<>()).add(limit.id());
            }
        }
        if (!byReason.isEmpty()) {
            page.line(heading);
            byReason.forEach(
                    (reason, ids) ->
                            page.sentence(
                                    "  ", String.join(", ", ids) + ": " + VisibleText.of(reason)));
            page.blank();
        }
    }

    /** The places where a trace is not the whole truth. */
    private static void gaps(Page page, List<SourceTrace> traces) {
        for (SourceTrace trace : traces) {
            List<String> gaps = gaps(trace.facts(), trace.coverage());
            if (!gaps.isEmpty()) {
                page.sentence(
                        "Incomplete: ",
                        Words.name(trace.path())
                                + ": "
                                + String.join(", ", gaps)
                                + ". Nothing above rests on what is missing.");
                page.blank();
            }
        }
    }

    private static List<String> gaps(TraceFacts facts, LockCoverage coverage) {
        List<String> gaps = new ArrayList<>();
        facts.damage().ifPresent(damage -> gaps.add(Words.name(damage)));
        add(gaps, facts.lost(), "lost event");
        add(gaps, facts.malformed(), "malformed line");
        add(gaps, coverage.gaps(), "gap");
        add(
                gaps,
                coverage.inferredGaps(),
                "gap that the trace does not tell",
                "gaps that the trace does not tell");
        add(
                gaps,
                coverage.unknownReleases(),
                "release of a lock taken before",
                "releases of locks taken before");
        add(gaps, coverage.hiddenAddresses(), "hidden address", "hidden addresses");
        add(
                gaps,
                coverage.ownerless(),
                "acquisition by a task that is not known",
                "acquisitions by tasks that are not known");
        if (coverage.unnamedReleases() > 0) {
            gaps.add("no names of releases and no mark of trylocks (hash-ptr is off)");
        }
        return gaps;
    }

    private static void add(List<String> gaps, long count, String noun) {
        add(gaps, count, noun, noun + "s");
    }

    private static void add(List<String> gaps, long count, String one, String many) {
        if (count > 0) {
            gaps.add(Words.number(count) + " " + (count == 1 ? one : many));
        }
    }

    private void verdict(Page page, Report report) {
        long errors = report.count(Severity.ERROR);
        String counts =
                Words.counted(errors, "error")
                        + ", "
                        + Words.counted(report.count(Severity.WARNING), "warning")
                        + ", "
                        + Words.counted(report.count(Severity.NOTE), "note");
        page.line(
                (errors > 0 ? style.severity(Severity.ERROR, counts) : style.good(counts))
                        + " in "
                        + scope(report.traces())
                        + ".");
    }

    private static String scope(List<SourceTrace> traces) {
        long events = traces.stream().mapToLong(trace -> trace.facts().eventCount()).sum();
        long locks = traces.stream().mapToLong(trace -> trace.coverage().lockEvents()).sum();
        return Words.counted(traces.size(), "trace")
                + " ("
                + Words.counted(events, "event")
                + ", "
                + (locks == 0 ? "none" : Words.number(locks))
                + " of locks)";
    }
}
