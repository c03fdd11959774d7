package org.lockreplay.replay.mpx;

import java.util.Locale;

/**
 * What a task can be about, as the 2014 proposal divides it: the four operations that need {@code
 * bd_sem}, prctl in its two forms, and everything else.
 */
public enum MpxOperation {
    /** {@code prctl(PR_MPX_ENABLE_MANAGEMENT)}. */
    ENABLE(Hold.WRITE, false, false),
    /** {@code prctl(PR_MPX_DISABLE_MANAGEMENT)}. */
    DISABLE(Hold.WRITE, false, false),
    /** #BR with code 1; the copy of the instruction from user space may fault. */
    VIOLATION(Hold.READ, true, false),
    /** #BR with code 2; the VMA of the table, and the cmpxchg that may fault. */
    ALLOCATION(Hold.READ, true, true),
    /** An unmap: invalidation and marking, the unmap itself, the clean-up. */
    REMOVAL(Hold.WRITE, true, true),
    /** A page fault, an mmap of free memory, fork, exec: no {@code bd_sem}. */
    ENVIRONMENT(Hold.NONE, false, false);

    private final Hold bdSem;
    private final boolean nestsRead;
    private final boolean nestsWrite;

    MpxOperation(Hold bdSem, boolean nestsRead, boolean nestsWrite) {
        this.bdSem = bdSem;
        this.nestsRead = nestsRead;
        this.nestsWrite = nestsWrite;
    }

    /** The mode in which it holds {@code bd_sem}. */
    public Hold bdSem() {
        return bdSem;
    }

    /** Whether it may ask for {@code mmap_sem} in this mode with {@code bd_sem} held. */
    public boolean mayNest(Hold mmapSem) {
        return mmapSem == Hold.WRITE ? nestsWrite : mmapSem == Hold.READ && nestsRead;
    }

    public boolean isPrctl() {
        return this == ENABLE || this == DISABLE;
    }

    /** Its name in reports and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
