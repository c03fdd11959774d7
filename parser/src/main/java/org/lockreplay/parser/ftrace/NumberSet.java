package org.lockreplay.parser.ftrace;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** A set of non-negative numbers, most of them small; cheap to add to. Not thread-safe. */
public final class NumberSet {

    // PID_MAX_LIMIT of include/linux/threads.h: no task id of a 64-bit kernel makes an object here
    private static final int SMALL = 1 << 22;

    private final BitSet small = new BitSet();
    private final Set<Integer> large = new HashSet<>();

    void add(int number) {
        if (number < SMALL) {
            small.set(number);
        } else {
            large.add(number);
        }
    }

    /** Adds all of {@code other}. */
    public void addAll(NumberSet other) {
        small.or(other.small);
        large.addAll(other.large);
    }

    /** The largest number, -1 if there is none. */
    public int largest() {
        return large.stream().reduce(small.length() - 1, Math::max);
    }

    public int size() {
        return small.cardinality() + large.size();
    }
}
