package org.lockreplay.report.ci;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.report.TextReport;
import org.lockreplay.text.VisibleText;

/**
 * A run as Markdown for the summary page of a job: the verdict, a table of what is open, each
 * finding in full behind a click, notes in short, then the traces.
 *
 * <p>GitHub takes one megabyte for a step and drops all of it if there is more; this stays below
 * that, and says what it leaves out.
 */
final class MarkdownSummary {

    /** Characters; room is left for those that take more than one byte. */
    private static final int MOST = 600_000;

    private static final int FOR_FINDINGS = 450_000;
    private static final int FOR_TABLES = 550_000;
    private static final int ROW = 1_000;

    private final CiRun run;
    private final Markdown page = new Markdown(MOST);

    private MarkdownSummary(CiRun run) {
        this.run = run;
    }

    static void write(CiRun run, OutputStream stream) throws IOException {
        stream.write(new MarkdownSummary(run).page().getBytes(StandardCharsets.UTF_8));
    }

    private String page() {
        heading();
        remarks(Severity.ERROR);
        List<CiFinding> open = new ArrayList<>();
        List<CiFinding> closed = new ArrayList<>();
        run.findings().forEach(found -> (found.isOpen() ? open : closed).add(found));
        table(open);
        inFull(open);
        notes(open);
        closed(closed);
        remarks(Severity.WARNING);
        remarks(Severity.NOTE);
        traces();
        return page.toString();
    }

    private void heading() {
        page.line("## Lockreplay: " + counts()).blank();
        run.verdict().ifPresent(verdict -> page.line(Markdown.code(verdict)).blank());
    }

    private String counts() {
        List<String> counts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            counts.add(counted(run.open(severity), severity.label()));
        }
        return String.join(", ", counts) + " in " + counted(run.traces().size(), "trace");
    }

    private void table(List<CiFinding> open) {
        if (open.isEmpty()) {
            return;
        }
        boolean compared = open.stream().anyMatch(f -> f.standing() != Standing.UNCOMPARED);
        List<String> titles = new ArrayList<>(List.of("", "rule", "what", "first seen"));
        if (compared) {
            titles.add(1, "state");
        }
        page.tableHead(titles);
        int rows = 0;
        for (CiFinding found : open) {
            if (!page.fits(MOST - FOR_FINDINGS / 2)) {
                break;
            }
            List<String> cells = row(found);
            if (compared) {
                cells.add(1, found.standing() == Standing.NEW ? "**new**" : "known");
            }
            page.row(cells);
            rows++;
        }
        leftOut(open.size() - rows, "finding");
        page.blank();
    }

    private static List<String> row(CiFinding found) {
        Finding finding = found.finding();
        String level = finding.severity().label();
        Optional<Evidence> first = finding.evidence().stream().findFirst();
        return new ArrayList<>(
                List.of(
                        finding.severity() == Severity.ERROR ? "**" + level + "**" : level,
                        Markdown.cell(finding.id()),
                        Markdown.cell(found.subject()),
                        first.map(seen -> Markdown.cell(place(seen))).orElse("")));
    }

    private void inFull(List<CiFinding> open) {
        int left = 0;
        for (CiFinding found : open) {
            if (found.finding().severity() == Severity.NOTE) {
                continue;
            }
            String text = TextReport.inFull(found.finding());
            if (page.fits(MOST - FOR_FINDINGS + text.length() + ROW)) {
                page.details(title(found)).block(text).endDetails();
            } else {
                left++;
            }
        }
        leftOut(left, "finding");
    }

    private void notes(List<CiFinding> open) {
        List<Finding> notes = new ArrayList<>();
        for (CiFinding found : open) {
            if (found.finding().severity() == Severity.NOTE) {
                notes.add(found.finding());
            }
        }
        if (notes.isEmpty()) {
            return;
        }
        String text = TextReport.inShort(notes);
        if (page.fits(MOST - FOR_FINDINGS + text.length() + ROW)) {
            page.details(counted(notes.size(), "note")).block(text).endDetails();
        } else {
            leftOut(notes.size(), "note");
        }
    }

    private static String title(CiFinding found) {
        Finding finding = found.finding();
        return finding.severity().label()
                + " <b>"
                + finding.id()
                + "</b> "
                + Markdown.htmlCode(found.subject())
                + " "
                + Markdown.htmlCode(finding.fingerprint());
    }

    private void closed(List<CiFinding> closed) {
        if (closed.isEmpty()) {
            return;
        }
        page.details(counted(closed.size(), "finding") + " suppressed or expected");
        page.tableHead(List.of("", "rule", "what", "first seen", "why"));
        int rows = 0;
        for (CiFinding found : closed) {
            if (!page.fits(MOST - FOR_TABLES + ROW)) {
                break;
            }
            List<String> cells = row(found);
            cells.add(
                    found.excuse()
                            .map(e -> Markdown.cell(e.owner()) + ": " + Markdown.cell(e.reason()))
                            .orElse("expected by the manifest"));
            page.row(cells);
            rows++;
        }
        leftOut(closed.size() - rows, "finding");
        page.endDetails();
    }

    private void remarks(Severity severity) {
        List<Remark> remarks =
                run.remarks().stream().filter(r -> r.kind().severity() == severity).toList();
        if (remarks.isEmpty()) {
            return;
        }
        boolean folded = severity != Severity.ERROR;
        if (folded) {
            String what = severity == Severity.NOTE ? "Not judged, and other notes" : "Warnings";
            page.details(what + " (" + remarks.size() + ")");
        }
        int lines = 0;
        for (Remark remark : remarks) {
            if (!page.fits(MOST - FOR_TABLES + ROW)) {
                break;
            }
            page.line("- " + remark.kind().label() + ": " + Markdown.code(remark.sentence()));
            lines++;
        }
        leftOut(remarks.size() - lines, "remark");
        if (folded) {
            page.endDetails();
        } else {
            page.blank();
        }
    }

    private void traces() {
        if (run.traces().isEmpty()) {
            return;
        }
        page.details(counted(run.traces().size(), "trace"));
        page.tableHead(List.of("trace", "format", "events", "of locks", "lost", "malformed"));
        int rows = 0;
        for (JudgedTrace trace : run.traces()) {
            if (!page.fits(ROW)) {
                break;
            }
            TraceFacts facts = trace.source().facts();
            page.row(
                    List.of(
                            Markdown.cell(trace.path()),
                            facts.format().label(),
                            Long.toString(facts.eventCount()),
                            Long.toString(trace.source().coverage().lockEvents()),
                            Long.toString(facts.lost()),
                            Long.toString(facts.malformed())));
            rows++;
        }
        leftOut(run.traces().size() - rows, "trace");
        page.endDetails();
    }

    private void leftOut(int count, String what) {
        if (count > 0) {
            page.blank()
                    .line(
                            "_"
                                    + counted(count, what)
                                    + " more: this page has no room for them, the other reports"
                                    + " have._")
                    .blank();
        }
    }

    private static String place(Evidence seen) {
        return VisibleText.of(TracePath.tidy(seen.trace())) + ":" + seen.at().line();
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
