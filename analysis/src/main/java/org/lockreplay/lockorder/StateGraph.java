package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lock graph in which every closed walk is a strong one.
 *
 * <p>A cycle deadlocks if and only if nowhere an arc into a recursive reader is followed by one out
 * of a shared holder (Documentation/locking/lockdep-design.rst, Linux 6.1, "strong dependency
 * path"). So a state is a lock together with the way in which it was reached: {@code 2 v} by an arc
 * that is not recursive, {@code 2 v + 1} by a recursive one; from the latter no shared arc goes on.
 * An arc gives a step from each state in which it may be taken.
 *
 * <p>Only steps inside a strongly connected component are kept, in the order of their arcs. Cost:
 * {@code O(V + E)}, without recursion.
 */
final class StateGraph {

    private final int states;
    private final int[] from;
    private final int[] to;
    private final int[] arc;
    private int[][] out;
    private int[][] in;
    private final boolean[] dead;
    private final int[] component;

    StateGraph(int vertices, List<Arc> arcs) {
        states = 2 * vertices;
        int steps = 0;
        for (Arc each : arcs) {
            steps += each.shared() ? 1 : 2;
        }
        from = new int[steps];
        to = new int[steps];
        arc = new int[steps];
        fill(arcs);
        dead = new boolean[steps];
        index();
        peel();
        component = anyAlive() ? Components.of(out, to) : new int[0];
        keepComponents();
        index();
    }

    int states() {
        return states;
    }

    int steps() {
        return arc.length;
    }

    /** The lock of a state. */
    static int vertex(int state) {
        return state >> 1;
    }

    int from(int step) {
        return from[step];
    }

    int to(int step) {
        return to[step];
    }

    int arc(int step) {
        return arc[step];
    }

    boolean alive(int step) {
        return !dead[step];
    }

    /** The number of the component in which a live step lies. */
    int component(int step) {
        return component[from[step]];
    }

    /** How many live steps each component has. */
    Map<Integer, Long> sizes() {
        Map<Integer, Long> sizes = new TreeMap<>();
        for (int step = 0; step < arc.length; step++) {
            if (!dead[step]) {
                sizes.merge(component(step), 1L, Long::sum);
            }
        }
        return sizes;
    }

    /** The states on cycles, by their components. */
    Map<Integer, List<Integer>> members() {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int state = 0; state < states; state++) {
            if (in[state].length > 0) {
                members.computeIfAbsent(component[state], absent -> new ArrayList<>()).add(state);
            }
        }
        return members;
    }

    /** The steps that leave a state and lie on a cycle, in ascending order. */
    int[] out(int state) {
        return out[state];
    }

    /** The steps that enter a state and lie on a cycle, in ascending order. */
    int[] in(int state) {
        return in[state];
    }

    private void fill(List<Arc> arcs) {
        int step = 0;
        for (int i = 0; i < arcs.size(); i++) {
            Arc each = arcs.get(i);
            int target = 2 * each.to() + (each.recursive() ? 1 : 0);
            for (int reached = 0; reached <= (each.shared() ? 0 : 1); reached++) {
                from[step] = 2 * each.from() + reached;
                to[step] = target;
                arc[step++] = i;
            }
        }
    }

    private void index() {
        out = group(from);
        in = group(to);
    }

    private int[][] group(int[] state) {
        int[] count = new int[states];
        for (int step = 0; step < arc.length; step++) {
            if (!dead[step]) {
                count[state[step]]++;
            }
        }
        int[][] groups = new int[states][];
        for (int i = 0; i < states; i++) {
            groups[i] = new int[count[i]];
        }
        Arrays.fill(count, 0);
        for (int step = 0; step < arc.length; step++) {
            if (!dead[step]) {
                groups[state[step]][count[state[step]]++] = step;
            }
        }
        return groups;
    }

    private boolean anyAlive() {
        for (boolean isDead : dead) {
            if (!isDead) {
                return true;
            }
        }
        return false;
    }

    private void peel() {
        peel(in, out, to);
        index();
        peel(out, in, from);
        index();
    }

    /** Removes, again and again, the states that have no step in {@code needed}. */
    private void peel(int[][] needed, int[][] others, int[] far) {
        int[] left = new int[states];
        int[] queue = new int[states];
        int end = 0;
        for (int state = 0; state < states; state++) {
            left[state] = needed[state].length;
            if (left[state] == 0) {
                queue[end++] = state;
            }
        }
        for (int next = 0; next < end; next++) {
            for (int step : others[queue[next]]) {
                dead[step] = true;
                if (--left[far[step]] == 0) {
                    queue[end++] = far[step];
                }
            }
        }
    }

    private void keepComponents() {
        for (int step = 0; step < arc.length; step++) {
            dead[step] = dead[step] || component[from[step]] != component[to[step]];
        }
    }
}
