package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lockreplay.check.CaseRow;
import org.lockreplay.check.NestingCases;
import org.lockreplay.check.SemaphoreNesting;
import org.lockreplay.text.VisibleText;

/** The nesting cases of the two semaphores as a table. */
final class CaseTable {

    private final NestingCases cases;

    CaseTable(NestingCases cases) {
        this.cases = cases;
    }

    void write(Page page) {
        page.line(
                "Nesting of %s and %s, by the cases %sof %s"
                        .formatted(
                                Words.name(cases.names().bdSem()),
                                Words.name(cases.names().mmapSem()),
                                cases.byOperations() ? "and operations " : "",
                                Words.name(cases.protocol())));
        List<List<String>> table = new ArrayList<>();
        table.add(
                List.of(
                        "case",
                        "outer",
                        "",
                        "inner",
                        "",
                        "times",
                        "trylocks",
                        "tasks",
                        "first",
                        "operations"));
        for (NestingCases.Expected expected : cases.expected()) {
            Optional<CaseRow> row = find(expected.way());
            table.add(row.isPresent() ? cells(row.get()) : never(expected));
        }
        for (CaseRow row : cases.rows()) {
            if (cases.expected().stream().noneMatch(it -> it.way().equals(row.seen().way()))) {
                table.add(cells(row));
            }
        }
        page.table("  ", table).blank();
    }

    private Optional<CaseRow> find(SemaphoreNesting.Way way) {
        return cases.rows().stream().filter(row -> row.seen().way().equals(way)).findFirst();
    }

    private List<String> cells(CaseRow row) {
        SemaphoreNesting seen = row.seen();
        return List.of(
                number(row.number(), seen.way()),
                name(seen.way().outer()),
                Words.mode(seen.way().outerRead()),
                name(seen.way().inner()),
                Words.mode(seen.way().innerRead()),
                Words.number(seen.count()),
                Words.number(seen.tries()),
                Words.number(seen.tasks()),
                Words.place(seen.witness().trace(), seen.witness().at()),
                operations(row.operations()));
    }

    private List<String> never(NestingCases.Expected expected) {
        return List.of(
                number(expected.number(), expected.way()),
                name(expected.way().outer()),
                Words.mode(expected.way().outerRead()),
                name(expected.way().inner()),
                Words.mode(expected.way().innerRead()),
                "0",
                "0",
                "0",
                "never",
                "");
    }

    private String name(String alias) {
        return Words.name(cases.names().of(alias));
    }

    private static String number(OptionalInt number, SemaphoreNesting.Way way) {
        if (number.isPresent()) {
            return "#" + number.getAsInt();
        }
        return way.isInverse() ? "inverse" : "-";
    }

    private static String operations(Map<String, Long> counts) {
        List<String> words = new ArrayList<>();
        counts.forEach(
                (name, count) -> words.add(VisibleText.brief(name) + " " + Words.number(count)));
        return String.join(", ", words);
    }
}
