package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lockreplay.check.CaseRow;

/** The four nesting cases of {@code bd_sem} and {@code mmap_sem} as a table. */
final class CaseTable {

    private static final int CASES = 4;

    private final List<CaseRow> rows;

    CaseTable(List<CaseRow> rows) {
        this.rows = rows;
    }

    void write(Page page) {
        page.line("Nesting of bd_sem and mmap_sem, by the cases of the 2014 proposal");
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
        for (int number = 1; number <= CASES; number++) {
            Optional<CaseRow> row = find(number);
            table.add(row.isPresent() ? cells("#" + number, row.get()) : never(number));
        }
        for (CaseRow row : rows) {
            if (row.isInverse()) {
                table.add(cells("inverse", row));
            }
        }
        page.table("  ", table).blank();
    }

    private Optional<CaseRow> find(int number) {
        return rows.stream().filter(row -> row.number().equals(OptionalInt.of(number))).findFirst();
    }

    private static List<String> cells(String name, CaseRow row) {
        return List.of(
                name,
                row.outer(),
                mode(row.outerRead()),
                row.inner(),
                mode(row.innerRead()),
                Words.number(row.count()),
                Words.number(row.tries()),
                Words.number(row.tasks()),
                Words.place(row.witness().trace(), row.witness().at()),
                operations(row.operations()));
    }

    private static List<String> never(int number) {
        boolean outerRead = number <= 2;
        boolean innerRead = number % 2 == 1;
        return List.of(
                "#" + number,
                "bd_sem",
                mode(outerRead),
                "mmap_sem",
                mode(innerRead),
                "0",
                "0",
                "0",
                "never",
                "");
    }

    private static String operations(Map<String, Long> counts) {
        List<String> words = new ArrayList<>();
        counts.forEach((name, count) -> words.add(name + " " + Words.number(count)));
        return String.join(", ", words);
    }

    private static String mode(boolean read) {
        return read ? "read" : "write";
    }
}
