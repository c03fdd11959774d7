package org.lockreplay.replay.mpx;

import java.util.Locale;

/**
 * What a task can be about, as the 2014 proposal divides it: the four operations that need {@code
 * bd_sem}, prctl in its two forms, and everything else.
 */
public enum MpxOperation {
    /** {@code prctl(PR_MPX_ENABLE_MANAGEMENT)}. */
    ENABLE(Hold.WRITE),
    /** {@code prctl(PR_MPX_DISABLE_MANAGEMENT)}. */
    DISABLE(Hold.WRITE),
    /** #BR with code 1; the copy of the instruction from user space may fault. */
    VIOLATION(Hold.READ),
    /** #BR with code 2; the VMA of the table, and the cmpxchg that may fault. */
    ALLOCATION(Hold.READ),
    /** An unmap: invalidation and marking, the unmap itself, the clean-up. */
    REMOVAL(Hold.WRITE),
    /** A page fault, an mmap of free memory, fork, exec: no {@code bd_sem}. */
    ENVIRONMENT(Hold.NONE);

    private final Hold bdSem;
    private final String label = name().toLowerCase(Locale.ROOT);

    MpxOperation(Hold bdSem) {
        this.bdSem = bdSem;
    }

    /** The mode in which it holds {@code bd_sem}. */
    public Hold bdSem() {
        return bdSem;
    }

    public boolean isPrctl() {
        return this == ENABLE || this == DISABLE;
    }

    /** Its name in reports and in JSON. */
    public String label() {
        return label;
    }
}
