package org.lockreplay.replay.lock;

/**
 * The four operations of the 2014 proposal, as far as a trace tells which one a task is in: by the
 * system call it is inside of, or else by the code of its last bounds exception.
 */
public enum Operation {
    /** prctl(PR_MPX_ENABLE_MANAGEMENT) or its counterpart. */
    PRCTL("prctl"),
    /** #BR with code 1. */
    BOUNDS_VIOLATION("bounds-violation"),
    /** #BR with code 2: a table for a directory entry that has none. */
    ENTRY_ALLOCATION("entry-allocation"),
    /** An unmap, by whichever system call. */
    ENTRY_REMOVAL("entry-removal"),
    /** The trace does not tell. */
    UNKNOWN("unknown");

    private final String label;

    Operation(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
