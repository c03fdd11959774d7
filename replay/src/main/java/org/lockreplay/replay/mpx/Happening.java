package org.lockreplay.replay.mpx;

/** What can happen to a directory entry, or to a whole directory. */
public enum Happening {
    /** The directory was seen for the first time, or another one took its place. */
    DIRECTORY,
    /** prctl switched management on. */
    ENABLED,
    /** prctl switched management off. */
    DISABLED,
    /** A system call mapped memory. */
    MAPPED,
    /** A system call unmapped memory, whatever became of the table. */
    UNMAPPED,
    /** A table is missing: the kernel is asked for one. */
    FAULT,
    /** A new table went into the entry. */
    ALLOCATED,
    /** No table came: another task was faster. */
    LOST_RACE,
    /** No table came, and the trace does not tell why. */
    NO_TABLE,
    /** The kernel answered with a signal. */
    REFUSED,
    /** The kernel looked for the tables of memory that is unmapped. */
    SEARCHED,
    /** Part of the table was zapped; it stays. */
    ZAPPED,
    /** The entry is empty, its table gone. */
    FREED,
    /** A search that may have freed the table was not answered. */
    UNDECIDED,
    /** The proposal's bracket around an unmap begins. */
    PRE_UNMAP,
    /** The entry was cleared before the unmap. */
    INVALIDATED,
    /** The table was marked for removal. */
    MARKED,
    /** The table was removed, and its entry is free. */
    REMOVED,
    /** The table was unmapped while the entry, as far as is known, still named it. */
    TABLE_GONE,
    /** The proposal's bracket around an unmap ends. */
    POST_UNMAP,
    /** The kernel put a table into the entry by a compare-and-exchange. */
    CMPXCHG_WON,
    /** The compare-and-exchange found another value in the entry. */
    CMPXCHG_LOST,
    /** A pointer was used outside its bounds. */
    VIOLATION,
    /** A fork copied the entry into the directory of the child. */
    COPIED,
    /** What another task did meanwhile makes the entry uncertain. */
    DOUBTED,
    /** Events are missing: nothing that was known before is certain. */
    GAP,
    /** The last task of the address space ended or left it. */
    ENDED
}
