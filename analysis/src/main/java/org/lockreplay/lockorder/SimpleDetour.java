package org.lockreplay.lockorder;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * The shortest closed walk through a step that visits no lock twice, for the rare step whose
 * shortest closed walk does.
 *
 * <p>Deciding whether there is one is NP-complete (a path that avoids forbidden pairs of arcs), so
 * the search gives up after {@link #EFFORT} steps; the strong circle that the walk contains is
 * found all the same, from its own arcs. Depth first by increasing length, on an explicit stack.
 */
final class SimpleDetour {

    private static final int EFFORT = 50_000;
    private static final int FAR = Integer.MAX_VALUE;

    private final StateGraph graph;
    private final int closing;
    private final Guarding guarding;
    private final int[] distance;
    private final BitSet visited = new BitSet();
    private int[] path = new int[16];
    private int[] choice = new int[16];
    private int[] guards = new int[16];
    private int effort;

    private SimpleDetour(StateGraph graph, int closing, Guarding guarding) {
        this.graph = graph;
        this.closing = closing;
        this.guarding = guarding;
        this.distance = distances(graph, graph.from(closing));
    }

    /** The steps after {@code closing} that lead back to where it starts, guarded or not. */
    static Optional<int[]> after(StateGraph graph, int closing) {
        return new SimpleDetour(graph, closing, Guarding.NONE).search();
    }

    /** The steps after {@code closing} that lead back, together not guarded. */
    static Optional<int[]> unguardedAfter(StateGraph graph, int closing, Guarding guarding) {
        return new SimpleDetour(graph, closing, guarding).search();
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
        choice[0] = 0;
        guards[0] = guarding.of(graph.arc(closing));
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
            reserve(depth);
            guards[depth] = guarding.and(guards[depth - 1], graph.arc(step));
            if (next == graph.from(closing)) {
                if (guards[depth] == 0) {
                    return depth;
                }
                depth--;
                continue;
            }
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
            guards = Arrays.copyOf(guards, 2 * depth);
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
