package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.Arrays;
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

    /** Sorted by their classes, so that those of one pair stand together. */
    private final List<LockOrderEdge> edges;

    private final List<Arc> arcs = new ArrayList<>();
    private final int[] parent;
    private final StrongCycles found;
    private final int[] placeInKnot;

    private record Turns(List<LockOrderEdge> edges, boolean fewest) {}

    Knots(List<LockOrderEdge> edges) {
        this.edges = edges;
        Map<String, Integer> numbers = new HashMap<>();
        for (LockOrderEdge edge : edges) {
            int from = number(numbers, edge.outer());
            int to = number(numbers, edge.inner());
            arcs.add(new Arc(from, to, edge.shared(), edge.recursive()));
        }
        placeInKnot = new int[edges.size()];
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
        int pairs = 0;
        int before = -1;
        for (int arc : members) {
            boolean otherOuter = before < 0 || arcs.get(arc).from() != arcs.get(before).from();
            if (otherOuter) {
                classes.add(edges.get(arc).outer());
            }
            pairs += otherOuter || arcs.get(arc).to() != arcs.get(before).to() ? 1 : 0;
            before = arc;
        }
        List<LockCycle> cycles = new ArrayList<>();
        circles.forEach(circle -> cycles.add(cycle(circle)));
        cycles.sort(LockCycle.SHORTEST_FIRST);
        Turns turns = turns(circles, members, complete);
        return new Knot(
                List.copyOf(classes),
                cycles,
                complete,
                members.size(),
                pairs,
                turns.edges(),
                turns.fewest());
    }

    /** What breaks the circles over which nothing is held; nothing for a single circle. */
    private Turns turns(List<int[]> circles, List<Integer> members, boolean complete) {
        List<int[]> unguarded = circles.stream().filter(c -> found.guard(c).isEmpty()).toList();
        if (circles.size() < 2 || unguarded.isEmpty()) {
            return new Turns(List.of(), false);
        }
        int[] known = members.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < known.length; i++) {
            placeInKnot[known[i]] = i;
        }
        Breaking.Result result =
                Breaking.of(
                        members.stream().map(arcs::get).toList(),
                        local -> edges.get(known[local]).guards(),
                        local -> edges.get(known[local]).count(),
                        unguarded.stream().map(this::places).toList(),
                        complete);
        List<LockOrderEdge> turns = new ArrayList<>();
        result.arcs().forEach(local -> turns.add(edges.get(known[local])));
        return new Turns(turns, result.exact());
    }

    private int[] places(int[] circle) {
        return Arrays.stream(circle).map(arc -> placeInKnot[arc]).toArray();
    }

    private LockCycle cycle(int[] circle) {
        List<LockOrderEdge> around = new ArrayList<>(circle.length);
        List<String> classes = new ArrayList<>(circle.length);
        for (int arc : circle) {
            around.add(edges.get(arc));
            classes.add(edges.get(arc).outer());
        }
        Collections.rotate(around, -LexicalOrder.leastRotation(classes));
        return new LockCycle(around, found.guard(circle));
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
