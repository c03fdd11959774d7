package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Shortest strong paths from one lock class to others.
 *
 * <p>On a strong path an arc into a recursive reader is never followed by one out of a shared
 * holder (as {@link StateGraph} says). What stands before its first and behind its last arc counts
 * too: a path that comes after a reader leaves by an exclusive holder, and one that arrives by a
 * recursive reader meets writers only (only_xr in kernel/locking/lockdep.c, Linux 6.1).
 *
 * <p>Cost: {@code O(V + E)} for each class searched from; without recursion.
 */
public final class StrongPaths {

    private static final int NONE = -1;

    private final List<LockOrderEdge> edges;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<List<Integer>> out = new ArrayList<>();
    private int[] reachedBy = {};
    private int[] reachedFrom = {};

    /**
     * @param passable the classes that a path may touch
     */
    StrongPaths(List<LockOrderEdge> edges, Predicate<String> passable) {
        this.edges = edges;
        for (int i = 0; i < edges.size(); i++) {
            LockOrderEdge edge = edges.get(i);
            if (passable.test(edge.outer()) && passable.test(edge.inner())) {
                out.get(number(edge.outer())).add(i);
                number(edge.inner());
            }
        }
        reachedBy = new int[2 * names.size()];
        reachedFrom = new int[2 * names.size()];
    }

    /** Where a path may end. */
    @FunctionalInterface
    public interface End {
        /**
         * @param recursive the class is asked for by a recursive reader
         */
        boolean test(String lockClass, boolean recursive);
    }

    /**
     * A shortest path to each class where one may end, by the name of that class; ties go to the
     * first edges. None returns to {@code from} or passes a class twice.
     *
     * @param afterReader the path comes after a recursive reader of {@code from}
     */
    public Map<String, LockPath> from(String from, boolean afterReader, End end) {
        Map<String, LockPath> paths = new TreeMap<>();
        Integer start = numbers.get(from);
        if (start == null) {
            return paths;
        }
        Arrays.fill(reachedBy, NONE);
        int[] queue = new int[2 * names.size()];
        BitSet visited = new BitSet();
        queue[0] = 2 * start + (afterReader ? 1 : 0);
        visited.set(queue[0]);
        int last = 1;
        for (int next = 0; next < last; next++) {
            int state = queue[next];
            for (int step : out.get(state >> 1)) {
                LockOrderEdge edge = edges.get(step);
                int target = 2 * number(edge.inner()) + (edge.recursive() ? 1 : 0);
                if ((state & 1) == 1 && edge.shared() || visited.get(target)) {
                    continue;
                }
                visited.set(target);
                reachedBy[target] = step;
                reachedFrom[target] = state;
                queue[last++] = target;
                if (!paths.containsKey(edge.inner()) && end.test(edge.inner(), edge.recursive())) {
                    simple(target).ifPresent(path -> paths.put(edge.inner(), path));
                }
            }
        }
        return paths;
    }

    private Optional<LockPath> simple(int target) {
        List<LockOrderEdge> path = new ArrayList<>();
        for (int state = target; reachedBy[state] != NONE; state = reachedFrom[state]) {
            path.add(edges.get(reachedBy[state]));
        }
        Collections.reverse(path);
        LockPath found = new LockPath(path);
        Set<String> once = new HashSet<>(found.classes());
        return once.size() == path.size() + 1 ? Optional.of(found) : Optional.empty();
    }

    private int number(String name) {
        Integer known = numbers.putIfAbsent(name, names.size());
        if (known != null) {
            return known;
        }
        names.add(name);
        out.add(new ArrayList<>());
        return names.size() - 1;
    }
}
