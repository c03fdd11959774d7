package org.lockreplay.lockorder;

import java.util.List;

/**
 * Lock classes that circles tie to each other: a strongly connected component of the lock-order
 * graph.
 *
 * @param classes sorted
 * @param cycles shortest first: a shortest one for every edge that lies on one, and a shortest
 *     unguarded one where that is guarded; if not {@code complete}, the shortest ones only
 * @param complete every edge was looked at
 * @param edges how many edges lie on its circles
 * @param pairs how many pairs of classes these are, which may be nested in several modes
 * @param turns the edges to turn round so that no unguarded circle is left, one for each pair of
 *     classes; empty for a single circle, where any will do
 * @param fewest no smaller set of pairs would do
 */
public record Knot(
        List<String> classes,
        List<LockCycle> cycles,
        boolean complete,
        int edges,
        int pairs,
        List<LockOrderEdge> turns,
        boolean fewest) {

    public Knot {
        classes = List.copyOf(classes);
        cycles = List.copyOf(cycles);
        turns = List.copyOf(turns);
    }

    /** All of its edges go round a single circle of classes, in whatever modes. */
    public boolean isRing() {
        return pairs == classes.size();
    }
}
