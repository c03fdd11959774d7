package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.replay.lock.InstancePair;

/** The pairs of locks of one class that a second look at a trace saw, by their locks. */
final class PairsOfClass {

    private final Map<Locks, List<InstancePair>> pairs = new HashMap<>();

    // Equality is written out: linking that of a record takes milliseconds of a start.
    private record Locks(long outer, boolean outerRead, long inner, boolean innerRead) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Locks locks
                    && locks.outer == outer
                    && locks.outerRead == outerRead
                    && locks.inner == inner
                    && locks.innerRead == innerRead;
        }

        @Override
        public int hashCode() {
            long hash = (outer * 31 + inner) * 4 + (outerRead ? 2 : 0) + (innerRead ? 1 : 0);
            return Long.hashCode(hash * 0x9e3779b97f4a7c15L);
        }
    }

    /**
     * @param all of one class
     */
    PairsOfClass(List<InstancePair> all) {
        for (InstancePair pair : all) {
            Locks locks =
                    new Locks(
                            pair.outer().address(),
                            pair.outer().read(),
                            pair.inner().address(),
                            pair.inner().read());
            pairs.computeIfAbsent(locks, absent -> new ArrayList<>()).add(pair);
        }
    }

    /** Those that a nesting stands for. */
    List<InstancePair> of(InstanceNesting nesting) {
        Locks locks =
                new Locks(
                        nesting.outerAddress(),
                        nesting.outerRead(),
                        nesting.innerAddress(),
                        nesting.innerRead());
        return pairs.getOrDefault(locks, List.of());
    }
}
