package org.lockreplay.lockorder;

import java.util.List;

/** What was held over each arc, as numbers that a search can carry along; 0 is nothing. */
final class Guarding {

    /** Of a search that does not ask. */
    static final Guarding NONE = new Guarding(List.of());

    private final Guards.Table table = new Guards.Table();
    private final int[] guards;

    Guarding(List<Guards> guardsOfArcs) {
        guards = guardsOfArcs.stream().mapToInt(table::number).toArray();
    }

    int of(int arc) {
        return guards.length == 0 ? 0 : guards[arc];
    }

    /** What of {@code held} was held over the arc too. */
    int and(int held, int arc) {
        return table.and(held, of(arc));
    }

    /** Whether something was held over all of the walk. */
    boolean covers(Walk walk) {
        int held = of(walk.arc(0));
        for (int i = 1; i < walk.length() && held != 0; i++) {
            held = and(held, walk.arc(i));
        }
        return held != 0;
    }
}
