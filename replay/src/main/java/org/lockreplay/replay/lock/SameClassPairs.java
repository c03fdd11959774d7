package org.lockreplay.replay.lock;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.event.Mode;
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

    private final Map<Instances, PairTally> nestings = new HashMap<>();
    private final Map<Modes, PairTally> recursions = new HashMap<>();

    private record Instances(
            int lockClass, long outer, boolean outerRead, long inner, boolean innerRead) {}

    private record Modes(
            int lockClass, boolean heldRead, boolean againRead, boolean againInInterrupt) {}

    /** The tally for two positions that hold two instances of one class. */
    PairTally nesting(HeldStack stack, int outer, int inner) {
        return nestings.computeIfAbsent(
                new Instances(
                        stack.lockClass(outer),
                        stack.address(outer),
                        Mode.read(stack.mode(outer)),
                        stack.address(inner),
                        Mode.read(stack.mode(inner))),
                key -> new PairTally());
    }

    /** The tally for two positions that hold one instance. */
    PairTally recursion(HeldStack stack, int held, int again) {
        return recursions.computeIfAbsent(
                new Modes(
                        stack.lockClass(held),
                        Mode.read(stack.mode(held)),
                        Mode.read(stack.mode(again)),
                        (stack.mode(again) & HeldLock.IN_INTERRUPT) != 0),
                key -> new PairTally());
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
