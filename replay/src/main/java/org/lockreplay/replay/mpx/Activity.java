package org.lockreplay.replay.mpx;

/**
 * What the tasks of one address space did about bounds tables.
 *
 * @param faults exceptions for a missing table
 * @param lostRaces of them, those that found that another task had been faster
 * @param unanswered of them, those after which no table came, and the trace does not tell why
 * @param refusedFaults of them, those that the kernel answered with a SIGSEGV of its own
 * @param refusedSearches of the searches, those
 * @param searches {@code mpx_unmap_search} events
 * @param zaps {@code mpx_unmap_zap} events
 * @param violations uses of a pointer outside its bounds
 * @param misplaced tables after an exception whose address is that of no entry of the directory
 */
public record Activity(
        long faults,
        long lostRaces,
        long unanswered,
        long refusedFaults,
        long refusedSearches,
        long searches,
        long zaps,
        long violations,
        long misplaced) {

    /** Nothing yet. */
    static final Activity NONE = new Activity(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
