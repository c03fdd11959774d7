package org.lockreplay.cli.conformance;

import java.util.List;

/** What lockdep calls a report, and the findings that say the same. */
enum Kind {
    CIRCULAR("possible circular locking dependency", "cycle"),
    /** Two locks of one class in a circle are recursion to lockdep, which knows no instances. */
    RECURSIVE("possible recursive locking", "recursion cycle"),
    INCONSISTENT("inconsistent lock state", "hardirq-inversion softirq-inversion"),
    INVERSION("possible irq lock inversion", "hardirq-inversion softirq-inversion"),
    /** The same path as an inversion, told when its last nesting was seen last. */
    SAFE_UNSAFE("-safe -> ", "hardirq-inversion softirq-inversion"),
    BALANCE("bad unlock balance", "unbalanced"),
    HELD("still has locks held", "held-at-exit"),
    FREED("held lock freed", "held-lock-freed"),
    WAIT("nvalid wait context", "wait-context"),
    WW("DEBUG_LOCKS_WARN_ON", "ww-mutex"),
    /** No report: with the recursive readers of the selftest there may be none, and one without. */
    NONE("", "cycle recursion hardirq-inversion");

    private final String words;

    /** Separated by blanks. */
    private final String ids;

    Kind(String words, String ids) {
        this.words = words;
        this.ids = ids;
    }

    static Kind of(String splat) {
        for (Kind kind : values()) {
            if (splat.contains(kind.words)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(splat);
    }

    boolean isSaidBy(String id) {
        return List.of(ids.split(" ")).contains(id);
    }

    String title() {
        return switch (this) {
            case SAFE_UNSAFE -> "IRQ-safe -> IRQ-unsafe lock order";
            case WAIT -> "invalid wait context";
            case WW -> "misuse of a ww_mutex";
            case NONE -> "no report";
            default -> words;
        };
    }
}
