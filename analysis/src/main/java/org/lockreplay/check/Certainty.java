package org.lockreplay.check;

import java.util.Locale;

/** What a finding rests on. */
public enum Certainty {
    /** The same locks, by their addresses. */
    INSTANCE,
    /** Lock classes only, which is all that lockdep knows. */
    CLASS;

    /** As reports spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
