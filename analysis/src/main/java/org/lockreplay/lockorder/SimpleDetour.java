package org.lockreplay.lockorder;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * The shortest closed walk through a step that visits no lock twice, for the rare step whose
 * shortest closed walk does.
 *
 * <p>Deciding whether there is one is NP-complete (a path that avoids forbidden pairs of arcs), so
 * the search gives up after {@link #EFFORT} steps; the walk that is not simple is then as good an
 * answer. Depth first by increasing length, on an explicit stack.
 */
final class SimpleDetour {

    private static final int EFFORT = 50_000;
    private static final int FAR = Integer.MAX_VALUE;

    private final StateGraph graph;
    private final int closing;
    private final int[] distance;
    private final BitSet visited = new BitSet();
    private int[] path = new int[16];
    private int[] choice = new int[16];
    private int effort;

    private SimpleDetour(StateGraph graph, int closing) {
        this.graph = graph;
        this.closing = closing;
        this.distance = distances(graph, graph.from(closing));
    }

    /** The steps after {@code closing} that lead back to where it starts. */
    static Optional<int[]> after(StateGraph graph, int closing) {
        return new SimpleDetour(graph, closing).search();
    }

    private Optional<int[]> search() {
        int start = graph.to(closing);
        int longest = (int) Arrays.stream(distance).filter(d -> d != FAR).count();
        for (int limit = distance[start]; limit < longest && effort < EFFORT; limit++) {
            int length = descend(start, limit);
            if (length > 0) {
                return Optional.of(Arrays.copyOf(path, length));
            }
        }
        return Optional.empty();
    }

    /** The length of the path found, with at most {@code limit} steps; 0 if there is none. */
    private int descend(int start, int limit) {
        visited.clear();
        visited.set(StateGraph.vertex(start));
        int depth = 0;
        int state = start;
        reserve(0);
        choice[0] = 0;
        while (effort++ < EFFORT) {
            int[] out = graph.out(state);
            if (choice[depth] == out.length) {
                if (depth == 0) {
                    return 0;
                }
                visited.clear(StateGraph.vertex(state));
                state = graph.from(path[--depth]);
                continue;
            }
            int step = out[choice[depth]++];
            int next = graph.to(step);
            if (visited.get(StateGraph.vertex(next)) || distance[next] > limit - depth - 1) {
                continue;
            }
            path[depth++] = step;
            if (next == graph.from(closing)) {
                return depth;
            }
            reserve(depth);
            visited.set(StateGraph.vertex(next));
            choice[depth] = 0;
            state = next;
        }
        return 0;
    }

    private void reserve(int depth) {
        if (depth == path.length) {
            path = Arrays.copyOf(path, 2 * depth);
            choice = Arrays.copyOf(choice, 2 * depth);
        }
    }

    private static int[] distances(StateGraph graph, int target) {
        int[] distance = new int[graph.states()];
        Arrays.fill(distance, FAR);
        int[] queue = new int[graph.states()];
        distance[target] = 0;
        queue[0] = target;
        int end = 1;
        for (int next = 0; next < end; next++) {
            for (int step : graph.in(queue[next])) {
                int state = graph.from(step);
                if (distance[state] == FAR) {
                    distance[state] = distance[queue[next]] + 1;
                    queue[end++] = state;
                }
            }
        }
        return distance;
    }
}
