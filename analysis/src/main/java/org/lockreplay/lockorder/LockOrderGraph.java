package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;

/**
 * Which lock class was asked for, with waiting, while which other one was held.
 *
 * <p>Trylocks are no edges; two locks of one class are none either ({@link InstanceGraphs}). Edges
 * are sorted by outer class, inner class and ends. Immutable.
 */
public final class LockOrderGraph {

    /** The ends of an edge, for those of two given classes. */
    private record Ends(boolean shared, boolean innerRead, boolean recursive)
            implements Comparable<Ends> {

        @Override
        public int compareTo(Ends other) {
            return Integer.compare(rank(), other.rank());
        }

        private int rank() {
            return (shared ? 4 : 0) | (innerRead ? 2 : 0) | (recursive ? 1 : 0);
        }
    }

    private static final Comparator<Seen<Nesting>> EARLIEST_FIRST =
            Comparator.comparingInt((Seen<Nesting> seen) -> seen.trace())
                    .thenComparingLong(seen -> seen.what().inner().origin().line());

    private final List<LockOrderEdge> edges;

    /** Those between classes of which lockdep looks at the order. */
    private final List<LockOrderEdge> validated;

    /**
     * @param types say which readers are recursive
     */
    public LockOrderGraph(LockOrderSummary summary, LockTypes types) {
        List<LockOrderEdge> list = new ArrayList<>();
        List<Seen<Nesting>> nestings = summary.nestings();
        int from = 0;
        for (int to = 1; to <= nestings.size(); to++) {
            if (to == nestings.size() || !areOfOnePair(nestings.get(from), nestings.get(to))) {
                addEdges(nestings.subList(from, to), types, list);
                from = to;
            }
        }
        edges = List.copyOf(list);
        list.removeIf(edge -> !isValidated(edge, types));
        validated = List.copyOf(list);
    }

    public List<LockOrderEdge> edges() {
        return edges;
    }

    /** How often one class was asked for inside the other, in whatever modes. */
    public long count(String outer, String inner) {
        return edges(outer, inner).stream().mapToLong(LockOrderEdge::count).sum();
    }

    /** The dependencies of one class on the other, one for each combination of ends. */
    public List<LockOrderEdge> edges(String outer, String inner) {
        int low = 0;
        int high = edges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(edges.get(middle), outer, inner) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int end = low;
        while (end < edges.size() && compare(edges.get(end), outer, inner) == 0) {
            end++;
        }
        return edges.subList(low, end);
    }

    /** The circles that can deadlock, shortest first. */
    public List<LockCycle> cycles() {
        List<LockCycle> cycles = new ArrayList<>();
        knots().forEach(knot -> cycles.addAll(knot.cycles()));
        cycles.sort(LockCycle.SHORTEST_FIRST);
        return cycles;
    }

    /**
     * A search for strong paths that touch only the classes that are passable, and none that
     * lockdep does not validate.
     */
    public StrongPaths paths(Predicate<String> passable) {
        return new StrongPaths(validated, passable);
    }

    /**
     * What circles tie together, by the names of the classes; no circle leads through a class that
     * lockdep does not validate.
     */
    public List<Knot> knots() {
        return new Knots(validated).all();
    }

    private static boolean isValidated(LockOrderEdge edge, LockTypes types) {
        return types.of(edge.outer()).validated() && types.of(edge.inner()).validated();
    }

    private static int compare(LockOrderEdge edge, String outer, String inner) {
        int order = edge.outer().compareTo(outer);
        return order != 0 ? order : edge.inner().compareTo(inner);
    }

    /** The nestings of a summary are sorted by their classes. */
    private static boolean areOfOnePair(Seen<Nesting> one, Seen<Nesting> other) {
        Nesting.Key key = one.what().key();
        Nesting.Key otherKey = other.what().key();
        return key.inner().equals(otherKey.inner()) && key.outer().equals(otherKey.outer());
    }

    private static void addEdges(
            List<Seen<Nesting>> ofOnePair, LockTypes types, List<LockOrderEdge> to) {
        Nesting.Key pair = ofOnePair.get(0).what().key();
        if (pair.outer().equals(pair.inner())) {
            return;
        }
        if (ofOnePair.size() == 1) {
            Seen<Nesting> only = ofOnePair.get(0);
            if (!only.what().key().innerTry()) {
                to.add(edge(pair, ends(only.what().key(), types), List.of(only)));
            }
            return;
        }
        Map<Ends, List<Seen<Nesting>>> byEnds = new TreeMap<>();
        for (Seen<Nesting> seen : ofOnePair) {
            Nesting.Key key = seen.what().key();
            if (!key.innerTry()) {
                byEnds.computeIfAbsent(ends(key, types), k -> new ArrayList<>()).add(seen);
            }
        }
        byEnds.forEach(
                (ends, seen) -> {
                    seen.sort(EARLIEST_FIRST);
                    to.add(edge(pair, ends, seen));
                });
    }

    private static LockOrderEdge edge(Nesting.Key pair, Ends ends, List<Seen<Nesting>> seen) {
        return new LockOrderEdge(
                pair.outer(),
                pair.inner(),
                ends.shared(),
                ends.innerRead(),
                ends.recursive(),
                seen);
    }

    private static Ends ends(Nesting.Key key, LockTypes types) {
        boolean recursive =
                key.innerRead() && types.of(key.inner()).recursive(key.innerInInterrupt());
        return new Ends(key.outerRead(), key.innerRead(), recursive);
    }
}
