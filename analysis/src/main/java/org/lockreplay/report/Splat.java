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
import org.lockreplay.check.SitePair;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.text.Excerpt;
import org.lockreplay.text.VisibleText;

/**
 * One finding in full, in the manner of lockdep.
 *
 * <p>A witness that an earlier splat of the same report showed is only referred to.
 */
final class Splat {

    private static final String DOUBLE_LINE = "=".repeat(66);
    private static final String INCOMPLETE = "incomplete: ";
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
        sites(finding);
        scenario(finding);
        facts(finding.facts());
        list(isOrder(finding) ? "What would break it:" : "Where to look:", finding.advice());
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
        int edges = (int) finding.evidence().stream().filter(e -> e.held().isPresent()).count();
        boolean witnessed = false;
        List<Evidence> occurrences = BreachText.of(finding.evidence());
        for (Evidence evidence : finding.evidence()) {
            if (evidence.breach().isPresent()) {
                continue;
            }
            witnessed = true;
            if (evidence.held().isPresent()) {
                leftOut(number, edges, finding);
                if (!Excerpt.shows(number++, edges)) {
                    continue;
                }
                edge("-> #" + number + " ", evidence);
            } else if (evidence.lock().isPresent()) {
                single(evidence, evidence.lock().get());
            } else {
                page.line("-> then " + Words.name(evidence.event())).line(end(evidence));
                task(evidence);
            }
            shown.add(evidence);
        }
        if (witnessed && !occurrences.isEmpty()) {
            new BreachText(page).write(occurrences, 0);
        } else if (!occurrences.isEmpty()) {
            new BreachText(page).write(occurrences);
        }
    }

    private void leftOut(int next, int edges, Finding finding) {
        if (Excerpt.resumesAt(next, edges)) {
            String more = Words.counted(Excerpt.leftOut(edges), "nesting");
            page.line("   … " + more + " more: lockreplay explain " + finding.fingerprint());
            page.line("     shows them all, and so does --format json").blank();
        }
    }

    private void edge(String mark, Evidence evidence) {
        Acquisition held = evidence.held().orElseThrow();
        Acquisition taken = evidence.lock().orElseThrow();
        String arrow = Words.name(held.lockClass()) + " -> " + Words.name(taken.lockClass());
        boolean right = evidence.event().equals(Evidence.RIGHT_ORDER);
        boolean waits = evidence.event().equals(Evidence.WAITS);
        page.line(
                mark
                        + style.strong(arrow)
                        + (right ? "  the right way round" : "")
                        + "  ("
                        + often(evidence)
                        + ")");
        if (shown.contains(evidence)) {
            page.line("       as above: " + Words.place(evidence.trace(), evidence.at())).blank();
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        String trace = evidence.trace();
        rows.add(row(waits ? "owns" : "held", trace, held, Words.mode(held)));
        rows.add(row(waits ? "waits for" : "taken", trace, taken, Words.mode(taken)));
        page.table("       ", rows);
        task(evidence);
    }

    private void single(Evidence evidence, Acquisition lock) {
        String name = style.strong(Words.name(lock.lockClass()));
        String often = evidence.count() == 0 ? "" : "  (" + often(evidence) + ")";
        page.line("-> " + name + often);
        String mode = evidence.lockOfKnownMode().map(Words::mode).orElse("");
        page.table("       ", List.of(row(Words.event(evidence), evidence.trace(), lock, mode)));
        if (evidence.acquiredBefore().isPresent()) {
            page.line(
                    "       as this shows: "
                            + Words.place(evidence.trace(), evidence.at())
                            + "  "
                            + Words.time(evidence.at()));
        }
        task(evidence);
    }

    private void task(Evidence evidence) {
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

    private static List<String> row(String what, String trace, Acquisition lock, String mode) {
        return List.of(
                what,
                Words.label(lock.lockClass()),
                mode,
                Words.address(lock),
                Words.place(trace, lock.origin()),
                Words.time(lock.origin()));
    }

    /** Where modes differ, the witnesses show only those of the worst circle. */
    private void sites(Finding finding) {
        List<SitePair> sites = finding.sites();
        if (sites.size() <= finding.classes().size()) {
            return;
        }
        page.sentence(
                "",
                Words.counted(sites.size(), "site pair")
                        + " (classes with their modes), seen "
                        + Words.counted(finding.witnesses(), "time")
                        + ":");
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < sites.size(); i++) {
            if (Excerpt.shows(i, sites.size())) {
                SitePair pair = sites.get(i);
                rows.add(
                        List.of(
                                Words.label(pair.outer()),
                                Words.mode(pair.outerRead()) + " ->",
                                Words.label(pair.inner()),
                                Words.mode(pair.innerRead()),
                                Words.counted(pair.count(), "time") + ",",
                                "by " + Words.counted(pair.tasks(), "task")));
            }
        }
        page.table("       ", rows);
        if (Excerpt.leftOut(sites.size()) > 0) {
            page.line("       and " + Words.number(Excerpt.leftOut(sites.size())) + " more");
        }
        page.blank();
    }

    private void scenario(Finding finding) {
        Scenario scenario = new Scenario(page);
        switch (finding.id()) {
            case "cycle" -> scenario.circle(finding.evidence(), finding.classes().size() == 1);
            case "recursion" -> scenario.recursion(finding.evidence().get(0));
            case "hardirq-inversion", "softirq-inversion" -> scenario.interrupt(finding.evidence());
            default -> {}
        }
    }

    private void facts(List<String> facts) {
        for (String fact : facts) {
            if (fact.startsWith(INCOMPLETE)) {
                page.sentence(
                        "Incomplete: ", Words.name(fact.substring(INCOMPLETE.length())) + ".");
            } else {
                String mark = fact.startsWith("if ") ? "Holds only " : "Known: ";
                page.sentence(mark, Words.name(fact) + ".");
            }
        }
        if (!facts.isEmpty()) {
            page.blank();
        }
    }

    private static boolean isOrder(Finding finding) {
        return (finding.classes().size() > 1 && !finding.id().startsWith("mpx-prctl"))
                || finding.id().equals("deadlock")
                || finding.id().endsWith("-inversion")
                || finding.id().equals("cycle")
                || finding.id().equals("recursion");
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
