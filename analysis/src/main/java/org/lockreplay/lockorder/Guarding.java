package org.lockreplay.lockorder;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/** What was held over each arc, as numbers that a search can carry along; 0 is nothing. */
final class Guarding {

    /** Of a search that does not ask. */
    static final Guarding NONE = new Guarding();

    private static final int UNASKED = -1;

    private final Guards.Table table = new Guards.Table();
    private final int[] guards;

    private Guarding() {
        guards = new int[0];
    }

    /** Of the arcs of this graph that lie on cycles; {@code guardsOf} is asked for no others. */
    Guarding(StateGraph graph, int arcs, IntFunction<Guards> guardsOf) {
        guards = new int[arcs];
        Arrays.fill(guards, UNASKED);
        for (int step = 0; step < graph.steps(); step++) {
            int arc = graph.arc(step);
            if (graph.alive(step) && guards[arc] == UNASKED) {
                guards[arc] = table.number(guardsOf.apply(arc));
            }
        }
    }

    int of(int arc) {
        return guards.length == 0 ? 0 : guards[arc];
    }

    /** What of {@code held} was held over the arc too. */
    int and(int held, int arc) {
        return table.and(held, of(arc));
    }

    /** What is in both of what is held. */
    int both(int some, int others) {
        return table.and(some, others);
    }

    /** Whether something was held over all of the walk. */
    boolean covers(Walk walk) {
        return held(walk.arcs()) != 0;
    }

    /** The class of what was held over all of these arcs, if there is something. */
    Optional<String> over(int[] arcs) {
        return table.guard(held(arcs));
    }

    private int held(int[] arcs) {
        int held = of(arcs[0]);
        for (int i = 1; i < arcs.length && held != 0; i++) {
            held = and(held, arcs[i]);
        }
        return held;
    }
}
