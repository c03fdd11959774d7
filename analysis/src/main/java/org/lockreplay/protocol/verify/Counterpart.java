package org.lockreplay.protocol.verify;

import java.util.Set;
import org.lockreplay.protocol.file.Rule;

/**
 * What {@code check} calls it when a trace breaks a rule of a protocol.
 *
 * <p>Some mistakes are seen by their consequence: a marked table that is still in its entry shows
 * when it is removed there, a table that its task forgot is in no entry.
 */
public final class Counterpart {

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

    /** Why a trace may not show that the rule is broken, as the end of a sentence. */
    public static String unseen(Rule rule) {
        return switch (rule) {
            case MARK_ALONE -> "no event tells which tables share a VMA";
            case M3 ->
                    "no event tells whether a search freed what it found, nor which of two"
                            + " operations came first that overlap";
            default -> "no event tells of it, or which of two that overlap came first";
        };
    }
}
