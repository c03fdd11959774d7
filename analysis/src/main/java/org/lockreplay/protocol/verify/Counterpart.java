package org.lockreplay.protocol.verify;

import java.util.List;
import java.util.Set;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Deed;

/**
 * What {@code check} calls it when a trace breaks a rule of a protocol.
 *
 * <p>Some mistakes are seen by their consequence: a marked table that is still in its entry shows
 * when it is removed there, a table that its task forgot is in no entry.
 */
public final class Counterpart {

    private static final String OPEN = "the events of the trace leave it open";

    private Counterpart() {}

    /** The findings any of which says it. */
    public static Set<String> of(Rule rule) {
        return switch (rule) {
            case DEADLOCK, DEADLOCK_WITH_ENVIRONMENT -> Set.of("deadlock");
            case BALANCED -> Set.of("held-at-exit", "unbalanced");
            case RECURSION -> Set.of("recursion");
            case NESTINGS ->
                    Set.of("mpx-order", "mpx-prctl-nests", "mpx-scheme", "order-violation");
            case M1 -> Set.of("mpx-dangling");
            case M2 -> Set.of("mpx-double-table");
            case M3 -> Set.of("mpx-leak", "mpx-double-table");
            case M4 -> Set.of("mpx-reuse", "mpx-dangling");
            case M5 -> Set.of("mpx-remove-count");
            case M6, TABLES_KEPT_OUT, MARK_PROTECTED -> Set.of("mpx-scheme");
            case M7 -> Set.of("mpx-fault-under-write");
            case M8 -> Set.of("mpx-unbracketed", "mpx-scheme");
            case M9 -> Set.of("mpx-nested-op");
            case M10 -> Set.of("mpx-order", "order-violation");
            case M11 -> Set.of("mpx-prctl-nests");
            case M12 -> Set.of("mpx-partial");
            case MARK_ALONE -> Set.of();
        };
    }

    /** Why the trace of a schedule does not show that the rule is broken, to end a sentence. */
    public static String unseen(Rule rule, Schedule schedule) {
        return switch (rule) {
            case MARK_ALONE -> "no event tells which tables share a VMA";
            case M3 ->
                    isOfOne(schedule)
                            ? "no event tells whether a search freed what it found"
                            : "no event tells whether a search freed what it found, nor which of"
                                    + " two operations came first that overlap";
            case M5 -> "no event tells bd_remove_vmas itself";
            case M10, NESTINGS ->
                    isTry(schedule)
                            ? "the page fault gets its lock at once, by a try, which does not wait"
                            : OPEN;
            default -> OPEN;
        };
    }

    private static boolean isOfOne(Schedule schedule) {
        return schedule.deeds().stream().mapToInt(Deed::task).distinct().count() == 1;
    }

    /** Whether what breaks the rule is the try of a page fault. */
    private static boolean isTry(Schedule schedule) {
        List<Deed> deeds = schedule.deeds();
        Deed last = deeds.get(deeds.size() - 1);
        return last.kind() == Deed.Kind.ACQUIRES && last.fault();
    }
}
