package org.lockreplay.replay.mm;

/** How an address space came into the trace. */
public enum SpaceOrigin {
    /** It was there before, or what made it is missing: what it held then is unknown. */
    FIRST_SEEN,
    /** Made by an exec in the trace. */
    EXEC,
    /** A copy of another one, made by a fork in the trace. */
    FORK
}
