package org.lockreplay.replay.mm;

/**
 * What an mremap is about, in whole pages.
 *
 * @param old where the memory is
 * @param newLength how long it will be, wherever it is then
 */
public record Remap(long old, long oldLength, long newLength) {

    /** That of a call which is one. */
    public static Remap of(SystemCall call) {
        return new Remap(
                call.argument(0),
                AddressRange.pages(call.argument(1)),
                AddressRange.pages(call.argument(2)));
    }

    /** How much of it does not go because it shrinks. */
    public long kept() {
        return shrinks() ? newLength : oldLength;
    }

    boolean shrinks() {
        return AddressRange.isAbove(oldLength, newLength);
    }
}
