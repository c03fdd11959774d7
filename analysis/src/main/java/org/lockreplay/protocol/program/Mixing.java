package org.lockreplay.protocol.program;

/** Spreads the bits of numbers that are much alike. Source: the finalizer of MurmurHash3. */
public final class Mixing {

    private Mixing() {}

    /** Not negative. */
    public static int mix(long value) {
        long mixed = value;
        mixed = (mixed ^ mixed >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (int) (mixed ^ mixed >>> 33) & Integer.MAX_VALUE;
    }
}
