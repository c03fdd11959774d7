package org.lockreplay.lockorder;

import java.util.Arrays;

/**
 * The strongly connected components of a directed graph, by Tarjan's algorithm without recursion.
 *
 * <p>Cost: {@code O(V + E)}, five integers for each vertex.
 */
final class Components {

    private static final int NONE = -1;

    private final int[][] out;
    private final int[] to;
    private final int[] component;
    private final int[] index;
    private final int[] low;
    private final int[] next;
    private final int[] path;
    private final int[] open;
    private int opened;
    private int visited;
    private int count;

    private Components(int[][] out, int[] to) {
        this.out = out;
        this.to = to;
        component = new int[out.length];
        index = new int[out.length];
        low = new int[out.length];
        next = new int[out.length];
        path = new int[out.length];
        open = new int[out.length];
        Arrays.fill(component, NONE);
        Arrays.fill(index, NONE);
    }

    /**
     * The number of the component of each vertex.
     *
     * @param out for each vertex the edges that leave it
     * @param to for each edge where it leads
     */
    static int[] of(int[][] out, int[] to) {
        Components components = new Components(out, to);
        for (int vertex = 0; vertex < out.length; vertex++) {
            if (components.index[vertex] == NONE) {
                components.visitFrom(vertex);
            }
        }
        return components.component;
    }

    private void visitFrom(int start) {
        int depth = 0;
        path[0] = start;
        enter(start);
        while (depth >= 0) {
            int vertex = path[depth];
            if (next[vertex] < out[vertex].length) {
                int other = to[out[vertex][next[vertex]++]];
                if (index[other] == NONE) {
                    path[++depth] = other;
                    enter(other);
                } else if (component[other] == NONE) {
                    low[vertex] = Math.min(low[vertex], index[other]);
                }
            } else {
                close(vertex);
                depth--;
                if (depth >= 0) {
                    low[path[depth]] = Math.min(low[path[depth]], low[vertex]);
                }
            }
        }
    }

    private void enter(int vertex) {
        index[vertex] = visited;
        low[vertex] = visited++;
        open[opened++] = vertex;
    }

    private void close(int vertex) {
        if (low[vertex] == index[vertex]) {
            int member;
            do {
                member = open[--opened];
                component[member] = count;
            } while (member != vertex);
            count++;
        }
    }
}
