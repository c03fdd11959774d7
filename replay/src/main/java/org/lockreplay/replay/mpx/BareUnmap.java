package org.lockreplay.replay.mpx;

/**
 * Whether a section of {@code mmap_sem}, held for write outside of {@code bd_sem}, unmapped managed
 * memory.
 */
public enum BareUnmap {
    /** No, or it is no such section. */
    NO,
    /** The trace does not decide it. */
    UNSURE,
    /** The call unmapped memory that was certainly mapped, and nowhere inside {@code bd_sem}. */
    SURE;
}
