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
        if (isAbove(first, last)) {
            throw new IllegalArgumentException(
                    "first must not be above last: 0x%x, 0x%x".formatted(first, last));
        }
    }

    /** The range of a system call's start and length; empty if it has no length or wraps. */
    public static Optional<AddressRange> ofLength(long start, long length) {
        long last = start + length - 1;
        return length == 0 || isAbove(start, last)
                ? Optional.empty()
                : Optional.of(new AddressRange(start, last));
    }

    /** {@code [start, end)} as the kernel prints it; empty if it is none. */
    public static Optional<AddressRange> ofBounds(long start, long end) {
        return start == end || isAbove(start, end - 1)
                ? Optional.empty()
                : Optional.of(new AddressRange(start, end - 1));
    }

    /** Whether the first of two addresses is above the second one. */
    public static boolean isAbove(long address, long other) {
        return address + Long.MIN_VALUE > other + Long.MIN_VALUE;
    }

    /** {@code PAGE_ALIGN}: the length rounded up to whole pages. */
    public static long pages(long length) {
        return (length + PAGE - 1) & -PAGE;
    }

    public boolean contains(long address) {
        return !isAbove(first, address) && !isAbove(address, last);
    }

    public boolean contains(AddressRange other) {
        return !isAbove(first, other.first) && !isAbove(other.last, last);
    }

    /** How many addresses; 0 stands for all 2^64. */
    public long length() {
        return last - first + 1;
    }

    /** Whether they have an address in common. */
    public boolean intersects(AddressRange other) {
        return !isAbove(first, other.last) && !isAbove(other.first, last);
    }

    /** What both ranges have in common. */
    public Optional<AddressRange> intersect(AddressRange other) {
        if (other.contains(this)) {
            return Optional.of(this);
        }
        if (!intersects(other)) {
            return Optional.empty();
        }
        return Optional.of(common(other));
    }

    /** What it has in common with a range that it {@linkplain #intersects}. */
    public AddressRange common(AddressRange other) {
        return new AddressRange(
                isAbove(first, other.first) ? first : other.first,
                isAbove(last, other.last) ? other.last : last);
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
