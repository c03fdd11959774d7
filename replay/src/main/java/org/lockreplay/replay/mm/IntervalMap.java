package org.lockreplay.replay.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A map from every unsigned 64-bit address to a value or to none, kept as intervals.
 *
 * <p>Invariants, true between any two calls:
 *
 * <ul>
 *   <li>I1: intervals do not overlap
 *   <li>I2: neighbours that touch have different values, so that equal maps have equal intervals
 * </ul>
 *
 * <p>Cost: O(log n) to look at an address, and O(1) for each interval that follows; for a change
 * see {@link IntervalRuns}. Values are compared by {@code equals} and must not change. Not
 * thread-safe, not even for looking.
 *
 * @param <V> the value of an address
 */
public final class IntervalMap<V> {

    private final IntervalRuns<V> intervals;

    /**
     * All addresses of {@code range} that have one value.
     *
     * @param <V> the value of an address
     */
    public record Interval<V>(AddressRange range, V value) {}

    public IntervalMap() {
        intervals = new IntervalRuns<>();
    }

    /** A copy that changes on its own. */
    public IntervalMap(IntervalMap<V> other) {
        intervals = new IntervalRuns<>(other.intervals);
    }

    /** Gives a value to every address of the range, whatever it had. */
    public void set(AddressRange range, V value) {
        makeRoom(range);
        long first = range.first();
        long last = range.last();
        if (last != -1L && !intervals.atEnd()) {
            Interval<V> after = intervals.current();
            if (after.range().first() == last + 1 && after.value().equals(value)) {
                last = after.range().last();
                intervals.remove();
            }
        }
        if (first != 0 && intervals.hasPrevious()) {
            intervals.previous();
            Interval<V> before = intervals.current();
            if (before.range().last() == first - 1 && before.value().equals(value)) {
                intervals.replace(interval(before.range().first(), last, value));
                return;
            }
            intervals.next();
        }
        intervals.insert(interval(first, last, value));
    }

    /** Takes the value of every address of the range. */
    public void clear(AddressRange range) {
        makeRoom(range);
    }

    /** The same; leaves the cursor where an interval of this range would have to be inserted. */
    private void makeRoom(AddressRange range) {
        intervals.seek(range.first());
        if (intervals.atEnd()) {
            return;
        }
        Interval<V> across = intervals.current();
        if (AddressRange.isAbove(range.first(), across.range().first())) {
            intervals.replace(interval(across.range().first(), range.first() - 1, across.value()));
            intervals.next();
            if (AddressRange.isAbove(across.range().last(), range.last())) {
                intervals.insert(endOf(across, range));
                return;
            }
        }
        while (isCursorWithin(range)) {
            Interval<V> next = intervals.current();
            if (AddressRange.isAbove(next.range().last(), range.last())) {
                intervals.replace(endOf(next, range));
                return;
            }
            intervals.remove();
        }
    }

    /** What of an interval is behind this range, in which it begins or lies across. */
    private static <V> Interval<V> endOf(Interval<V> whole, AddressRange range) {
        return interval(range.last() + 1, whole.range().last(), whole.value());
    }

    /** Takes the value of every address. */
    public void clear() {
        intervals.clear();
    }

    public Optional<V> at(long address) {
        return isAt(address) ? Optional.of(intervals.current().value()) : Optional.empty();
    }

    /** The interval that holds the address. */
    public Optional<Interval<V>> intervalAt(long address) {
        return isAt(address) ? Optional.of(intervals.current()) : Optional.empty();
    }

    private boolean isAt(long address) {
        intervals.seek(address);
        return !intervals.atEnd() && intervals.current().range().contains(address);
    }

    /** The first interval of which this is so, from the one that holds the address on. */
    public Optional<Interval<V>> firstFrom(long address, Predicate<Interval<V>> is) {
        intervals.seek(address);
        while (!intervals.atEnd()) {
            Interval<V> candidate = intervals.current();
            if (is.test(candidate)) {
                return Optional.of(candidate);
            }
            intervals.next();
        }
        return Optional.empty();
    }

    /** What there is within a range, cut to it, in the order of addresses. */
    public List<Interval<V>> within(AddressRange range) {
        intervals.seek(range.first());
        if (!isCursorWithin(range)) {
            return List.of();
        }
        List<Interval<V>> found = new ArrayList<>(2);
        while (isCursorWithin(range)) {
            found.add(cut(intervals.current(), range));
            intervals.next();
        }
        return found;
    }

    /** Whether what is under the cursor, if it is not in front of the range, is within it. */
    private boolean isCursorWithin(AddressRange range) {
        return !intervals.atEnd()
                && !AddressRange.isAbove(intervals.current().range().first(), range.last());
    }

    private static <V> Interval<V> cut(Interval<V> interval, AddressRange range) {
        if (range.contains(interval.range())) {
            return interval;
        }
        return new Interval<>(interval.range().common(range), interval.value());
    }

    /** Whether no address has a value. */
    public boolean isEmpty() {
        return intervals.isEmpty();
    }

    /** All intervals in the order of addresses. */
    public List<Interval<V>> intervals() {
        return intervals.toList();
    }

    private static <V> Interval<V> interval(long first, long last, V value) {
        return new Interval<>(new AddressRange(first, last), value);
    }
}
