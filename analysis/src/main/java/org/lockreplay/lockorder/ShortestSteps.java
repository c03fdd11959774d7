package org.lockreplay.lockorder;

import java.util.Arrays;

/**
 * Breadth-first search over a {@link StateGraph}, from one state at a time.
 *
 * <p>The arrays are made once and stamped, so that a search costs only what it visits.
 */
final class ShortestSteps {

    private static final int NONE = -1;

    private final StateGraph graph;
    private final int[] stamp;
    private final int[] reachedBy;
    private final int[] queue;
    private int search;

    ShortestSteps(StateGraph graph) {
        this.graph = graph;
        stamp = new int[graph.states()];
        reachedBy = new int[graph.states()];
        queue = new int[graph.states()];
    }

    /** Visits all that can be reached; ties go to the lowest step. */
    void searchFrom(int start) {
        searchFrom(start, Integer.MAX_VALUE);
    }

    /** Visits all that can be reached in so many steps; answers how many steps it looked at. */
    long searchFrom(int start, int depth) {
        search++;
        visit(start, NONE, 0);
        int end = 1;
        int endOfLevel = 1;
        int level = 0;
        long looked = 0;
        for (int next = 0; next < end && level < depth; next++) {
            for (int step : graph.out(queue[next])) {
                looked++;
                if (stamp[graph.to(step)] != search) {
                    visit(graph.to(step), step, end++);
                }
            }
            if (next + 1 == endOfLevel) {
                level++;
                endOfLevel = end;
            }
        }
        return looked;
    }

    /** Whether the last search came here. */
    boolean visited(int state) {
        return stamp[state] == search;
    }

    /** The steps of a shortest path to a visited state, in order. */
    int[] pathTo(int state) {
        int[] path = new int[16];
        int length = 0;
        for (int step = reachedBy[state]; step != NONE; step = reachedBy[graph.from(step)]) {
            path = length == path.length ? Arrays.copyOf(path, 2 * length) : path;
            path[length++] = step;
        }
        int[] ordered = new int[length];
        for (int i = 0; i < length; i++) {
            ordered[i] = path[length - 1 - i];
        }
        return ordered;
    }

    private void visit(int state, int step, int place) {
        stamp[state] = search;
        reachedBy[state] = step;
        queue[place] = state;
    }
}
