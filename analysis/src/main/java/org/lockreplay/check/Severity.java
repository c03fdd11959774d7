package org.lockreplay.check;

import java.util.Locale;

/** How bad a finding is; the worst comes first. */
public enum Severity {
    ERROR,
    WARNING,
    NOTE;

    /** As reports and options spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The milder one of two: discounts lower a severity, nothing raises it. */
    Severity atMost(Severity other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
