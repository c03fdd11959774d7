package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jgrapht.Graph;
import org.jgrapht.graph.DirectedPseudograph;

/**
 * Which lock of a protocol can be asked for inside which, with the operations that do so: what its
 * steps say, before anything runs. Edges are sorted.
 *
 * <p>Grows while it is made, and is not thread-safe then.
 */
public final class ProtocolGraph {

    /**
     * Two locks and how they are held.
     *
     * @param tried the inner one is tried for, without waiting
     */
    public record Ends(
            String outer, boolean outerRead, String inner, boolean innerRead, boolean tried) {}

    /**
     * A nesting and where it comes from.
     *
     * @param operations the operations that have it as a step, sorted
     * @param faults the operations that have it by a page fault, sorted
     */
    public record Edge(Ends ends, List<String> operations, List<String> faults) {

        public Edge {
            operations = List.copyOf(operations);
            faults = List.copyOf(faults);
        }

        /** Both together, sorted. */
        public List<String> all() {
            TreeSet<String> all = new TreeSet<>(operations);
            all.addAll(faults);
            return List.copyOf(all);
        }
    }

    private static final Comparator<Ends> ORDER =
            Comparator.comparing(Ends::outer)
                    .thenComparing(ends -> !ends.outerRead())
                    .thenComparing(Ends::inner)
                    .thenComparing(ends -> !ends.innerRead())
                    .thenComparing(Ends::tried);

    private final Map<String, Integer> locks = new LinkedHashMap<>();
    private final Map<Ends, TreeSet<String>> steps = new TreeMap<>(ORDER);
    private final Map<Ends, TreeSet<String>> faults = new TreeMap<>(ORDER);

    /** Adds a lock, nested or not. */
    public void addLock(String lock) {
        locks.putIfAbsent(lock, locks.size());
    }

    /**
     * Adds a nesting of two locks of the graph.
     *
     * @param fault whether a page fault asks for the inner one
     */
    public void nest(Ends ends, String operation, boolean fault) {
        steps.computeIfAbsent(ends, e -> new TreeSet<>());
        faults.computeIfAbsent(ends, e -> new TreeSet<>());
        (fault ? faults : steps).get(ends).add(operation);
    }

    /** Which lock may be asked for inside which, sorted by their names and modes. */
    public List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        steps.forEach(
                (ends, operations) ->
                        edges.add(
                                new Edge(
                                        ends,
                                        List.copyOf(operations),
                                        List.copyOf(faults.get(ends)))));
        return edges;
    }

    /**
     * The circles that can deadlock by the order alone, each as its edges: a lock inside itself,
     * and a shortest circle through each edge that lies on one.
     */
    public List<List<Edge>> cycles() {
        List<Edge> waiting = edges().stream().filter(edge -> !edge.ends().tried()).toList();
        List<List<Edge>> cycles = new ArrayList<>();
        List<Edge> between = new ArrayList<>();
        for (Edge edge : waiting) {
            if (edge.ends().outer().equals(edge.ends().inner())) {
                cycles.add(List.of(edge));
            } else {
                between.add(edge);
            }
        }
        List<Arc> arcs = new ArrayList<>();
        List<Guards> guards = new ArrayList<>();
        for (Edge edge : between) {
            int outer = locks.get(edge.ends().outer());
            int inner = locks.get(edge.ends().inner());
            arcs.add(new Arc(outer, inner, edge.ends().outerRead(), false));
            guards.add(Guards.of(0, List.of()));
        }
        for (int[] circle : StrongCycles.of(locks.size(), arcs, guards)) {
            List<Edge> around = new ArrayList<>();
            for (int arc : circle) {
                around.add(between.get(arc));
            }
            cycles.add(around);
        }
        return cycles;
    }

    Graph<String, Edge> graph() {
        Graph<String, Edge> graph = new DirectedPseudograph<>(null, null, false);
        locks.keySet().forEach(graph::addVertex);
        edges().forEach(edge -> graph.addEdge(edge.ends().outer(), edge.ends().inner(), edge));
        return graph;
    }
}
