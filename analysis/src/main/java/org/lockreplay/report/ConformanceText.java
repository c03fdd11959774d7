package org.lockreplay.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.Conformance;
import org.lockreplay.replay.mpx.OperationCount;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.text.VisibleText;

/** How critical sections fit the operations of a protocol, as a table, and what fits none. */
final class ConformanceText {

    private static final int NANO_DIGITS_OF_MILLI = 6;

    private ConformanceText() {}

    static void write(Page page, Conformance conformance) {
        page.line(
                "Critical sections of bd_sem and mmap_sem, by the operations of "
                        + Words.name(conformance.protocol())
                        + " (times in ms)");
        List<List<String>> table = new ArrayList<>();
        table.add(
                List.of(
                        "operation",
                        "in",
                        "semaphore",
                        "mode",
                        "case",
                        "sections",
                        "waited",
                        "longest",
                        "held",
                        "longest"));
        conformance.sections().stream()
                .filter(Conformance.Row::fits)
                .forEach(row -> table.add(cells(row)));
        page.table("  ", table).blank();
        operations(page, conformance.operations());
        misfits(page, conformance.sections());
    }

    private static List<String> cells(Conformance.Row row) {
        SectionCount count = row.count();
        return List.of(
                count.operation(),
                VisibleText.brief(count.doing()),
                row.semaphore(),
                count.read() ? "read" : "write",
                count.nestingCase() == 0 ? "-" : "#" + count.nestingCase(),
                Words.number(count.count()),
                time(row, count.waited(), count.waits()),
                time(row, count.longestWait(), count.waits()),
                time(row, count.held(), count.holds()),
                time(row, count.longestHold(), count.holds()));
    }

    /** Milliseconds; {@code ?} where none is known. */
    private static String time(Conformance.Row row, long time, long known) {
        if (known == 0) {
            return "?";
        }
        return row.ticks()
                ? time + " ticks"
                : BigDecimal.valueOf(time)
                        .movePointLeft(NANO_DIGITS_OF_MILLI)
                        .setScale(3, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private static void operations(Page page, List<OperationCount> operations) {
        List<String> seen = new ArrayList<>();
        List<String> never = new ArrayList<>();
        for (OperationCount operation : operations) {
            if (operation.count() == 0) {
                never.add(operation.operation());
            } else {
                seen.add(operation.operation() + " " + Words.number(operation.count()));
            }
        }
        String occurred = seen.isEmpty() ? "none" : String.join(", ", seen);
        String missing = never.isEmpty() ? "" : "; never: " + String.join(", ", never);
        page.sentence("  ", "Operations: " + occurred + missing + ".").blank();
    }

    private static void misfits(Page page, List<Conformance.Row> rows) {
        boolean any = false;
        for (Conformance.Row row : rows) {
            if (!row.fits()) {
                if (!any) {
                    page.line("  Fits no operation:");
                }
                any = true;
                page.sentence(
                        "    ",
                        Words.counted(row.count().count(), "section")
                                + " of "
                                + row.semaphore()
                                + (row.count().read() ? " for read: " : " for write: ")
                                + VisibleText.brief(row.count().doing())
                                + " (first at "
                                + Words.place(row.trace(), row.count().first())
                                + ")");
            }
        }
        if (any) {
            page.blank();
        }
    }
}
