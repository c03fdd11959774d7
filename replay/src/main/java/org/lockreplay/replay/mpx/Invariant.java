package org.lockreplay.replay.mpx;

/**
 * What must always hold of bounds tables and of the two semaphores around them: M1 to M12 of the
 * 2014 proposal, and what the kernel refused to do.
 */
public enum Invariant {
    /** A valid entry's table is mapped. */
    M1("mpx-dangling"),
    /**
     * One table for an entry, one entry for a table; the loser of the race for an entry frees its
     * own.
     */
    M2("mpx-double-table"),
    /** When nothing runs, a mapped table is in its entry and describes memory that is mapped. */
    M3("mpx-leak"),
    /** Nothing inserts or uses a table that is marked for removal. */
    M4("mpx-reuse"),
    /**
     * {@code bd_remove_vmas} is the number of marked tables, and 0 behind {@code mpx_post_unmap}.
     */
    M5("mpx-remove-count"),
    /** Each operation holds {@code bd_sem} in its mode. */
    M6("mpx-scheme"),
    /** User memory is not touched with {@code mmap_sem} held for write and page faults enabled. */
    M7("mpx-fault-under-write"),
    /**
     * Each unmap that can hit managed memory is between {@code mpx_pre_unmap} and {@code
     * mpx_post_unmap}.
     */
    M8("mpx-unbracketed"),
    /** A task is in one operation at a time, and a bounds exception comes from user space. */
    M9("mpx-nested-op"),
    /** {@code bd_sem} is never asked for inside {@code mmap_sem}. */
    M10("mpx-order"),
    /** {@code prctl} takes no {@code mmap_sem} inside {@code bd_sem}. */
    M11("mpx-prctl-nests"),
    /** A table that also describes memory that stays is zapped in part, never removed. */
    M12("mpx-partial"),
    /** The kernel does what it is asked for, and sends no SIGSEGV of its own. */
    REFUSED("mpx-refused");

    private final String id;

    Invariant(String id) {
        this.id = id;
    }

    /** The id of a finding that says that it is broken. */
    public String id() {
        return id;
    }
}
