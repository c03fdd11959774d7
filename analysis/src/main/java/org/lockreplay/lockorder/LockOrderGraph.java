package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private record Key(
            String outer, String inner, boolean shared, boolean innerRead, boolean recursive)
            implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::outer)
                        .thenComparing(Key::inner)
                        .thenComparing(Key::shared)
                        .thenComparing(Key::innerRead)
                        .thenComparing(Key::recursive);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private static final Comparator<Seen<Nesting>> EARLIEST_FIRST =
            Comparator.comparingInt((Seen<Nesting> seen) -> seen.trace())
                    .thenComparingLong(seen -> seen.what().inner().origin().line());

    private final List<LockOrderEdge> edges;
    private final Map<List<String>, Long> counts = new HashMap<>();

    /**
     * @param types say which readers are recursive
     */
    public LockOrderGraph(LockOrderSummary summary, LockTypes types) {
        Map<Key, List<Seen<Nesting>>> sightings = new TreeMap<>();
        for (Seen<Nesting> seen : summary.nestings()) {
            Nesting.Key key = seen.what().key();
            if (!key.innerTry() && !key.outer().equals(key.inner())) {
                sightings.computeIfAbsent(ends(key, types), k -> new ArrayList<>()).add(seen);
            }
        }
        List<LockOrderEdge> list = new ArrayList<>();
        sightings.forEach((key, seen) -> list.add(edge(key, seen)));
        edges = List.copyOf(list);
        edges.forEach(
                edge -> counts.merge(List.of(edge.outer(), edge.inner()), edge.count(), Long::sum));
    }

    public List<LockOrderEdge> edges() {
        return edges;
    }

    /** How often one class was asked for inside the other, in whatever modes. */
    public long count(String outer, String inner) {
        return counts.getOrDefault(List.of(outer, inner), 0L);
    }

    /**
     * The circles that can deadlock, shortest first: a shortest one for every edge that lies on
     * one, and a shortest unguarded one where that is guarded.
     */
    public List<LockCycle> cycles() {
        Map<String, Integer> numbers = new HashMap<>();
        List<Arc> arcs = new ArrayList<>();
        List<Guards> guards = new ArrayList<>();
        for (LockOrderEdge edge : edges) {
            int from = number(numbers, edge.outer());
            int to = number(numbers, edge.inner());
            arcs.add(new Arc(from, to, edge.shared(), edge.recursive()));
            guards.add(edge.guards());
        }
        List<LockCycle> cycles = new ArrayList<>();
        for (int[] circle : StrongCycles.of(numbers.size(), arcs, guards)) {
            cycles.add(cycle(circle));
        }
        cycles.sort(LockCycle.SHORTEST_FIRST);
        return cycles;
    }

    /** A search for strong paths that touch only the classes that are passable. */
    public StrongPaths paths(Predicate<String> passable) {
        return new StrongPaths(edges, passable);
    }

    private LockCycle cycle(int[] circle) {
        List<LockOrderEdge> around = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (int arc : circle) {
            around.add(edges.get(arc));
            classes.add(edges.get(arc).outer());
        }
        Collections.rotate(around, -LexicalOrder.leastRotation(classes));
        Guards guards = around.get(0).guards();
        for (LockOrderEdge edge : around) {
            guards = guards.and(edge.guards());
        }
        Optional<String> guard = guards.guard();
        return new LockCycle(around, guard);
    }

    private static Key ends(Nesting.Key key, LockTypes types) {
        boolean recursive =
                key.innerRead() && types.of(key.inner()).recursive(key.innerInInterrupt());
        return new Key(key.outer(), key.inner(), key.outerRead(), key.innerRead(), recursive);
    }

    private static LockOrderEdge edge(Key key, List<Seen<Nesting>> seen) {
        seen.sort(EARLIEST_FIRST);
        return new LockOrderEdge(
                key.outer(), key.inner(), key.shared(), key.innerRead(), key.recursive(), seen);
    }

    private static int number(Map<String, Integer> numbers, String name) {
        Integer known = numbers.putIfAbsent(name, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }
}
