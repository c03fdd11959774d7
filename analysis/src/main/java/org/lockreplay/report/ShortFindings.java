package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.text.VisibleText;

/** Warnings and notes, two lines each; notes on locks of one class share a table. */
final class ShortFindings {

    private static final String SAME_CLASS = "same-class";

    private static final int PLACES = 4;

    private final Page page;
    private final TextStyle style;

    ShortFindings(Page page, TextStyle style) {
        this.page = page;
        this.style = style;
    }

    void write(List<Finding> findings) {
        List<Finding> sameClass = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.id().equals(SAME_CLASS)) {
                sameClass.add(finding);
            } else {
                one(finding);
            }
        }
        if (!sameClass.isEmpty()) {
            table(sameClass);
        }
    }

    private void one(Finding finding) {
        String kind = kind(finding);
        page.line(style.severity(finding.severity(), kind) + VisibleText.of(finding.message()));
        List<String> rest = new ArrayList<>();
        finding.facts().forEach(fact -> rest.add(Words.name(fact)));
        List<String> places = new ArrayList<>();
        for (Evidence evidence : finding.evidence()) {
            places.add(Words.place(evidence.trace(), evidence.at()));
        }
        BreachText.of(finding.evidence()).stream()
                .limit(1)
                .flatMap(first -> BreachText.state(first.breach().orElseThrow()).stream())
                .forEach(rest::add);
        rest.add("seen at " + first(places));
        rest.add("fingerprint " + finding.fingerprint());
        page.sentence("  ", String.join("; ", rest)).blank();
    }

    /** The first few; occurrences can be many. */
    private static String first(List<String> places) {
        return places.size() <= PLACES
                ? String.join(", ", places)
                : String.join(", ", places.subList(0, PLACES))
                        + " and "
                        + Words.number(places.size() - PLACES)
                        + " more";
    }

    private void table(List<Finding> findings) {
        page.line(
                style.severity(findings.get(0).severity(), kind(findings.get(0)))
                        + "two locks of one class nested, always in one order:");
        page.line("  fine where the code says so (mutex_lock_nested), which no trace shows");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("class", "what", "times", "first", "fingerprint"));
        for (Finding finding : findings) {
            Evidence first = finding.evidence().get(0);
            rows.add(
                    List.of(
                            Words.name(finding.classes().get(0)),
                            finding.facts().get(0),
                            Words.number(first.count()),
                            Words.place(first.trace(), first.at()),
                            finding.fingerprint()));
        }
        page.table("    ", rows).blank();
    }

    private static String kind(Finding finding) {
        return finding.severity().label().toUpperCase(Locale.ROOT) + " " + finding.id() + ": ";
    }
}
