package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lockreplay.replay.lock.LockInstance;

/**
 * What was held over every one of some arcs, trace by trace; two arcs with a common guard never run
 * at once.
 *
 * <p>Addresses of two traces say nothing about each other, so arcs are <em>guarded</em> by a class
 * only if (1) in every trace that gave one of them, one and the same instance of the class was held
 * over all of them that the trace gave, and (2) some trace gave all of them. Whatever is less than
 * that is no guard.
 *
 * @param held the instances, for each trace that gave one of the arcs
 * @param complete the traces that gave all of the arcs
 */
record Guards(SortedMap<Integer, Set<LockInstance>> held, Set<Integer> complete) {

    /** Of arcs over which nothing is held. */
    static final Guards NONE = new Guards(Collections.emptySortedMap(), Set.of());

    // Written out: linking those of the record takes milliseconds of every start.
    @Override
    public boolean equals(Object other) {
        return other instanceof Guards guards
                && guards.held.equals(held)
                && guards.complete.equals(complete);
    }

    @Override
    public int hashCode() {
        return 31 * held.hashCode() + complete.hashCode();
    }

    /** The guards of one arc that a trace gave, {@code held} at each of its occurrences. */
    static Guards of(int trace, List<LockInstance> held) {
        return new Guards(new TreeMap<>(Map.of(trace, Set.copyOf(held))), Set.of(trace));
    }

    /** The same arc, seen once more: in another trace, or in another mode. */
    Guards also(int trace, List<LockInstance> seen) {
        SortedMap<Integer, Set<LockInstance>> all = new TreeMap<>(held);
        all.merge(trace, Set.copyOf(seen), Guards::common);
        return new Guards(all, all.keySet());
    }

    /** What is held over the arcs of both. */
    Guards and(Guards other) {
        SortedMap<Integer, Set<LockInstance>> all = new TreeMap<>(held);
        other.held.forEach((trace, instances) -> all.merge(trace, instances, Guards::common));
        return new Guards(all, common(complete, other.complete));
    }

    /** The class that guards the arcs, the first by name if there are several. */
    Optional<String> guard() {
        return complete.isEmpty()
                ? Optional.empty()
                : commonClasses().stream().min(Comparator.naturalOrder());
    }

    /** Whether there is no {@link #guard}; quick for the arcs of one trace. */
    private boolean isNothing() {
        boolean ofOneTrace = held.size() == 1 && !complete.isEmpty();
        return ofOneTrace ? held.get(held.firstKey()).isEmpty() : guard().isEmpty();
    }

    private Set<String> commonClasses() {
        List<Set<String>> each = new ArrayList<>();
        for (Set<LockInstance> instances : held.values()) {
            Set<String> names = new HashSet<>();
            instances.forEach(instance -> names.add(instance.lockClass()));
            each.add(names);
        }
        Set<String> classes = each.get(0);
        each.forEach(classes::retainAll);
        return classes;
    }

    private static <T> Set<T> common(Set<T> some, Set<T> others) {
        Set<T> both = new HashSet<>(some);
        both.retainAll(others);
        return both;
    }

    /** Guards as small numbers, 0 for all that guard nothing: nothing is held over more arcs. */
    static final class Table {

        private static final int REMEMBERED = 1 << 20;

        /** Odd, so that no two pairs become one. */
        private static final long SPREAD = 0x9e3779b97f4a7c15L;

        private final List<Guards> all = new ArrayList<>();
        private final Map<Guards, Integer> numbers = new HashMap<>();

        /** What two have in common, by both. */
        private final Map<Long, Integer> both = new HashMap<>();

        int number(Guards guards) {
            if (guards.isNothing()) {
                return 0;
            }
            Integer known = numbers.putIfAbsent(guards, all.size() + 1);
            if (known != null) {
                return known;
            }
            all.add(guards);
            return all.size();
        }

        int and(int some, int others) {
            if (some == others || some == 0 || others == 0) {
                return Math.min(some, others);
            }
            long pair = (long) Math.min(some, others) << 32 | Math.max(some, others);
            Integer known = both.get(pair * SPREAD);
            if (known != null) {
                return known;
            }
            int number = number(all.get(some - 1).and(all.get(others - 1)));
            if (both.size() < REMEMBERED) {
                both.put(pair * SPREAD, number);
            }
            return number;
        }

        Optional<String> guard(int number) {
            return number == 0 ? Optional.empty() : all.get(number - 1).guard();
        }
    }
}
