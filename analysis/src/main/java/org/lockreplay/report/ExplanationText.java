package org.lockreplay.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeSet;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.event.Origin;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.text.VisibleText;

/**
 * One finding with everything that the traces show of it: for each witness how often it was seen,
 * all locks that were held, the functions where these are traced, and the lines around.
 */
public final class ExplanationText {

    private static final int WIDEST = 180;

    private final Page page = new Page();
    private final TextStyle style;
    private final int around;

    /**
     * @param around how many lines to show before and after each line of a witness
     */
    public ExplanationText(TextStyle style, int around) {
        this.style = style;
        this.around = around;
    }

    /** Writes the explanation. */
    public void write(Finding finding, Sightings sightings, Appendable out) throws IOException {
        String kind = finding.severity().label().toUpperCase(Locale.ROOT) + " " + finding.id();
        page.line(
                style.severity(finding.severity(), kind)
                        + "  fingerprint "
                        + finding.fingerprint()
                        + ", certainty "
                        + finding.certainty().label());
        page.sentence("", VisibleText.of(finding.message()));
        for (String fact : finding.facts()) {
            page.sentence("Known: ", Words.name(fact) + ".");
        }
        int number = 0;
        for (Evidence evidence : finding.evidence()) {
            witness(++number, evidence, sightings);
        }
        list("What would help:", finding.advice());
        list("What this does not prove:", Caveats.of(finding));
        out.append(page.toString().stripTrailing()).append("\n");
    }

    private void witness(int number, Evidence evidence, Sightings sightings) {
        page.blank();
        page.line(style.strong("#" + number + " " + what(evidence)));
        page.line("   " + often(evidence) + "by " + Words.task(evidence.at()));
        if (evidence.breach().isPresent()) {
            for (String known : BreachText.state(evidence.breach().get())) {
                page.sentence("   ", known);
            }
        }
        held(evidence, sightings);
        List<String> calls = sightings.calls(evidence.trace(), evidence.at());
        if (!calls.isEmpty()) {
            page.sentence("   called by ", VisibleText.of(String.join(" < ", calls)));
        }
        text(evidence, sightings);
    }

    private static String what(Evidence evidence) {
        if (evidence.breach().isPresent()) {
            return evidence.breach().get().way().sentence();
        }
        String lock = evidence.lock().map(Acquisition::lockClass).map(Words::name).orElse("");
        if (evidence.held().isPresent()) {
            String verb =
                    evidence.event().equals(Evidence.WAITS) ? " waited for, owning " : " inside ";
            return lock + verb + Words.name(evidence.held().get().lockClass());
        }
        return (lock + " " + Words.name(Words.event(evidence))).strip();
    }

    /** Nothing where it is not counted, as for the uses of a lock. */
    private static String often(Evidence evidence) {
        if (evidence.count() == 0 || evidence.breach().isPresent()) {
            return "";
        }
        String times = "seen " + Words.counted(evidence.count(), "time");
        return evidence.tasks() == 0
                ? times + ", first "
                : times + " by " + Words.counted(evidence.tasks(), "task") + ", first ";
    }

    private void held(Evidence evidence, Sightings sightings) {
        List<Acquisition> locks = sightings.held(evidence.trace(), evidence.at());
        if (locks.isEmpty()) {
            return;
        }
        page.line("   held there, outermost first:");
        List<List<String>> rows = new ArrayList<>();
        for (Acquisition lock : locks) {
            rows.add(
                    List.of(
                            Words.label(lock.lockClass()),
                            Words.mode(lock),
                            Words.address(lock),
                            "line " + lock.origin().line(),
                            Words.time(lock.origin())));
        }
        page.table("     ", rows);
    }

    private void text(Evidence evidence, Sightings sightings) {
        String trace = evidence.trace();
        if (!sightings.has(trace)) {
            page.line(
                    "   "
                            + Words.place(trace, evidence.at())
                            + ": only a summary of this trace is at hand; give the trace itself to"
                            + " see its lines");
            return;
        }
        TreeSet<Long> marked = new TreeSet<>();
        marked.add(evidence.at().line());
        evidence.held().map(Acquisition::origin).map(Origin::line).ifPresent(marked::add);
        evidence.acquiredBefore().map(Origin::line).ifPresent(marked::add);
        page.line("   " + Words.name(trace) + ":");
        long shown = 0;
        for (long line : marked) {
            long from = Math.max(shown + 1, line - around);
            if (shown != 0 && from > shown + 1) {
                page.line("     …");
            }
            lines(sightings.lines(trace, from, line + around), marked);
            shown = line + around;
        }
    }

    private void lines(SortedMap<Long, String> lines, TreeSet<Long> marked) {
        lines.forEach(
                (number, text) -> {
                    String visible = VisibleText.of(text.replace("\t", "    "));
                    String cut =
                            visible.length() <= WIDEST
                                    ? visible
                                    : visible.substring(0, WIDEST) + "…";
                    page.line((marked.contains(number) ? "   > " : "     ") + number + "  " + cut);
                });
    }

    private void list(String title, List<String> sentences) {
        if (!sentences.isEmpty()) {
            page.blank().line(title);
            sentences.forEach(sentence -> page.sentence("  - ", VisibleText.of(sentence)));
        }
    }
}
