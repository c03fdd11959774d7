package org.lockreplay.replay.mpx;

import java.util.Locale;

/** What a trace must show for a rule to be judged on it. */
public enum Sign {
    /** Lock events of {@code bd_sem}. */
    BD_SEM,
    /** Lock events of {@code mmap_sem}, or those of {@code mmap_lock}. */
    MMAP_SEM,
    /** Bounds exceptions. */
    EXCEPTIONS,
    /** {@code mpx_new_bounds_table}. */
    TABLES,
    /** {@code mpx_unmap_search}. */
    SEARCHES,
    /** {@code mpx_pre_unmap}. */
    BRACKETS,
    /** Entries cleared before an unmap. */
    INVALIDATIONS,
    /** The compare-and-exchange of an entry. */
    EXCHANGES,
    /** Tables marked for removal. */
    MARKS,
    /** Tables removed. */
    REMOVALS,
    /** The ends of system calls that change memory, or management. */
    CALLS,
    /** prctl that switches management. */
    PRCTLS,
    /** Signals sent. */
    SIGNALS,
    /** Page faults. */
    PAGE_FAULTS,
    /** Tables with addresses that are hashes. */
    HASHED,
    /** Places where events are missing. */
    GAPS;

    /** Its name in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
