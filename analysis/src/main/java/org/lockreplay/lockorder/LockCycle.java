package org.lockreplay.lockorder;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A circle of lock classes that can deadlock.
 *
 * @param edges in order, the one out of the least class first
 * @param guard the class of a lock that was held over every edge, if there is one
 */
public record LockCycle(List<LockOrderEdge> edges, Optional<String> guard) {

    /** Shortest first, then by names. */
    static final Comparator<LockCycle> SHORTEST_FIRST = LockCycle::compare;

    public LockCycle {
        edges = List.copyOf(edges);
    }

    /** The classes in the order of the circle. */
    public List<String> classes() {
        return edges.stream().map(LockOrderEdge::outer).toList();
    }

    private static int compare(LockCycle one, LockCycle other) {
        int size = one.edges.size();
        int order = Integer.compare(size, other.edges.size());
        for (int i = 0; order == 0 && i < size; i++) {
            String name = one.edges.get(i).outer();
            String otherName = other.edges.get(i).outer();
            order = name.equals(otherName) ? 0 : name.compareTo(otherName);
        }
        return order;
    }
}
