package org.lockreplay.protocol.file;

import java.util.Locale;

/** What an operation is for the rules of bounds tables. */
public enum Role {
    /** prctl switches management on. */
    ENABLE,
    /** prctl switches it off. */
    DISABLE,
    /** A bounds violation. */
    VIOLATION,
    /** A table is missing. */
    ALLOCATION,
    /** Memory is unmapped. */
    REMOVAL;

    /** As it stands in a file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
