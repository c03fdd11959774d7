package org.lockreplay.replay.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
 * <p>Cost: O(log n) for a call, and as much for each interval that it touches. Values are compared
 * by {@code equals} and must not change. Not thread-safe.
 *
 * @param <V> the value of an address
 */
public final class IntervalMap<V> {

    private final TreeMap<Long, Interval<V>> intervals = new TreeMap<>(Long::compareUnsigned);

    /**
     * All addresses of {@code range} that have one value.
     *
     * @param <V> the value of an address
     */
    public record Interval<V>(AddressRange range, V value) {}

    public IntervalMap() {}

    /** A copy that changes on its own. */
    public IntervalMap(IntervalMap<V> other) {
        intervals.putAll(other.intervals);
    }

    /** Gives a value to every address of the range, whatever it had. */
    public void set(AddressRange range, V value) {
        clear(range);
        long first = range.first();
        long last = range.last();
        if (first != 0) {
            Map.Entry<Long, Interval<V>> before = intervals.floorEntry(first - 1);
            if (before != null && joins(before.getValue(), first - 1, value)) {
                first = before.getKey();
            }
        }
        if (last != -1L) {
            Interval<V> after = intervals.get(last + 1);
            if (after != null && after.value().equals(value)) {
                intervals.remove(last + 1);
                last = after.range().last();
            }
        }
        put(first, last, value);
    }

    /** Takes the value of every address of the range. */
    public void clear(AddressRange range) {
        splitBefore(range.first());
        if (range.last() != -1L) {
            splitBefore(range.last() + 1);
        }
        Long first = intervals.ceilingKey(range.first());
        while (first != null && Long.compareUnsigned(first, range.last()) <= 0) {
            intervals.remove(first);
            first = intervals.higherKey(first);
        }
    }

    /** Takes the value of every address. */
    public void clear() {
        intervals.clear();
    }

    public Optional<V> at(long address) {
        return intervalAt(address).map(Interval::value);
    }

    /** The interval that holds the address. */
    public Optional<Interval<V>> intervalAt(long address) {
        Map.Entry<Long, Interval<V>> below = intervals.floorEntry(address);
        return below != null && below.getValue().range().contains(address)
                ? Optional.of(below.getValue())
                : Optional.empty();
    }

    /** What there is within a range, cut to it, in the order of addresses. */
    public List<Interval<V>> within(AddressRange range) {
        List<Interval<V>> found = new ArrayList<>();
        Map.Entry<Long, Interval<V>> next = intervals.floorEntry(range.first());
        if (next == null || !next.getValue().range().contains(range.first())) {
            next = intervals.higherEntry(range.first());
        }
        while (next != null && Long.compareUnsigned(next.getKey(), range.last()) <= 0) {
            Interval<V> interval = next.getValue();
            Optional<AddressRange> cut = interval.range().intersect(range);
            if (cut.isPresent()) {
                found.add(new Interval<>(cut.get(), interval.value()));
            }
            next = intervals.higherEntry(next.getKey());
        }
        return found;
    }

    /** Whether no address has a value. */
    public boolean isEmpty() {
        return intervals.isEmpty();
    }

    /** All intervals in the order of addresses. */
    public List<Interval<V>> intervals() {
        return List.copyOf(intervals.values());
    }

    /** Makes an interval begin at {@code address}, if one lies across it. */
    private void splitBefore(long address) {
        if (address == 0) {
            return;
        }
        Map.Entry<Long, Interval<V>> entry = intervals.floorEntry(address - 1);
        if (entry != null && entry.getValue().range().contains(address)) {
            Interval<V> whole = entry.getValue();
            put(whole.range().first(), address - 1, whole.value());
            put(address, whole.range().last(), whole.value());
        }
    }

    private boolean joins(Interval<V> before, long lastBefore, V value) {
        return before.range().last() == lastBefore && before.value().equals(value);
    }

    private void put(long first, long last, V value) {
        intervals.put(first, new Interval<>(new AddressRange(first, last), value));
    }
}
