package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The slow and obvious answer: every simple cycle of a small graph, tried one by one. */
final class BruteForce {

    private final List<Arc> arcs;

    BruteForce(List<Arc> arcs) {
        this.arcs = arcs;
    }

    /** The length of the shortest strong cycle through an arc that visits no lock twice. */
    OptionalInt shortestThrough(int arc) {
        return cyclesThrough(arc).stream().mapToInt(cycle -> cycle.length).min();
    }

    /** All strong cycles through an arc that visit no lock twice. */
    List<int[]> cyclesThrough(int arc) {
        List<int[]> cycles = new ArrayList<>();
        extend(new ArrayList<>(List.of(arc)), cycles);
        return cycles;
    }

    /** Whether the arcs, in this order, close a strong cycle. */
    boolean isStrong(int[] cycle) {
        for (int i = 0; i < cycle.length; i++) {
            Arc here = arcs.get(cycle[i]);
            Arc next = arcs.get(cycle[(i + 1) % cycle.length]);
            if (here.to() != next.from() || (here.recursive() && next.shared())) {
                return false;
            }
        }
        return true;
    }

    private void extend(List<Integer> path, List<int[]> cycles) {
        Arc last = arcs.get(path.get(path.size() - 1));
        if (last.to() == arcs.get(path.get(0)).from()) {
            int[] cycle = path.stream().mapToInt(Integer::intValue).toArray();
            if (isStrong(cycle)) {
                cycles.add(cycle);
            }
            return;
        }
        for (int arc = 0; arc < arcs.size(); arc++) {
            if (arcs.get(arc).from() == last.to() && isNew(path, last.to())) {
                path.add(arc);
                extend(path, cycles);
                path.remove(path.size() - 1);
            }
        }
    }

    private boolean isNew(List<Integer> path, int vertex) {
        return path.stream().noneMatch(arc -> arcs.get(arc).from() == vertex);
    }
}
