package org.lockreplay.protocol.verify;

import java.util.Locale;

/** What came of a property. */
public enum Verdict {
    PROVED,
    REFUTED,
    UNKNOWN;

    /** As it stands in a report. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
