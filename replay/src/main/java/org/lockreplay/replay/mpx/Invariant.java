package org.lockreplay.replay.mpx;

/**
 * What must always hold of bounds tables and of the two semaphores around them: M1 to M12 of the
 * 2014 proposal, and what the kernel refused to do.
 */
public enum Invariant {
    M1("mpx-dangling", "a valid entry's table is mapped"),
    M2(
            "mpx-double-table",
            "one table for an entry, one entry for a table; the loser of the race for an entry"
                    + " frees its own"),
    M3(
            "mpx-leak",
            "when nothing runs, a mapped table is in its entry and describes memory that is"
                    + " mapped"),
    M4("mpx-reuse", "nothing inserts or uses a table that is marked for removal"),
    M5(
            "mpx-remove-count",
            "bd_remove_vmas is the number of marked tables, and 0 behind mpx_post_unmap"),
    M6("mpx-scheme", "each operation holds bd_sem in its mode"),
    M7(
            "mpx-fault-under-write",
            "user memory is not touched with mmap_sem held for write and page faults enabled"),
    M8(
            "mpx-unbracketed",
            "each unmap that can hit managed memory is between mpx_pre_unmap and mpx_post_unmap"),
    M9(
            "mpx-nested-op",
            "a task is in one operation at a time, and a bounds exception comes from user space"),
    M10("mpx-order", "bd_sem is never asked for inside mmap_sem"),
    M11("mpx-prctl-nests", "prctl takes no mmap_sem inside bd_sem"),
    M12(
            "mpx-partial",
            "a table that also describes memory that stays is zapped in part, never removed"),
    REFUSED("mpx-refused", "the kernel does what it is asked for, and sends no SIGSEGV of its own");

    private final String id;
    private final String rule;

    Invariant(String id, String rule) {
        this.id = id;
        this.rule = rule;
    }

    /** The id of a finding that says that it is broken. */
    public String id() {
        return id;
    }

    /** What holds, as part of a sentence. */
    public String rule() {
        return rule;
    }
}
