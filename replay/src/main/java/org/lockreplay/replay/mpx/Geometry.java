package org.lockreplay.replay.mpx;

import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Width;

/**
 * The address arithmetic of bounds directories and tables, of 64-bit and of 32-bit processes.
 *
 * <p>Notation: {@code i(a)} is the index of the directory entry that covers address {@code a}. A
 * directory at {@code base} holds entry {@code i} at {@code base + i * entryBytes()}. Sizes are in
 * bytes. Source: {@code arch/x86/include/asm/mpx.h}, Linux 4.19, and the Intel SDM, volume 1,
 * chapter 17.
 */
public enum Geometry {
    /** 48 bits of address, of which the hardware looks at 20 to 47 for the directory. */
    BITS_64(28, 3, 17, 5, 20, 3, 1L << 47),
    /** A process of 32 bits, on a kernel of 32 or of 64. */
    BITS_32(20, 2, 10, 4, 12, 2, 1L << 32);

    /** The bit of a directory entry that says that it names a table. */
    static final long VALID = 1;

    private final int indexBits;
    private final int entryShift;
    private final int tableIndexBits;
    private final int tableEntryShift;
    private final int coveredShift;
    private final int pointerShift;
    private final long addressLimit;

    Geometry(
            int indexBits,
            int entryShift,
            int tableIndexBits,
            int tableEntryShift,
            int coveredShift,
            int pointerShift,
            long addressLimit) {
        this.indexBits = indexBits;
        this.entryShift = entryShift;
        this.tableIndexBits = tableIndexBits;
        this.tableEntryShift = tableEntryShift;
        this.coveredShift = coveredShift;
        this.pointerShift = pointerShift;
        this.addressLimit = addressLimit;
    }

    /** Size of the directory. */
    public long directoryBytes() {
        return entries() << entryShift;
    }

    /** Number of directory entries. */
    public long entries() {
        return 1L << indexBits;
    }

    /** Size of one directory entry. */
    public long entryBytes() {
        return 1L << entryShift;
    }

    /** Size of one table. */
    public long tableBytes() {
        return tableEntries() << tableEntryShift;
    }

    /** Number of entries of one table. */
    public long tableEntries() {
        return 1L << tableIndexBits;
    }

    /** Size of one table entry. */
    public long tableEntryBytes() {
        return 1L << tableEntryShift;
    }

    /** How much memory one directory entry, and its table, describe. */
    public long coveredBytes() {
        return 1L << coveredShift;
    }

    /**
     * Why this range has no directory entries of its own, in a sentence; empty if it has.
     *
     * <p>64-bit user addresses end at 2^47. With five-level paging (LA57) there may be memory
     * above, but the hardware ignores the bits above 47 and Linux reckons with other ones, so that
     * nothing certain can be said about it.
     */
    public Optional<String> refusal(AddressRange range) {
        if (AddressRange.isAbove(addressLimit, range.last())) {
            return Optional.empty();
        }
        return Optional.of("0x%x %s".formatted(range.last(), outside()));
    }

    /** Why no program can have a directory at {@code base}, in a sentence; empty if one can. */
    public Optional<String> refusalOfDirectory(long base) {
        Optional<AddressRange> range = AddressRange.ofLength(base, directoryBytes());
        Optional<String> reason =
                range.isPresent()
                        ? refusal(range.get())
                        : Optional.of("it would go on at address 0");
        return reason.map(
                why ->
                        "no program has a directory of %d MiB at 0x%x: %s"
                                .formatted(directoryBytes() >>> 20, base, why));
    }

    private String outside() {
        return this == BITS_32
                ? "is not an address of a 32-bit process"
                : "is above the 47 bits of user addresses that MPX manages (LA57 is not"
                        + " modelled)";
    }

    /** The part of the range that has directory entries of its own. */
    public Optional<AddressRange> managed(AddressRange range) {
        if (AddressRange.isAbove(addressLimit, range.last())) {
            return Optional.of(range);
        }
        return range.intersect(new AddressRange(0, addressLimit - 1));
    }

    /**
     * {@code i(address)}.
     *
     * @throws IllegalArgumentException if the address has no entry; {@link #refusal} says why
     */
    public long index(long address) {
        if (!AddressRange.isAbove(addressLimit, address)) {
            throw new IllegalArgumentException(
                    refusal(new AddressRange(address, address)).orElseThrow());
        }
        return address >>> coveredShift;
    }

    /** Where the entry stands in a directory at {@code base}. */
    public long entryAddress(long base, long index) {
        return base + (index << entryShift);
    }

    /** The index of the entry at {@code entryAddress}; empty outside the directory or between. */
    public OptionalLong indexOfEntry(long base, long entryAddress) {
        long offset = entryAddress - base;
        boolean inside =
                !AddressRange.isAbove(base, entryAddress)
                        && AddressRange.isAbove(directoryBytes(), offset);
        return inside && (offset & (entryBytes() - 1)) == 0
                ? OptionalLong.of(offset >>> entryShift)
                : OptionalLong.empty();
    }

    /** That of a program of this width; without a sign it is one of 32 bits. */
    static Geometry of(Width width) {
        return width == Width.BITS_64 ? BITS_64 : BITS_32;
    }

    /**
     * Of which width alone a program can be that has this entry in its directory at {@code base}:
     * above 4 GiB one of 64 bits; below, the entry may stand between those of one width, or behind
     * them all.
     */
    static Width proof(long base, long entryAddress) {
        if (!AddressRange.isAbove(BITS_32.addressLimit, base)) {
            return Width.BITS_64;
        }
        boolean of32 = BITS_32.indexOfEntry(base, entryAddress).isPresent();
        boolean of64 = BITS_64.indexOfEntry(base, entryAddress).isPresent();
        return of32 == of64 ? Width.UNKNOWN : of32 ? Width.BITS_32 : Width.BITS_64;
    }

    /** The memory that an entry describes. */
    public AddressRange covered(long index) {
        if (index < 0 || index >= entries()) {
            throw new IllegalArgumentException(
                    "index must be from 0 to %d: %d".formatted(entries() - 1, index));
        }
        long first = index << coveredShift;
        return new AddressRange(first, first + coveredBytes() - 1);
    }

    /** Where in a table the bounds of a pointer at {@code address} stand. */
    public long tableEntryOffset(long address) {
        return ((address >>> pointerShift) & (tableEntries() - 1)) << tableEntryShift;
    }

    /**
     * The part of a table that describes {@code part}, which is within one entry's memory: what
     * {@code mpx_unmap_zap} prints when {@code part} is unmapped and its table stays.
     */
    public AddressRange zapped(long table, AddressRange part) {
        return new AddressRange(
                table + tableEntryOffset(part.first()),
                table + tableEntryOffset(part.last()) + tableEntryBytes() - 1);
    }
}
