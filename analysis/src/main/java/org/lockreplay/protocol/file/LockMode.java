package org.lockreplay.protocol.file;

import java.util.Locale;

/** How a lock is held. */
public enum LockMode {
    READ,
    WRITE;

    public static LockMode of(boolean read) {
        return read ? READ : WRITE;
    }

    /** As it stands in a file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
