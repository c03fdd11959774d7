package org.lockreplay.replay.mm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lockreplay.replay.mm.IntervalMap.Interval;

/**
 * Intervals that do not overlap, in the unsigned order of their addresses, and a cursor that stands
 * on one of them or behind all.
 *
 * <p>They stand in short sorted arrays, the runs. A tree would need an object and a call for each
 * comparison, which is what most of the time of a replay went into. Cost: O(log n) to find one;
 * O({@value #LIMIT} + n / {@value #LIMIT}) at most to insert or remove one. Not thread-safe.
 */
final class IntervalRuns<V> {

    private static final int LIMIT = 256;
    private static final int INITIAL = 8;

    /** None of them is empty. */
    private final List<Run<V>> runs;

    /** Where the cursor is: a run, what stands there, and the place in it. */
    private int run;

    private Run<V> in;
    private int at;

    /** Stands where a run would that is behind all. */
    private final Run<V> end = new Run<>(0);

    private static final class Run<V> {
        private int size;
        private long[] last;
        private Interval<V>[] intervals;

        @SuppressWarnings("unchecked") // nothing but intervals of V is put into it
        private Run(int capacity) {
            last = new long[capacity];
            intervals = (Interval<V>[]) new Interval<?>[capacity];
        }

        private Run(Run<V> other) {
            size = other.size;
            last = other.last.clone();
            intervals = other.intervals.clone();
        }

        private void set(int index, Interval<V> interval) {
            last[index] = interval.range().last();
            intervals[index] = interval;
        }

        private void insert(int index, Interval<V> interval) {
            if (size == last.length) {
                last = Arrays.copyOf(last, 2 * size);
                intervals = Arrays.copyOf(intervals, 2 * size);
            }
            System.arraycopy(last, index, last, index + 1, size - index);
            System.arraycopy(intervals, index, intervals, index + 1, size - index);
            set(index, interval);
            size++;
        }

        private void remove(int index) {
            size--;
            System.arraycopy(last, index + 1, last, index, size - index);
            System.arraycopy(intervals, index + 1, intervals, index, size - index);
            intervals[size] = null;
        }

        /** Moves the second half into a new run, which goes there; answers how many stay. */
        private int split(List<Run<V>> runs, int behind) {
            int half = size / 2;
            Run<V> second = new Run<>(last.length);
            second.size = size - half;
            System.arraycopy(last, half, second.last, 0, second.size);
            System.arraycopy(intervals, half, second.intervals, 0, second.size);
            Arrays.fill(intervals, half, size, null);
            size = half;
            runs.add(behind, second);
            return half;
        }
    }

    IntervalRuns() {
        runs = new ArrayList<>(1);
        in = end;
    }

    /** A copy that changes on its own. */
    IntervalRuns(IntervalRuns<V> other) {
        runs = new ArrayList<>(other.runs.size());
        for (Run<V> each : other.runs) {
            runs.add(new Run<>(each));
        }
        enter(0);
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    void clear() {
        runs.clear();
        enter(0);
    }

    /** All of them. */
    List<Interval<V>> toList() {
        List<Interval<V>> all = new ArrayList<>();
        for (Run<V> each : runs) {
            all.addAll(Arrays.asList(each.intervals).subList(0, each.size));
        }
        return all;
    }

    // ---- the cursor ----

    /** Puts the cursor on the first interval that does not end before this address. */
    void seek(long address) {
        int from = 0;
        int to = runs.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            Run<V> candidate = runs.get(middle);
            if (AddressRange.isAbove(address, candidate.last[candidate.size - 1])) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        enter(from);
        if (in != end) {
            at = indexIn(in, address);
        }
    }

    private static int indexIn(Run<?> candidates, long address) {
        long[] last = candidates.last;
        int from = 0;
        int to = candidates.size - 1;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (AddressRange.isAbove(address, last[middle])) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Whether the cursor is behind all of them. */
    boolean atEnd() {
        return in == end;
    }

    /** Where the cursor is. */
    Interval<V> current() {
        return in.intervals[at];
    }

    /** Whether there is one in front of the cursor. */
    boolean hasPrevious() {
        return run > 0 || at > 0;
    }

    void next() {
        at++;
        if (at == in.size) {
            enter(run + 1);
        }
    }

    void previous() {
        if (at == 0) {
            enterEnd(run - 1);
        }
        at--;
    }

    /** Puts the cursor on the first interval of a run, or behind all. */
    private void enter(int which) {
        run = which;
        in = which < runs.size() ? runs.get(which) : end;
        at = 0;
    }

    /** Puts the cursor behind the last interval of a run. */
    private void enterEnd(int which) {
        enter(which);
        at = in.size;
    }

    // ---- changes ----

    /** Puts another one in the place of that under the cursor. */
    void replace(Interval<V> interval) {
        in.set(at, interval);
    }

    /** Removes that under the cursor, which is on the one behind it afterwards. */
    void remove() {
        in.remove(at);
        if (in.size == 0) {
            runs.remove(run);
            enter(run);
        } else if (at == in.size) {
            enter(run + 1);
        }
    }

    /** Puts one in front of the cursor, which is on it afterwards. */
    void insert(Interval<V> interval) {
        if (at == 0 && run > 0) {
            // into the run before: it has room at its end
            enterEnd(run - 1);
        } else if (in == end) {
            runs.add(new Run<>(INITIAL));
            enter(0);
        }
        if (in.size == LIMIT) {
            makeRoom();
        }
        in.insert(at, interval);
    }

    private void makeRoom() {
        int half = in.split(runs, run + 1);
        if (at > half) {
            int behind = at - half;
            enter(run + 1);
            at = behind;
        }
    }
}
