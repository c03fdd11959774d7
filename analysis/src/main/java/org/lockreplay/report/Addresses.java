package org.lockreplay.report;

import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;

/** Addresses and sizes as reports word them. */
final class Addresses {

    private static final int KIB = 10;

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Addresses() {}

    /** {@code 0x7f6d997ae000}. */
    static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    static String hex(OptionalLong address) {
        return address.isPresent() ? hex(address.getAsLong()) : "-";
    }

    /** {@code 0x100000000000-0x1000000fffff}, both ends included. */
    static String range(AddressRange range) {
        return range.first() == range.last()
                ? hex(range.first())
                : hex(range.first()) + "-" + hex(range.last());
    }

    /** {@code 4 MiB}: in the largest unit in which it is whole. */
    static String size(long bytes) {
        int unit = 0;
        long number = bytes;
        while (number != 0 && (number & ((1L << KIB) - 1)) == 0 && unit < UNITS.length - 1) {
            number >>>= KIB;
            unit++;
        }
        return Words.number(number) + " " + UNITS[unit];
    }
}
