package org.lockreplay.protocol.file;

import java.util.Locale;

/**
 * What a step does to the address space and its bounds directory. Each is one indivisible action.
 *
 * <p>Notation: the operation works on a region {@code r}; {@code e} is the directory entry that
 * covers it; a task has one table at most <i>in hand</i>.
 */
public enum Effect {
    /** Management is switched on, with a new and empty directory. */
    MANAGE(Use.NONE),
    /** Management is switched off; what the directory holds is the program's own from now on. */
    UNMANAGE(Use.NONE),
    /** Memory is mapped at {@code r}. */
    MAP(Use.REGION),
    /** The memory at {@code r} is unmapped. */
    UNMAP(Use.REGION),
    /** The kernel looks for tables of {@code r}: {@code mpx_unmap_search}. Changes nothing. */
    SEARCH(Use.REGION),
    /** A new table is mapped; it is in hand. */
    ALLOCATE_TABLE(Use.NONE),
    /** {@code e} becomes empty and its table is unmapped, in one. */
    FREE_ENTRY(Use.REGION),
    /** If {@code e} is empty, the table in hand goes into it; else it stays in hand. */
    CMPXCHG_ENTRY(Use.ENTRY),
    /** The table in hand goes into {@code e}, whatever is there. */
    STORE_ENTRY(Use.ENTRY),
    /** The table in hand is unmapped. */
    FREE_TABLE(Use.NONE),
    /** {@code e} becomes empty; the table that was in it is in hand. */
    INVALIDATE_ENTRY(Use.REGION),
    /** The table of {@code e} is marked and counted, and stays in {@code e}. */
    MARK_ENTRY(Use.ENTRY),
    /** The table in hand, if it is still mapped, is marked and counted; nothing is in hand. */
    MARK_TABLE(Use.NONE),
    /** The same for its VMA, with all tables that are merged into that. */
    MARK_VMA(Use.NONE),
    /** {@code bd_remove_vmas++}, and nothing is marked. */
    COUNT_ONE_MORE(Use.NONE),
    /** {@code bd_remove_vmas--}, and nothing is removed. */
    COUNT_ONE_LESS(Use.NONE),
    /** All marked tables are unmapped, and counted down. */
    REMOVE_MARKED(Use.NONE),
    /** Nothing is to be marked any more. Changes nothing. */
    REMOVAL_OVER(Use.NONE),
    /** The pages of {@code e}'s table that describe {@code r} are dropped; it stays mapped. */
    ZAP_TABLE(Use.REGION),
    /** A page was brought in without a lock: {@code get_user_pages}. Changes nothing. */
    RESOLVE(Use.NONE);

    /** How much of its region a step must know. */
    enum Use {
        NONE,
        ENTRY,
        REGION
    }

    private final Use use;

    Effect(Use use) {
        this.use = use;
    }

    /** Whether it works on the region itself. */
    public boolean usesRegion() {
        return use == Use.REGION;
    }

    /** Whether it works on the entry that covers the region. */
    public boolean usesEntry() {
        return use == Use.ENTRY;
    }

    /** As it stands in a file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
