package org.lockreplay.replay.mpx;

/** How a task holds an rwsem. */
public enum Hold {
    NONE,
    READ,
    WRITE
}
