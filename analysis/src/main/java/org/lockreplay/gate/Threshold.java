package org.lockreplay.gate;

import java.util.Locale;
import org.lockreplay.check.Severity;

/** Which findings make the gate fail. Neither an expected one nor a suppressed one ever does. */
public enum Threshold {
    /** Errors that the baseline does not have. */
    NEW_ERROR,
    /** Errors and warnings that the baseline does not have. */
    NEW_WARNING,
    /** Errors, known ones too. */
    ERROR,
    /** Errors and warnings, known ones too. */
    WARNING,
    /** None. */
    NEVER;

    /** Whether a finding of this state and severity, which nothing excuses, makes it fail. */
    public boolean fails(FindingState state, Severity severity) {
        boolean error = severity == Severity.ERROR;
        boolean bad = severity != Severity.NOTE;
        boolean isNew = state == FindingState.NEW;
        return switch (this) {
            case NEW_ERROR -> isNew && error;
            case NEW_WARNING -> isNew && bad;
            case ERROR -> error && state != FindingState.EXPECTED;
            case WARNING -> bad && state != FindingState.EXPECTED;
            case NEVER -> false;
        };
    }

    /** As reports and options spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
