package org.lockreplay.cli;

import org.lockreplay.report.TextStyle;

/** When a text report is coloured. */
enum Color {
    /** On a terminal that can, unless the environment says {@code NO_COLOR}. */
    AUTO,
    ALWAYS,
    NEVER;

    /**
     * @param seen whether the report goes to standard output
     */
    TextStyle style(Surroundings surroundings, boolean seen) {
        boolean coloured =
                switch (this) {
                    case AUTO -> seen && surroundings.terminal() && isWelcome(surroundings);
                    case ALWAYS -> true;
                    case NEVER -> false;
                };
        return coloured ? TextStyle.ANSI : TextStyle.PLAIN;
    }

    private static boolean isWelcome(Surroundings surroundings) {
        return surroundings.variables().getOrDefault("NO_COLOR", "").isEmpty()
                && !surroundings.variables().getOrDefault("TERM", "").equals("dumb");
    }
}
