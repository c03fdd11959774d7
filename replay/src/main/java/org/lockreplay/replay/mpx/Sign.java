package org.lockreplay.replay.mpx;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a trace shows that rules are judged by, or that keeps them from being judged. */
public enum Sign {
    /** Lock events of {@code bd_sem}. */
    BD_SEM,
    /** Lock events of {@code mmap_sem}, or those of {@code mmap_lock}. */
    MMAP_SEM,
    /** {@code bd_sem} taken for read. */
    READS,
    /** {@code bd_sem} taken for write. */
    WRITES,
    /** Releases of either of the two. */
    RELEASES,
    /** Releases of {@code bd_sem}. */
    BD_SEM_RELEASES,
    /** Releases of {@code mmap_sem}, or those of {@code mmap_lock}. */
    MMAP_SEM_RELEASES,
    /** Bounds exceptions. */
    EXCEPTIONS,
    /** {@code mpx_new_bounds_table}. */
    TABLES,
    /** {@code mpx_unmap_search}. */
    SEARCHES,
    /** {@code mpx_pre_unmap} or {@code mpx_post_unmap}. */
    BRACKETS,
    /** {@code mpx_pre_unmap}. */
    BRACKET_BEGINNINGS,
    /** {@code mpx_post_unmap}. */
    BRACKET_ENDS,
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
    /** mmap: without it, what was unmapped once is not known to be free still. */
    MMAPS,
    /** munmap: without it, what was mapped once is not known to be mapped still. */
    MUNMAPS,
    /** mremap: the same, for it moves memory away and cuts its end off. */
    MREMAPS,
    /** brk: the same for the heap, and for what was mapped into it. */
    BRKS,
    /** shmat. */
    ATTACHMENTS,
    /** shmdt: the same for what shmat mapped. */
    DETACHMENTS,
    /** prctl that switches management. */
    PRCTLS,
    /** {@code mpx_unmap_zap}. */
    ZAPS,
    /** Signals sent. */
    SIGNALS,
    /** Page faults. */
    PAGE_FAULTS,
    /** Entries of unmapped memory, before anything told what became of their tables. */
    UNTOLD_REMOVALS,
    /** Unmaps of managed memory, before anything told of what surrounds unmaps. */
    EARLY_UNMAPS,
    /** Address spaces with entries that searches freed, before the first invalidation told more. */
    EARLY_SEARCHES,
    /** Tables with addresses that are hashes. */
    HASHED,
    /** {@code mmap_sem} taken again and again by tasks that hold it, as far as the trace shows. */
    MMAP_SEM_KEPT,
    /** Releases of {@code bd_sem} by tasks that have not taken it, as far as the trace shows. */
    UNTAKEN,
    /** Places where events are missing. */
    GAPS,
    /** Recordings of some CPUs only, whose tasks were on others too. */
    SOME_CPUS,
    /** Address spaces with bounds tables that a task shares of which there is no event. */
    SILENT_SHARERS,
    /** Address spaces with bounds tables of which it is not known which tasks share them. */
    UNKNOWN_SHARERS,
    /** Those of which it is not known whether their program is one of 32 or of 64 bits. */
    UNKNOWN_WIDTH,
    /** Those with entries that may have been filled without being seen. */
    UNKNOWN_ENTRIES,
    /** Searches of memory that no bounds directory is modelled for. */
    UNMODELLED,
    /** Searches whose range ends before it begins. */
    BACKWARD;

    /** Those that only MPX, or a kernel with the proposal, makes. */
    public static final Set<Sign> OF_MPX =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            EXCEPTIONS,
                            TABLES,
                            SEARCHES,
                            BRACKETS,
                            INVALIDATIONS,
                            EXCHANGES,
                            MARKS,
                            REMOVALS,
                            PRCTLS));

    /** Those that only a kernel with the proposal makes. */
    public static final Set<Sign> OF_PROPOSAL =
            Collections.unmodifiableSet(
                    EnumSet.of(BD_SEM, BRACKETS, INVALIDATIONS, EXCHANGES, MARKS, REMOVALS));
}
