package org.lockreplay.replay.mm;

import java.util.Optional;

/**
 * The addresses from {@code first} to {@code last}, both included, compared without sign.
 *
 * <p>Neither empty nor wrapping: {@code first <= last}. The last address is included so that a
 * range may reach the end of the address space.
 */
public record AddressRange(long first, long last) {

    /** {@code PAGE_SIZE} of x86. */
    public static final long PAGE = 4096;

    public AddressRange {
        if (Long.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException(
                    "first must not be above last: 0x%x, 0x%x".formatted(first, last));
        }
    }

    /** The range of a system call's start and length; empty if it has no length or wraps. */
    public static Optional<AddressRange> ofLength(long start, long length) {
        return length == 0 ? Optional.empty() : of(start, start + length - 1);
    }

    /** {@code [start, end)} as the kernel prints it; empty if it is none. */
    public static Optional<AddressRange> ofBounds(long start, long end) {
        return start == end ? Optional.empty() : of(start, end - 1);
    }

    private static Optional<AddressRange> of(long first, long last) {
        return Long.compareUnsigned(first, last) <= 0
                ? Optional.of(new AddressRange(first, last))
                : Optional.empty();
    }

    /** {@code PAGE_ALIGN}: the length rounded up to whole pages. */
    public static long pages(long length) {
        return (length + PAGE - 1) & -PAGE;
    }

    public boolean contains(long address) {
        return Long.compareUnsigned(first, address) <= 0
                && Long.compareUnsigned(address, last) <= 0;
    }

    public boolean contains(AddressRange other) {
        return contains(other.first) && contains(other.last);
    }

    /** How many addresses; 0 stands for all 2^64. */
    public long length() {
        return last - first + 1;
    }

    /** Whether they have an address in common. */
    public boolean intersects(AddressRange other) {
        return Long.compareUnsigned(first, other.last) <= 0
                && Long.compareUnsigned(other.first, last) <= 0;
    }

    /** What both ranges have in common. */
    public Optional<AddressRange> intersect(AddressRange other) {
        if (other.contains(this)) {
            return Optional.of(this);
        }
        long from = Long.compareUnsigned(first, other.first) >= 0 ? first : other.first;
        long to = Long.compareUnsigned(last, other.last) <= 0 ? last : other.last;
        return of(from, to);
    }

    @Override
    public String toString() {
        return "[0x%x, 0x%x]".formatted(first, last);
    }

    // equality is written out: linking that of a record takes milliseconds of a start

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && first == range.first && last == range.last;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(first) + Long.hashCode(last);
    }
}
