package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the circles of a lock-order graph, and which of them hang together. */
final class Knots {

    private final List<LockOrderEdge> edges;
    private final List<Arc> arcs = new ArrayList<>();
    private final int[] parent;
    private final StrongCycles found;

    Knots(List<LockOrderEdge> edges) {
        this.edges = edges;
        Map<String, Integer> numbers = new HashMap<>();
        for (LockOrderEdge edge : edges) {
            int from = number(numbers, edge.outer());
            int to = number(numbers, edge.inner());
            arcs.add(new Arc(from, to, edge.shared(), edge.recursive()));
        }
        parent = new int[numbers.size()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        found = StrongCycles.in(numbers.size(), arcs, arc -> edges.get(arc).guards());
    }

    List<Knot> all() {
        BitSet onCircles = found.arcsOnCircles();
        BitSet tooMany = found.arcsOfTooManyCircles();
        onCircles.stream().forEach(arc -> union(arcs.get(arc).from(), arcs.get(arc).to()));
        Map<Integer, List<Integer>> arcsOf = new TreeMap<>();
        onCircles.stream().forEach(arc -> of(arcsOf, arc).add(arc));
        Map<Integer, List<int[]>> circlesOf = new TreeMap<>();
        for (int[] circle : found.circles()) {
            of(circlesOf, circle[0]).add(circle);
        }
        List<Knot> knots = new ArrayList<>();
        circlesOf.forEach(
                (root, circles) -> {
                    List<Integer> members = arcsOf.get(root);
                    boolean complete = members.stream().noneMatch(tooMany::get);
                    knots.add(knot(circles, members, complete));
                });
        knots.sort(Comparator.comparing(Knot::classes, LexicalOrder.OF_LISTS));
        return knots;
    }

    private Knot knot(List<int[]> circles, List<Integer> members, boolean complete) {
        TreeSet<String> classes = new TreeSet<>();
        members.forEach(arc -> classes.add(edges.get(arc).outer()));
        List<LockCycle> cycles = new ArrayList<>();
        List<int[]> unguarded = new ArrayList<>();
        Map<Integer, Integer> place = new HashMap<>();
        members.forEach(arc -> place.put(arc, place.size()));
        for (int[] circle : circles) {
            LockCycle cycle = cycle(circle);
            cycles.add(cycle);
            if (cycle.guard().isEmpty()) {
                int[] local = circle.clone();
                for (int i = 0; i < local.length; i++) {
                    local[i] = place.get(circle[i]);
                }
                unguarded.add(local);
            }
        }
        cycles.sort(LockCycle.SHORTEST_FIRST);
        if (circles.size() < 2 || unguarded.isEmpty()) {
            return new Knot(
                    List.copyOf(classes), cycles, complete, members.size(), List.of(), false);
        }
        Breaking.Result result =
                Breaking.of(
                        members.stream().map(arcs::get).toList(),
                        local -> edges.get(members.get(local)).guards(),
                        local -> edges.get(members.get(local)).count(),
                        unguarded,
                        complete);
        List<LockOrderEdge> turns =
                result.arcs().stream().map(local -> edges.get(members.get(local))).toList();
        return new Knot(
                List.copyOf(classes), cycles, complete, members.size(), turns, result.exact());
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
        return new LockCycle(around, guards.guard());
    }

    private <T> List<T> of(Map<Integer, List<T>> lists, int arc) {
        return lists.computeIfAbsent(root(arcs.get(arc).from()), absent -> new ArrayList<>());
    }

    private void union(int one, int other) {
        parent[root(one)] = root(other);
    }

    private int root(int vertex) {
        int at = vertex;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    private static int number(Map<String, Integer> numbers, String name) {
        Integer known = numbers.putIfAbsent(name, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }
}
