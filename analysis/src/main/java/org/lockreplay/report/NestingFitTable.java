package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.Conformance;
import org.lockreplay.check.NestingFit;

/** The nestings of the locks of a protocol, with the operations that have them by their steps. */
final class NestingFitTable {

    private NestingFitTable() {}

    static void write(Page page, Conformance conformance) {
        page.line(
                "Nestings of the locks of "
                        + Words.name(conformance.protocol())
                        + ", and which of its operations have them by their steps");
        List<List<String>> table = new ArrayList<>();
        table.add(
                List.of("case", "outer", "mode", "inner", "mode", "times", "operations", "first"));
        for (NestingFit fit : conformance.nestings()) {
            String names = ConformanceText.names(fit.operations());
            table.add(
                    List.of(
                            fit.number().isPresent() ? "#" + fit.number().getAsInt() : "-",
                            Words.name(fit.outer()),
                            fit.outerMode().word(),
                            Words.name(fit.inner()),
                            fit.innerMode().word(),
                            Words.number(fit.count()),
                            names.isEmpty() ? "fits none" : names,
                            Words.place(fit.first().trace(), fit.first().at())));
        }
        page.table("  ", table).blank();
    }
}
