package org.lockreplay.replay.lock;

/** Two lock classes, the second asked for, with waiting, while the first is held. */
public record ClassPair(String outer, String inner) {

    // Written out: linking those of the record takes milliseconds of every start.
    @Override
    public boolean equals(Object other) {
        return other instanceof ClassPair pair
                && pair.outer.equals(outer)
                && pair.inner.equals(inner);
    }

    @Override
    public int hashCode() {
        return 31 * outer.hashCode() + inner.hashCode();
    }
}
