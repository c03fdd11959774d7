package org.lockreplay.report;

import java.io.IOException;
import java.util.List;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.Snapshot;
import org.lockreplay.text.VisibleText;

/** What a replay has to say, for a person. */
public final class ReplayText {

    private final ReplayReport report;
    private final int limit;
    private final TextStyle style;
    private final Page page = new Page();

    private ReplayText(ReplayReport report, int limit, TextStyle style) {
        this.report = report;
        this.limit = limit;
        this.style = style;
    }

    /**
     * Writes the report.
     *
     * @param limit the most rows of one table; 0 for all
     */
    public static void write(ReplayReport report, int limit, TextStyle style, Appendable out)
            throws IOException {
        ReplayText text = new ReplayText(report, limit, style);
        text.all();
        out.append(text.page.toString());
    }

    private void all() {
        head();
        for (String note : report.notes()) {
            page.sentence("Note: ", VisibleText.of(note) + ".");
        }
        page.blank();
        if (report.hasMoments()) {
            report.found().snapshots().forEach(this::moment);
        } else {
            SpaceText spaces = new SpaceText(report, limit, page);
            report.found().addressSpaces().forEach(spaces::summary);
            memory();
        }
        if (report.asked().history().isPresent()) {
            new HistoryText(report, limit, page).print();
        }
        findings();
    }

    private void head() {
        List<DirectoryState> spaces = report.found().addressSpaces();
        page.line(
                style.strong(VisibleText.of(report.facts().path()))
                        + ": "
                        + Words.counted(report.facts().eventCount(), "event")
                        + ", "
                        + Words.number(report.found().mpxEvents())
                        + " of MPX; "
                        + Words.counted(spaces.size(), "address space")
                        + " with a bounds directory, "
                        + Words.counted(report.found().violations().size(), "violation"));
    }

    private void moment(Snapshot shot) {
        String when =
                shot.byTime()
                        ? report.time(shot.atTime().orElse(0))
                                + ", which is after line "
                                + shot.atLine()
                        : "line "
                                + shot.atLine()
                                + (shot.atTime().isPresent()
                                        ? ", at " + report.time(shot.atTime().getAsLong())
                                        : "");
        page.line(style.strong("State after " + when));
        for (String note : report.notes(shot)) {
            page.sentence("  Note: ", note + ".");
        }
        SpaceText spaces = new SpaceText(report, limit, page);
        shot.addressSpaces().forEach(space -> spaces.moment(space, shot.atLine()));
        MemoryText text = new MemoryText(report, limit, page);
        shot.memory().forEach(text::print);
        page.blank();
    }

    private void memory() {
        MemoryText text = new MemoryText(report, limit, page);
        report.found()
                .memory()
                .forEach(
                        (pid, memory) -> {
                            text.print(pid, memory);
                            page.blank();
                        });
    }

    /** What check says of bounds tables: in short, and behind an answer only how much it is. */
    private void findings() {
        Report judged = report.judged();
        if (judged.mpx().isEmpty() && judged.findings().isEmpty()) {
            return;
        }
        if (report.isSummary()) {
            page.line(style.strong("Findings on bounds tables")).blank();
            new ShortFindings(page, style).write(judged.findings());
            MpxText.write(page, judged.mpx());
            TextReport.notJudged(page, judged.notJudged());
        }
        page.sentence(
                "",
                Words.counted(judged.count(Severity.ERROR), "error")
                        + ", "
                        + Words.counted(judged.count(Severity.WARNING), "warning")
                        + ", "
                        + Words.counted(judged.count(Severity.NOTE), "note")
                        + " on bounds tables in this trace"
                        + (judged.findings().isEmpty() ? "." : "; in full:"));
        if (!judged.findings().isEmpty()) {
            page.line("  lockreplay check " + Words.name(report.facts().path()));
        }
    }
}
