package org.lockreplay.check;

import java.util.Locale;

/** What a finding rests on. */
public enum Certainty {
    /** The same locks, by their addresses. */
    INSTANCE,
    /** Lock classes only, which is all that lockdep knows. */
    CLASS;

    /** The fact that says so where only {@link #CLASS} is certain, and no other fact does. */
    static final String BY_CLASSES = "by class only: no locks are known to close it";

    /** As reports spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
