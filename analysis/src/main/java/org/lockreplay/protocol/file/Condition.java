package org.lockreplay.protocol.file;

import java.util.Locale;

/** What a step can ask of the address space, the directory or its own task. */
public enum Condition {
    /** The kernel manages the bounds tables of this address space. */
    MANAGED,
    /** The region is mapped. */
    MAPPED,
    /** The entry that covers the region holds a table. */
    ENTRY_VALID,
    /** Other mapped memory is covered by the same entry. */
    ENTRY_SHARED,
    /** The task has a table in hand. */
    TABLE_IN_HAND,
    /** {@code bd_remove_vmas} is not zero. */
    TABLES_MARKED,
    /** The last touch was refused, since page faults were off and the page was not there. */
    DENIED;

    /** Whether it asks for the region itself. */
    public boolean usesRegion() {
        return this == MAPPED || this == ENTRY_SHARED;
    }

    /** Whether it asks for the entry that covers the region. */
    public boolean usesEntry() {
        return this == ENTRY_VALID;
    }

    /** As it stands in a file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
