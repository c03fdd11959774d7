package org.lockreplay.replay.lock;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.event.Names;

/** Pairs of one lock class: the nestings of two instances, and the recursions of one. */
final class SameClassPairs {

    private static final Comparator<InstanceNesting> NESTING_ORDER =
            Comparator.comparing(InstanceNesting::lockClass)
                    .thenComparing(InstanceNesting::outerAddress, Long::compareUnsigned)
                    .thenComparing(InstanceNesting::outerRead)
                    .thenComparing(InstanceNesting::innerAddress, Long::compareUnsigned)
                    .thenComparing(InstanceNesting::innerRead);

    private static final Comparator<Recursion> RECURSION_ORDER =
            Comparator.comparing(Recursion::lockClass)
                    .thenComparing(Recursion::heldRead)
                    .thenComparing(Recursion::againRead)
                    .thenComparing(Recursion::againInInterrupt);

    private final Witnesses witnesses = new Witnesses();
    private final Map<Instances, PairTally> nestings = new HashMap<>();
    private final Map<Modes, PairTally> recursions = new HashMap<>();

    // Equality is written out: linking that of a record takes milliseconds of every start.
    private record Instances(
            int lockClass, long outer, boolean outerRead, long inner, boolean innerRead) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Instances key
                    && key.lockClass == lockClass
                    && key.outer == outer
                    && key.outerRead == outerRead
                    && key.inner == inner
                    && key.innerRead == innerRead;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * lockClass + Long.hashCode(outer)) + Long.hashCode(inner);
        }
    }

    private record Modes(
            int lockClass, boolean heldRead, boolean againRead, boolean againInInterrupt) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Modes key
                    && key.lockClass == lockClass
                    && key.heldRead == heldRead
                    && key.againRead == againRead
                    && key.againInInterrupt == againInInterrupt;
        }

        @Override
        public int hashCode() {
            return 31 * lockClass
                    + (heldRead ? 1 : 0)
                    + (againRead ? 2 : 0)
                    + (againInInterrupt ? 4 : 0);
        }
    }

    /** The tally for two instances of one class, by where they stand in {@code held}. */
    PairTally nesting(long[] held, int outerAt, int innerAt) {
        return nestings.computeIfAbsent(
                new Instances(
                        HeldLock.lockClass(held, outerAt),
                        HeldLock.address(held, outerAt),
                        HeldLock.read(held, outerAt),
                        HeldLock.address(held, innerAt),
                        HeldLock.read(held, innerAt)),
                key -> new PairTally(witnesses));
    }

    /** The tally for one instance, by where it stands in {@code held} the two times. */
    PairTally recursion(long[] held, int heldAt, int againAt) {
        return recursions.computeIfAbsent(
                new Modes(
                        HeldLock.lockClass(held, heldAt),
                        HeldLock.read(held, heldAt),
                        HeldLock.read(held, againAt),
                        (HeldLock.mode(held, againAt) & HeldLock.IN_INTERRUPT) != 0),
                key -> new PairTally(witnesses));
    }

    List<InstanceNesting> nestings(LockClasses classes, Names names) {
        return nestings.entrySet().stream()
                .map(entry -> nesting(entry.getKey(), entry.getValue(), classes, names))
                .sorted(NESTING_ORDER)
                .toList();
    }

    List<Recursion> recursions(LockClasses classes, Names names) {
        return recursions.entrySet().stream()
                .map(entry -> recursion(entry.getKey(), entry.getValue(), classes, names))
                .sorted(RECURSION_ORDER)
                .toList();
    }

    private static InstanceNesting nesting(
            Instances key, PairTally tally, LockClasses classes, Names names) {
        return new InstanceNesting(
                classes.name(key.lockClass()),
                key.outer(),
                key.outerRead(),
                key.inner(),
                key.innerRead(),
                tally.count(),
                tally.tasks(),
                tally.outer(classes, names),
                tally.inner(classes, names),
                tally.guards(classes));
    }

    private static Recursion recursion(
            Modes key, PairTally tally, LockClasses classes, Names names) {
        return new Recursion(
                classes.name(key.lockClass()),
                key.heldRead(),
                key.againRead(),
                key.againInInterrupt(),
                tally.count(),
                tally.tasks(),
                tally.outer(classes, names),
                tally.inner(classes, names));
    }
}
