package org.lockreplay.gate;

import java.util.Locale;

/** Whether a finding of this run was there before. */
public enum FindingState {
    /** Neither the baseline nor the manifest has it, or they have it with a milder severity. */
    NEW,
    /** The baseline has it, at least as bad. */
    KNOWN,
    /** The manifest of the corpus says that its trace must show it. */
    EXPECTED;

    /** As reports spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
