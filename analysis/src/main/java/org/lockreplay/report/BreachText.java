package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.lockreplay.check.Evidence;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.Invariant;

/**
 * The occurrences of a broken rule on bounds tables: the first few in full, of the others the
 * lines.
 */
final class BreachText {

    private static final int IN_FULL = 3;
    private static final int LINES = 12;

    private final Page page;

    BreachText(Page page) {
        this.page = page;
    }

    /** Those of the evidence that are such occurrences. */
    static List<Evidence> of(List<Evidence> evidence) {
        return evidence.stream().filter(one -> one.breach().isPresent()).toList();
    }

    /** With {@code others} before the lines if none is shown in full. */
    void write(List<Evidence> occurrences, int inFull) {
        int shown = Math.min(inFull, occurrences.size());
        occurrences.subList(0, shown).forEach(this::one);
        rest(occurrences.subList(shown, occurrences.size()), shown > 0 ? "and" : "also seen");
        page.blank();
    }

    void write(List<Evidence> occurrences) {
        write(occurrences, IN_FULL);
    }

    private void one(Evidence evidence) {
        page.line(
                "-> "
                        + Words.place(evidence.trace(), evidence.at())
                        + "  "
                        + Words.time(evidence.at())
                        + "  by "
                        + Words.task(evidence.at()));
        state(evidence.breach().orElseThrow()).forEach(line -> page.sentence("       ", line));
    }

    /** What the model knows of it, a line each. */
    static List<String> state(Breach breach) {
        List<String> lines = new ArrayList<>();
        if (breach.way().invariant() == Invariant.M8) {
            lines.add("unmapped " + breach.memory().map(BreachText::range).orElse("memory"));
            if (breach.entry().isPresent()) {
                lines.add(
                        "entry 0x"
                                + Long.toHexString(breach.entry().getAsLong())
                                + " still names"
                                + table(breach, " table "));
            }
        } else if (breach.entry().isPresent()) {
            lines.add(
                    "entry 0x"
                            + Long.toHexString(breach.entry().getAsLong())
                            + breach.memory().map(range -> " of " + range(range)).orElse("")
                            + table(breach, ", table "));
        } else if (breach.memory().isPresent()) {
            lines.add(range(breach.memory().get()) + table(breach, ", table "));
        } else if (breach.table().isPresent()) {
            lines.add(table(breach, "table "));
        }
        breach.since().ifPresent(since -> lines.add(since(breach) + since.line()));
        return lines;
    }

    private void rest(List<Evidence> rest, String before) {
        if (rest.isEmpty()) {
            return;
        }
        String lines =
                rest.stream()
                        .limit(LINES)
                        .map(evidence -> Long.toString(evidence.at().line()))
                        .collect(Collectors.joining(", "));
        String more =
                rest.size() > LINES
                        ? " and " + Words.number(rest.size() - LINES) + " more in the JSON report"
                        : "";
        page.sentence(
                "   ",
                before
                        + " "
                        + Words.counted(rest.size(), "time")
                        + (before.equals("and") ? " more, " : ", ")
                        + (rest.size() == 1 ? "at line " : "at lines ")
                        + lines
                        + more);
    }

    private static String table(Breach breach, String before) {
        return breach.table().isPresent()
                ? before + "0x" + Long.toHexString(breach.table().getAsLong())
                : "";
    }

    private static String range(AddressRange range) {
        return "0x" + Long.toHexString(range.first()) + "-0x" + Long.toHexString(range.last());
    }

    /** What has been so since then, up to the line. */
    private static String since(Breach breach) {
        return switch (breach.way()) {
            case TABLE_UNMAPPED, TABLE_REMOVED, MEMORY_GONE, MEMORY_GONE_UNMANAGED ->
                    "the entry is valid since line ";
            case NOT_A_TABLE -> "a system call mapped that memory at line ";
            case TABLE_MISSING -> "no table is mapped there since line ";
            case ENTRY_OVERWRITTEN, STAYING_MEMORY -> "the entry has this table since line ";
            case TABLE_SHARED, ZAPPED_FOREIGN -> "another entry has it since line ";
            case SHARED_NOT_ZAPPED -> "searched since line ";
            case ORPHAN -> "its entry is cleared since line ";
            case MARKED_INSERTED, MARKED_USED, MARKED_TWICE, MARKS_LEFT ->
                    "it is to be removed since line ";
            case REMOVED_UNMARKED -> "removed at line ";
            case FAULT_UNDER_WRITE -> "held for write since line ";
            case INVERSE, PRCTL_NESTS -> "the outer one is held since line ";
            case LOSER_KEPT,
                    NOT_HELD,
                    WRONG_MODE,
                    NO_BRACKET,
                    BRACKET_NOT_BEGUN,
                    BRACKET_NOT_ENDED,
                    BRACKET_ELSEWHERE,
                    REFUSED_TABLE,
                    REFUSED_UNMAP ->
                    "begun at line ";
            case EXCEPTION_IN_KERNEL, NESTED -> "inside what began at line ";
        };
    }
}
