package org.lockreplay.cli.conformance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Verdicts counted by the kind of lockdep's report, as a table of a page. */
final class Score {

    private final Map<Kind, List<Verdict>> byKind = new EnumMap<>(Kind.class);

    void add(Kind kind, Verdict verdict) {
        byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(verdict);
    }

    String table() {
        StringBuilder table = new StringBuilder();
        table.append(
                "| lockdep's report | cases | agrees | knows better | undecidable | wrong |\n");
        table.append("| --- | ---: | ---: | --- | --- | ---: |\n");
        List<Verdict> all = new ArrayList<>();
        byKind.forEach(
                (kind, verdicts) -> {
                    row(table, kind.title(), verdicts);
                    all.addAll(verdicts);
                });
        row(table, "**all**", all);
        return table.toString();
    }

    private static void row(StringBuilder table, String title, List<Verdict> verdicts) {
        table.append("| ")
                .append(title)
                .append(" | ")
                .append(verdicts.size())
                .append(" | ")
                .append(count(verdicts, Verdict.Outcome.AGREES))
                .append(" | ")
                .append(reasons(verdicts, Verdict.Outcome.KNOWS_BETTER))
                .append(" | ")
                .append(
                        title.startsWith("**")
                                ? count(verdicts, Verdict.Outcome.UNDECIDABLE)
                                : reasons(verdicts, Verdict.Outcome.UNDECIDABLE))
                .append(" | ")
                .append(count(verdicts, Verdict.Outcome.WRONG))
                .append(" |\n");
    }

    private static long count(List<Verdict> verdicts, Verdict.Outcome outcome) {
        return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
    }

    private static String reasons(List<Verdict> verdicts, Verdict.Outcome outcome) {
        Map<String, Integer> reasons = new TreeMap<>();
        verdicts.stream()
                .filter(verdict -> verdict.outcome() == outcome)
                .forEach(verdict -> reasons.merge(verdict.reason(), 1, Integer::sum));
        List<String> texts = new ArrayList<>();
        reasons.forEach((reason, count) -> texts.add(count + ": " + reason));
        return texts.isEmpty() ? "0" : String.join("; ", texts);
    }
}
