package org.lockreplay.replay.mpx;

/** Whether the kernel manages the bounds tables of an address space (prctl 43 and 44). */
public enum Management {
    ON,
    OFF,
    UNKNOWN
}
