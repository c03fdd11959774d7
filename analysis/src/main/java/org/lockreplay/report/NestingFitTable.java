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
        List<NestingFit> tried =
                conformance.nestings().stream()
                        .filter(fit -> fit.against() && fit.tries() > 0)
                        .toList();
        if (!tried.isEmpty()) {
            tried(page, conformance, tried);
        }
    }

    /** What no finding tells, since a try violates no order; whoever waits where it fails does. */
    private static void tried(Page page, Conformance conformance, List<NestingFit> tried) {
        page.sentence(
                "  ",
                "Against the order of "
                        + Words.name(conformance.protocol())
                        + ", but by tries, which do not wait; a page fault, which tries first, does"
                        + " where that fails:");
        for (NestingFit fit : tried) {
            page.sentence(
                    "    ",
                    "%s inside %s, %s"
                            .formatted(
                                    Words.name(fit.inner()),
                                    Words.name(fit.outer()),
                                    Words.counted(fit.tries(), "time")));
        }
        page.blank();
    }
}
