package org.lockreplay.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.text.VisibleText;

/**
 * One finding in full, in the manner of lockdep.
 *
 * <p>A witness that an earlier splat of the same report showed is only referred to.
 */
final class Splat {

    private static final String DOUBLE_LINE = "=".repeat(66);
    private static final String LINE = "-".repeat(66);

    private final Page page;
    private final TextStyle style;
    private final Set<Evidence> shown = new HashSet<>();

    Splat(Page page, TextStyle style) {
        this.page = page;
        this.style = style;
    }

    void write(Finding finding) {
        banner(finding);
        witnesses(finding);
        scenario(finding);
        list("What would break it:", finding.advice());
        list("What this does not prove:", Caveats.of(finding));
        page.line(
                "Fingerprint "
                        + finding.fingerprint()
                        + ", certainty "
                        + finding.certainty().label()
                        + ".");
        page.blank();
    }

    private void banner(Finding finding) {
        Severity severity = finding.severity();
        String kind = severity.label().toUpperCase(Locale.ROOT) + " " + finding.id() + ": ";
        page.line(DOUBLE_LINE);
        page.line(style.severity(severity, kind + title(finding.message())));
        subject(finding.message()).ifPresent(subject -> page.sentence("", subject));
        page.line(LINE);
    }

    /** The message up to its colon: the kind of trouble. */
    private static String title(String message) {
        int colon = message.indexOf(": ");
        return VisibleText.of(colon < 0 ? message : message.substring(0, colon));
    }

    private static Optional<String> subject(String message) {
        int colon = message.indexOf(": ");
        return colon < 0
                ? Optional.empty()
                : Optional.of(VisibleText.of(message.substring(colon + 2)));
    }

    private void witnesses(Finding finding) {
        int number = 0;
        for (Evidence evidence : finding.evidence()) {
            number++;
            if (evidence.held().isPresent()) {
                edge(number, evidence, evidence.held().get(), evidence.lock().orElseThrow());
            } else {
                single(evidence);
            }
            shown.add(evidence);
        }
    }

    private void edge(int number, Evidence evidence, Acquisition held, Acquisition taken) {
        String arrow = Words.name(held.lockClass()) + " -> " + Words.name(taken.lockClass());
        String often = often(evidence);
        page.line("-> #" + number + " " + style.strong(arrow) + "  (" + often + ")");
        if (shown.contains(evidence)) {
            page.line("       as above: " + Words.place(evidence.trace(), evidence.at())).blank();
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("held ", evidence.trace(), held));
        rows.add(row("taken", evidence.trace(), taken));
        page.table("       ", rows);
        page.line("       by " + Words.task(evidence.at())).blank();
    }

    private void single(Evidence evidence) {
        evidence.lock()
                .ifPresentOrElse(
                        lock -> {
                            page.line(
                                    "-> "
                                            + evidence.event()
                                            + " "
                                            + style.strong(Words.name(lock.lockClass()))
                                            + "  ("
                                            + often(evidence)
                                            + ")");
                            page.table(
                                    "       ", List.of(row(evidence.event(), evidence.trace(), lock)));
                        },
                        () -> page.line("-> then " + Words.name(evidence.event())).line(end(evidence)));
        page.line("       by " + Words.task(evidence.at())).blank();
    }

    private static String end(Evidence evidence) {
        return "       at "
                + Words.place(evidence.trace(), evidence.at())
                + "  "
                + Words.time(evidence.at());
    }

    private static String often(Evidence evidence) {
        String times = Words.counted(evidence.count(), "time");
        return evidence.tasks() == 0
                ? times
                : times + ", by " + Words.counted(evidence.tasks(), "task");
    }

    private static List<String> row(String what, String trace, Acquisition lock) {
        return List.of(
                what,
                Words.name(lock.lockClass()),
                Words.mode(lock),
                Words.address(lock),
                Words.place(trace, lock.origin()),
                Words.time(lock.origin()));
    }

    private void scenario(Finding finding) {
        Scenario scenario = new Scenario(page);
        switch (finding.id()) {
            case "cycle" -> scenario.circle(finding.evidence());
            case "recursion" -> scenario.recursion(finding.evidence().get(0));
            default -> {}
        }
    }

    private void list(String title, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        page.line(title);
        sentences.forEach(sentence -> page.sentence("  - ", VisibleText.of(sentence)));
        page.blank();
    }
}
