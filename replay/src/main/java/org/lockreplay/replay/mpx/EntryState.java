package org.lockreplay.replay.mpx;

/** What is known of a directory entry that was seen in use. */
public enum EntryState {
    /** It names a table. */
    VALID,
    /** It was cleared before the unmap; its table is not removed yet. */
    INVALIDATED,
    /** It is empty, and the table that it named is gone. */
    FREED,
    /** The trace does not tell which of the others it is. */
    MAYBE_FREED
}
