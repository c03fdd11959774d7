package org.lockreplay.protocol.file;

import java.util.Locale;

/** How a lock is held. */
public enum LockMode {
    READ,
    WRITE;

    /** As it stands in a file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
