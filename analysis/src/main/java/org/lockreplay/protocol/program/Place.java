package org.lockreplay.protocol.program;

import java.util.List;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mpx.Geometry;

/**
 * Where things are in the address space that protocols are tried on: three regions, of which the
 * first two share a directory entry, the directory, and slots for tables.
 */
public final class Place {

    public static final Geometry GEOMETRY = Geometry.BITS_64;

    /** How many regions there are. */
    public static final int REGIONS = 3;

    /** Regions 0 and 1 share entry 0, region 2 has entry 1. */
    public static final int ENTRIES = 2;

    /** Where the directory is. */
    public static final long DIRECTORY = 0x7f00_0000_0000L;

    private static final long MEMORY = 0x1000_4000_0000L;
    private static final long HALF = GEOMETRY.coveredBytes() / 2;
    private static final long TABLES = 0x7e00_0000_0000L;

    private static final List<AddressRange> RANGES =
            List.of(range(0, HALF), range(HALF, HALF), range(2 * HALF, 2 * HALF));

    private Place() {}

    /** The memory of a region. */
    public static AddressRange range(int region) {
        return RANGES.get(region);
    }

    /** 0 or 1: which entry covers the region. */
    public static int entry(int region) {
        return region / 2;
    }

    /** The index of entry 0 or 1 in the directory. */
    public static long index(int entry) {
        return GEOMETRY.index(MEMORY) + entry;
    }

    /** Where entry 0 or 1 is. */
    public static long entryAddress(int entry) {
        return GEOMETRY.entryAddress(DIRECTORY, index(entry));
    }

    /** The address of the table in a slot. */
    public static long table(int slot) {
        return TABLES + slot * GEOMETRY.tableBytes();
    }

    /** The letter of a region. */
    public static String name(int region) {
        return String.valueOf((char) ('A' + region));
    }

    /** The slot of a table. */
    static int slot(long table) {
        return (int) ((table - TABLES) / GEOMETRY.tableBytes());
    }

    private static AddressRange range(long offset, long length) {
        return new AddressRange(MEMORY + offset, MEMORY + offset + length - 1);
    }
}
