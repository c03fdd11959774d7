package org.lockreplay.replay.mm;

/** What was at the address of a page fault, as far as the trace tells. */
public enum FaultPlace {
    /** A bounds table. */
    TABLE,
    /** The bounds directory. */
    DIRECTORY,
    /** Memory that the program is known to have mapped. */
    MEMORY,
    /** Memory that the trace did not see being mapped. */
    UNKNOWN
}
