package org.lockreplay.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.Conformance;
import org.lockreplay.check.SectionFit;
import org.lockreplay.replay.mpx.Hold;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.text.VisibleText;

/** How critical sections, or nestings, fit the operations of a protocol, and what fits none. */
final class ConformanceText {

    private static final int NANO_DIGITS_OF_MILLI = 6;
    private static final String OF_PRCTL = "prctl(";

    private ConformanceText() {}

    static void write(Page page, Conformance conformance) {
        if (conformance.undone().isPresent()) {
            page.sentence(
                            "",
                            "Operations of "
                                    + Words.name(conformance.protocol())
                                    + ": not compared: "
                                    + conformance.undone().get()
                                    + ".")
                    .blank();
            return;
        }
        boolean locksAlone =
                conformance.operations().isEmpty()
                        && conformance.nestings().isEmpty()
                        && !conformance.hidden().isEmpty();
        if (locksAlone) {
            page.line("Locks of " + Words.name(conformance.protocol()));
        } else {
            fits(page, conformance);
        }
        if (!conformance.hidden().isEmpty()) {
            page.sentence(
                            "  ",
                            "No trace shows "
                                    + any(conformance.hidden())
                                    + ": nothing was held against "
                                    + (conformance.hidden().size() == 1 ? "its" : "their")
                                    + " absence.")
                    .blank();
        }
        List<Conformance.Row> rows = conformance.sections();
        list(page, "Departs from its operation:", rows, SectionFit.Kind.DEPARTS);
        list(page, "Fits no operation:", rows, SectionFit.Kind.NONE);
        list(page, "Not decided by the trace:", rows, SectionFit.Kind.UNKNOWN);
    }

    /** {@code a, b or c}. */
    private static String any(List<String> locks) {
        List<String> words = locks.stream().map(VisibleText::brief).toList();
        int last = words.size() - 1;
        return last == 0
                ? words.get(0)
                : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    private static void fits(Page page, Conformance conformance) {
        if (!conformance.byNestings()) {
            sections(page, conformance);
        }
        if (!conformance.nestings().isEmpty()) {
            NestingFitTable.write(page, conformance);
        } else if (conformance.byNestings()) {
            page.sentence(
                            "",
                            "Operations of "
                                    + Words.name(conformance.protocol())
                                    + ": no lock of it was seen inside another, which is what tells"
                                    + " them apart.")
                    .blank();
            return;
        }
        operations(page, conformance);
    }

    private static void sections(Page page, Conformance conformance) {
        List<List<String>> table = new ArrayList<>();
        table.add(
                List.of(
                        "operation",
                        "by",
                        "lock",
                        "mode",
                        "case",
                        "sections",
                        "waited",
                        "longest",
                        "held",
                        "longest"));
        conformance.sections().stream()
                .filter(ConformanceText::fits)
                .forEach(row -> table.add(cells(row)));
        if (table.size() > 1) {
            page.line(
                    "Critical sections of %s and %s, by the operations of %s (times in ms)"
                            .formatted(
                                    Words.name(conformance.names().bdSem()),
                                    Words.name(conformance.names().mmapSem()),
                                    Words.name(conformance.protocol())));
            page.table("  ", table).blank();
            new SemaphoreTimes(conformance).write(page);
        } else {
            page.line(
                    "Operations of "
                            + Words.name(conformance.protocol())
                            + (conformance.operations().stream().anyMatch(it -> it.count() > 0)
                                    ? ", without critical sections"
                                    : ": nothing that the traces show fits one"));
        }
    }

    private static boolean fits(Conformance.Row row) {
        SectionFit.Kind kind = row.fit().kind();
        return kind == SectionFit.Kind.OPERATION || kind == SectionFit.Kind.ENVIRONMENT;
    }

    private static List<String> cells(Conformance.Row row) {
        SectionCount count = row.count();
        return List.of(
                operation(row.fit()),
                path(count.path()),
                Words.name(row.lock()),
                Words.mode(count.read()),
                nesting(row),
                Words.number(count.count()),
                time(row.ticks(), count.waited(), count.waits()),
                time(row.ticks(), count.longestWait(), count.waits()),
                time(row.ticks(), count.held(), count.holds()),
                time(row.ticks(), count.longestHold(), count.holds()));
    }

    private static String operation(SectionFit fit) {
        String names = names(fit.operations());
        return names.isEmpty() ? "environment" : names;
    }

    static String names(List<String> operations) {
        return String.join(" or ", operations.stream().map(VisibleText::brief).toList());
    }

    /** The operation says which call of prctl it is. */
    private static String path(String path) {
        return path.startsWith(OF_PRCTL) ? "prctl" : VisibleText.brief(path);
    }

    private static String nesting(Conformance.Row row) {
        if (row.nestingCase().isPresent()) {
            return "#" + row.nestingCase().getAsInt();
        }
        return row.count().outer() == Hold.NONE ? "-" : "nested";
    }

    /** Milliseconds; {@code ?} where none is known. */
    static String time(boolean ticks, long time, long known) {
        if (known == 0) {
            return "?";
        }
        return ticks
                ? time + " ticks"
                : BigDecimal.valueOf(time)
                        .movePointLeft(NANO_DIGITS_OF_MILLI)
                        .setScale(3, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private static void operations(Page page, Conformance conformance) {
        List<String> seen = new ArrayList<>();
        List<String> never = new ArrayList<>();
        List<String> without = new ArrayList<>();
        List<String> unrecorded = new ArrayList<>();
        for (Conformance.Occurrence operation : conformance.operations()) {
            String name = VisibleText.brief(operation.operation());
            if (operation.unrecorded()) {
                unrecorded.add(name);
            } else if (operation.count() == 0) {
                never.add(name);
            } else {
                seen.add(name + " " + Words.number(operation.count()));
            }
            if (operation.withoutLocks()) {
                without.add(name);
            }
        }
        boolean nested = conformance.byNestings();
        String occurred =
                (nested ? "Operations with such nestings: " : "Operations: ")
                        + (seen.isEmpty() ? "none" : String.join(", ", seen));
        String missing =
                (nested ? "; of these no nesting was seen: " : "; never: ")
                        + String.join(", ", never);
        String unseen = "; not recorded, so perhaps: " + String.join(", ", unrecorded);
        String bare = "; never with the locks of its steps: " + String.join(", ", without);
        page.sentence(
                        "  ",
                        occurred
                                + (never.isEmpty() ? "" : missing)
                                + (unrecorded.isEmpty() ? "" : unseen)
                                + (without.isEmpty() ? "" : bare)
                                + ".")
                .blank();
    }

    private static void list(
            Page page, String title, List<Conformance.Row> rows, SectionFit.Kind kind) {
        List<Conformance.Row> some = rows.stream().filter(row -> row.fit().kind() == kind).toList();
        if (some.isEmpty()) {
            return;
        }
        page.line("  " + title);
        for (Conformance.Row row : some) {
            String names = names(row.fit().operations());
            page.sentence(
                    "    ",
                    (names.isEmpty() ? "" : names + ", ")
                            + Words.counted(row.count().count(), "section")
                            + " of "
                            + Words.name(row.lock())
                            + " for "
                            + Words.mode(row.count().read())
                            + row.nestingCase().stream()
                                    .mapToObj(number -> ", case #" + number)
                                    .findFirst()
                                    .orElse("")
                            + ": "
                            + VisibleText.of(row.fit().reason())
                            + " (first at "
                            + Words.place(row.trace(), row.count().first())
                            + ")");
        }
        page.blank();
    }
}
