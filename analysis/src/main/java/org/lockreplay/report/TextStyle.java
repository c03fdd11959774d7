package org.lockreplay.report;

import org.lockreplay.check.Severity;

/** How a text report stresses what matters. */
public enum TextStyle {
    /** Not at all: for files, pipes and {@code NO_COLOR}. */
    PLAIN,
    /** With the colours of a terminal. */
    ANSI;

    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String BOLD_RED = "\u001b[1;31m";
    private static final String BOLD_YELLOW = "\u001b[1;33m";
    private static final String BOLD_CYAN = "\u001b[1;36m";
    private static final String BOLD_GREEN = "\u001b[1;32m";

    String strong(String text) {
        return paint(BOLD, text);
    }

    String good(String text) {
        return paint(BOLD_GREEN, text);
    }

    String severity(Severity severity, String text) {
        return paint(
                switch (severity) {
                    case ERROR -> BOLD_RED;
                    case WARNING -> BOLD_YELLOW;
                    case NOTE -> BOLD_CYAN;
                },
                text);
    }

    private String paint(String colour, String text) {
        return this == PLAIN ? text : colour + text + RESET;
    }
}
