package org.lockreplay.protocol;

import java.util.BitSet;

/**
 * What comes before what, of numbered things: always closed, so that what is before something is
 * before all that comes after it. Not thread-safe while it grows.
 */
public final class PartialOrder {

    private final BitSet[] after;

    /** Of {@code size} things, none before another. */
    public PartialOrder(int size) {
        after = new BitSet[size];
        for (int i = 0; i < size; i++) {
            after[i] = new BitSet(size);
        }
    }

    /** Adds that one comes before another. Cost: O(size²) bits. */
    public void before(int first, int second) {
        BitSet gained = (BitSet) after[second].clone();
        gained.set(second);
        for (int i = 0; i < after.length; i++) {
            if (i == first || after[i].get(first)) {
                after[i].or(gained);
            }
        }
    }

    public boolean isBefore(int first, int second) {
        return after[first].get(second);
    }
}
