package org.lockreplay.lockorder;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * An order of vertices against which few edges run: the greedy heuristic of Eades, Lin and Smyth
 * ("A fast and effective heuristic for the feedback arc set problem", 1993).
 *
 * <p>Sinks go to the end, sources to the beginning, and of the others the one first that has the
 * most edges out for its edges in. Cost: {@code O((V + E) log V)}.
 */
final class VertexOrder {

    private final int[] from;
    private final int[] to;
    private final int[][] out;
    private final int[][] in;
    private final int[] outLeft;
    private final int[] inLeft;
    private final boolean[] gone;
    private final int[] place;
    private final LongHeap byBalance = new LongHeap();
    private final ArrayDeque<Integer> ends = new ArrayDeque<>();
    private int begin;
    private int end;

    private VertexOrder(int vertices, int[] from, int[] to) {
        this.from = from;
        this.to = to;
        out = group(vertices, from);
        in = group(vertices, to);
        outLeft = Arrays.stream(out).mapToInt(list -> list.length).toArray();
        inLeft = Arrays.stream(in).mapToInt(list -> list.length).toArray();
        gone = new boolean[vertices];
        place = new int[vertices];
        end = vertices - 1;
    }

    /** The place of each vertex, from 0. */
    static int[] of(int vertices, int[] from, int[] to) {
        VertexOrder order = new VertexOrder(vertices, from, to);
        order.arrange();
        return order.place;
    }

    private void arrange() {
        for (int vertex = 0; vertex < gone.length; vertex++) {
            note(vertex);
        }
        while (begin <= end) {
            int vertex = next();
            gone[vertex] = true;
            place[vertex] = outLeft[vertex] == 0 && inLeft[vertex] > 0 ? end-- : begin++;
            for (int edge : out[vertex]) {
                inLeft[to[edge]]--;
                note(to[edge]);
            }
            for (int edge : in[vertex]) {
                outLeft[from[edge]]--;
                note(from[edge]);
            }
        }
    }

    private int next() {
        while (!ends.isEmpty()) {
            int vertex = ends.remove();
            if (!gone[vertex]) {
                return vertex;
            }
        }
        while (true) {
            long entry = byBalance.removeLeast();
            int vertex = (int) entry;
            if (!gone[vertex] && entry == entry(vertex)) {
                return vertex;
            }
        }
    }

    private void note(int vertex) {
        if (gone[vertex]) {
            return;
        }
        if (outLeft[vertex] == 0 || inLeft[vertex] == 0) {
            ends.add(vertex);
        } else {
            byBalance.add(entry(vertex));
        }
    }

    /** The most edges out for its edges in sort first, and then the least vertex. */
    private long entry(int vertex) {
        return (long) (inLeft[vertex] - outLeft[vertex]) << 32 | vertex;
    }

    private static int[][] group(int vertices, int[] ends) {
        int[] count = new int[vertices];
        for (int vertex : ends) {
            count[vertex]++;
        }
        int[][] groups = new int[vertices][];
        for (int vertex = 0; vertex < vertices; vertex++) {
            groups[vertex] = new int[count[vertex]];
        }
        Arrays.fill(count, 0);
        for (int edge = 0; edge < ends.length; edge++) {
            groups[ends[edge]][count[ends[edge]]++] = edge;
        }
        return groups;
    }
}
