package org.lockreplay.protocol.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.file.Variant;

/**
 * Every fault of the shipped protocols is refuted by a rule that the protocol itself keeps; the
 * table in {@code docs/mutants.md} is written by this test, with {@code -Dlockreplay.accept=true}.
 */
class MutantsTableTest {

    private static final Path DOCS = Path.of("../docs/mutants.md");

    @Test
    void everyFaultIsRefutedAndTheTableIsCurrent() throws IOException {
        StringBuilder page = new StringBuilder(head());
        for (String name : List.of("gleixner-2014", "linux-4.19")) {
            List<Mutants> mutants = Mutants.of(name);
            List<Map<Rule, Integer>> rows = new ArrayList<>();
            for (Mutants one : mutants) {
                Map<Rule, Integer> steps = steps(one.verification());
                rows.add(steps);
                Set<Rule> fresh = new TreeSet<>(steps.keySet());
                fresh.removeAll(rows.get(0).keySet());
                boolean fault = one.variant().filter(Variant::fault).isPresent();
                assertThat(fresh.isEmpty()).as(one.name()).isEqualTo(!fault);
            }
            Protocol protocol = mutants.get(0).shipped();
            List<String> names = mutants.stream().map(MutantsTableTest::title).toList();
            page.append("\n## ").append(name).append("\n\n").append(table(names, rows));
            page.append('\n').append(legend(protocol));
        }
        if (Boolean.getBoolean("lockreplay.accept")) {
            Files.writeString(DOCS, page);
        }
        assertThat(page.toString()).isEqualTo(Files.readString(DOCS));
    }

    private static String title(Mutants mutant) {
        boolean repair = mutant.variant().filter(one -> !one.fault()).isPresent();
        return mutant.name() + (repair ? " (repair)" : "");
    }

    private static Map<Rule, Integer> steps(Verification result) {
        Map<Rule, Integer> steps = new EnumMap<>(Rule.class);
        for (Judgement one : result.judgements()) {
            one.schedule()
                    .ifPresent(
                            schedule -> steps.put(one.property().rule(), schedule.transitions()));
        }
        return steps;
    }

    private static String head() {
        return """
        # Mutants

        Each fault of a shipped protocol is a variant of it, `verify PROTOCOL --fault NAME`, and is
        refuted by rules that the protocol itself keeps. A number is the length of the shortest
        schedule that refutes the rule, for %d tasks, in steps; nothing where %,d states hold none.
        Rules are those of [protocols.md](protocols.md#properties). This page is written by a test.
        """
                .formatted(Mutants.TASKS, Mutants.BOUNDS.states());
    }

    private static String table(List<String> names, List<Map<Rule, Integer>> rows) {
        Set<Rule> columns = new TreeSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        StringBuilder table = new StringBuilder("| |");
        columns.forEach(rule -> table.append(' ').append(rule.word()).append(" |"));
        table.append("\n| --- |").append(" --- |".repeat(columns.size())).append('\n');
        for (int i = 0; i < names.size(); i++) {
            table.append("| ").append(names.get(i)).append(" |");
            for (Rule rule : columns) {
                Integer steps = rows.get(i).get(rule);
                table.append(steps == null ? " |" : " " + steps + " |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String legend(Protocol protocol) {
        StringBuilder legend = new StringBuilder();
        for (Variant variant : protocol.variants()) {
            legend.append("- `%s`: %s.\n".formatted(variant.name(), variant.what()));
        }
        return legend.toString();
    }
}
