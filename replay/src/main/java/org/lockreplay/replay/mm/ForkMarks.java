package org.lockreplay.replay.mm;

import java.util.ArrayList;
import java.util.List;

/**
 * Which pages of an address space a fork does not copy as they are: those that the child does not
 * get ({@code MADV_DONTFORK}), gets as zeros ({@code MADV_WIPEONFORK}), or has in common with the
 * parent ({@code MAP_SHARED}).
 *
 * <p>Source: {@code mm/madvise.c} and {@code dup_mmap()} in {@code kernel/fork.c}, Linux 4.19.
 * Cost: see {@link IntervalMap}. Not thread-safe.
 */
final class ForkMarks {

    private static final long DONT_FORK = 10;
    private static final long DO_FORK = 11;
    private static final long WIPE_ON_FORK = 18;
    private static final long KEEP_ON_FORK = 19;

    /** No bounds directory is smaller: that of a program of 32 bits, and that of one of 64. */
    private static final long DIRECTORY_OF_32 = 1L << 22;

    private static final long DIRECTORY_OF_64 = 1L << 31;

    /**
     * Those of one range.
     *
     * @param left a child does not get it
     * @param wiped a child gets zeros
     * @param shared a child gets no copy
     */
    record Marks(boolean left, boolean wiped, boolean shared) {}

    private final IntervalMap<Boolean> left;
    private final IntervalMap<Boolean> wiped;
    private final IntervalMap<Boolean> shared;

    /** None. */
    ForkMarks() {
        left = new IntervalMap<>();
        wiped = new IntervalMap<>();
        shared = new IntervalMap<>();
    }

    private ForkMarks(ForkMarks other) {
        left = new IntervalMap<>(other.left);
        wiped = new IntervalMap<>(other.wiped);
        shared = new IntervalMap<>(other.shared);
    }

    /** The same, which change on their own. */
    ForkMarks copy() {
        return new ForkMarks(this);
    }

    /** Those of a child of a fork: of what it does not get it has none. */
    ForkMarks ofChild() {
        ForkMarks child = copy();
        left().forEach(child::forget);
        return child;
    }

    /** Whether an madvise with this advice is about forks. */
    static boolean isAbout(long advice) {
        return isMark(advice) || advice == DO_FORK || advice == KEEP_ON_FORK;
    }

    /** Whether an madvise with this advice makes forks copy less, even if it fails half-way. */
    static boolean isMark(long advice) {
        return advice == DONT_FORK || advice == WIPE_ON_FORK;
    }

    /** An madvise has succeeded. */
    void advise(AddressRange range, long advice) {
        if (advice == DONT_FORK) {
            left.set(range, true);
        } else if (advice == DO_FORK) {
            left.clear(range);
        } else if (advice == WIPE_ON_FORK) {
            wiped.set(range, true);
        } else if (advice == KEEP_ON_FORK) {
            wiped.clear(range);
        }
    }

    /** Memory was mapped here that forks do not copy. */
    void share(AddressRange range) {
        shared.set(range, true);
    }

    /** Something else is here now, or nothing. */
    void forget(AddressRange range) {
        left.clear(range);
        wiped.clear(range);
        shared.clear(range);
    }

    /** The marks that some of this range has. */
    Marks of(AddressRange range) {
        return new Marks(
                !left.within(range).isEmpty(), !wiped.within(range).isEmpty(), shares(range));
    }

    /** All of this range has these marks now. */
    void give(AddressRange range, Marks marks) {
        if (marks.left()) {
            left.set(range, true);
        }
        if (marks.wiped()) {
            wiped.set(range, true);
        }
        if (marks.shared()) {
            shared.set(range, true);
        }
    }

    /** What the child of a fork does not get. */
    List<AddressRange> left() {
        return ranges(left);
    }

    /** What the child of a fork gets as zeros. */
    List<AddressRange> wiped() {
        return ranges(wiped);
    }

    /** Whether some of this is in memory that forks do not copy. */
    boolean shares(AddressRange range) {
        return !shared.within(range).isEmpty();
    }

    /** Whether there is room for a bounds directory in memory that forks do not copy. */
    boolean mayShareDirectory(Width width) {
        long least = width == Width.BITS_64 ? DIRECTORY_OF_64 : DIRECTORY_OF_32;
        for (AddressRange range : ranges(shared)) {
            if (Long.compareUnsigned(range.length(), least) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static List<AddressRange> ranges(IntervalMap<Boolean> marks) {
        List<AddressRange> ranges = new ArrayList<>();
        for (IntervalMap.Interval<Boolean> each : marks.intervals()) {
            ranges.add(each.range());
        }
        return ranges;
    }
}
