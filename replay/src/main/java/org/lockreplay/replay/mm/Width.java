package org.lockreplay.replay.mm;

/** Whether a program is one of 32 or of 64 bits, as far as the trace has shown. */
public enum Width {
    UNKNOWN,
    BITS_32,
    BITS_64
}
