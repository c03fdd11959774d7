package org.lockreplay.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.gate.BaselineEntry;
import org.lockreplay.gate.EdgeTraces;
import org.lockreplay.gate.FindingName;
import org.lockreplay.gate.FindingState;
import org.lockreplay.gate.GateFinding;
import org.lockreplay.gate.Suppression;
import org.lockreplay.gate.TraceResult;
import org.lockreplay.gate.Verdict;

/**
 * The verdict of a gate for a person: what is new in full, the rest in tables, the verdict last.
 *
 * <p>Names are escaped for terminals. Holds a style only, and may be used again.
 */
public final class TextGate {

    /** More traces of an edge, or files, than this are counted and not named. */
    private static final int NAMED = 5;

    private final TextStyle style;

    public TextGate(TextStyle style) {
        this.style = style;
    }

    /** Writes the verdict; the same text for an equal one. */
    public void write(Verdict verdict, Appendable out) throws IOException {
        Page page = new Page();
        fresh(page, verdict);
        known(page, verdict);
        suppressed(page, verdict);
        fixed(page, verdict.fixed());
        suppressions(page, "Expired suppressions, which excuse nothing", verdict.expired());
        suppressions(page, "Suppressions that fit no finding", verdict.unused());
        traces(page, verdict);
        page.line(
                verdict.passed()
                        ? style.good(verdict.sentence())
                        : style.severity(Severity.ERROR, verdict.sentence()));
        out.append(page.toString());
    }

    private void fresh(Page page, Verdict verdict) {
        Splat splat = new Splat(page, style);
        List<Finding> warnings = new ArrayList<>();
        SortedMap<String, Integer> notes = new TreeMap<>();
        for (GateFinding found : findings(verdict, FindingState.NEW)) {
            switch (found.finding().severity()) {
                case ERROR -> {
                    splat.write(found.finding());
                    edges(page, found);
                }
                case WARNING -> warnings.add(found.finding());
                case NOTE -> notes.merge(found.finding().id(), 1, Integer::sum);
            }
        }
        new ShortFindings(page, style).write(warnings);
        if (!notes.isEmpty()) {
            List<String> kinds = new ArrayList<>();
            notes.forEach((id, count) -> kinds.add(id + " " + Words.number(count)));
            page.sentence(
                    "New notes: ",
                    String.join(", ", kinds) + "; 'lockreplay check' shows those of a trace.");
            page.blank();
        }
    }

    /** Which traces gave each edge, where these are several. */
    private static void edges(Page page, GateFinding found) {
        if (found.traces().size() > 1) {
            page.line("Traces that show each step:");
            for (EdgeTraces edge : found.edges()) {
                page.sentence(
                        "  ",
                        Words.name(edge.outer())
                                + " -> "
                                + Words.name(edge.inner())
                                + ": "
                                + some(edge.traces()));
            }
            page.blank();
        }
    }

    private static void known(Page page, Verdict verdict) {
        List<List<String>> rows = new ArrayList<>();
        for (GateFinding found : findings(verdict, FindingState.KNOWN)) {
            rows.add(
                    List.of(
                            found.finding().severity().label(),
                            Words.name(FindingName.of(found.finding())),
                            "since " + found.baseline().orElseThrow().since(),
                            found.finding().fingerprint()));
        }
        table(page, "Known, in the baseline", rows);
    }

    private static void suppressed(Page page, Verdict verdict) {
        List<List<String>> rows = new ArrayList<>();
        for (GateFinding found : verdict.findings()) {
            if (found.isSuppressed()) {
                Suppression by = found.suppression().orElseThrow();
                rows.add(
                        List.of(
                                found.finding().severity().label(),
                                Words.name(FindingName.of(found.finding())),
                                Words.name(by.owner()) + ": " + Words.name(by.reason()),
                                until(by),
                                found.finding().fingerprint()));
            }
        }
        table(page, "Suppressed", rows);
    }

    private static void fixed(Page page, List<BaselineEntry> entries) {
        List<List<String>> rows = new ArrayList<>();
        for (BaselineEntry entry : entries) {
            rows.add(
                    List.of(
                            entry.severity().label(),
                            Words.name(entry.what()),
                            "since " + entry.since(),
                            entry.fingerprint()));
        }
        table(page, "In the baseline and no longer seen (--update-baseline takes them out)", rows);
    }

    private static void suppressions(Page page, String title, List<Suppression> suppressions) {
        List<List<String>> rows = new ArrayList<>();
        for (Suppression one : suppressions) {
            rows.add(
                    List.of(
                            Words.name(one.place()),
                            Words.name(one.target()),
                            Words.name(one.owner()),
                            until(one)));
        }
        table(page, title, rows);
    }

    private static void traces(Page page, Verdict verdict) {
        for (TraceResult trace : verdict.traces()) {
            if (trace.reason().isPresent()) {
                page.sentence("Not read: ", Words.name(trace.reason().get()) + ".");
            }
            for (String broken : trace.broken()) {
                page.sentence(
                        "Not as the manifest says: ", Words.name(trace.path()) + ": " + broken);
            }
        }
        List<String> missing =
                verdict.traces(TraceResult.Status.NOT_REACHED).stream()
                        .map(TraceResult::path)
                        .toList();
        if (!missing.isEmpty()) {
            page.sentence("Not reached before the interrupt: ", some(missing) + ".");
        }
        if (!verdict.skipped().isEmpty()) {
            page.sentence(
                    "",
                    Words.counted(verdict.skipped().size(), "file")
                            + " of the corpus "
                            + (verdict.skipped().size() == 1 ? "is no trace" : "are no traces")
                            + " and passed over.");
        }
    }

    private static List<GateFinding> findings(Verdict verdict, FindingState state) {
        Predicate<GateFinding> these = found -> found.state() == state && !found.isSuppressed();
        return verdict.findings().stream().filter(these).toList();
    }

    private static String until(Suppression suppression) {
        return suppression.expires().map(day -> "until " + day).orElse("for ever");
    }

    private static String some(List<String> paths) {
        List<String> named = paths.stream().limit(NAMED).map(Words::name).toList();
        return String.join(", ", named)
                + (paths.size() > NAMED
                        ? " and " + Words.number(paths.size() - NAMED) + " more"
                        : "");
    }

    private static void table(Page page, String title, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            page.line(title + ":").table("  ", rows).blank();
        }
    }
}
