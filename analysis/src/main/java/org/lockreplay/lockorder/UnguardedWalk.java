package org.lockreplay.lockorder;

import java.util.Arrays;
import java.util.Optional;

/**
 * The shortest closed walk through a step over all of which nothing common is held.
 *
 * <p>Breadth first over pairs of a state and what is held over the arcs so far, which can only
 * shrink. A state is not entered again with more than was held when it was entered before: whatever
 * walk goes on from there goes on from the other one too, and is not longer. So there are few pairs
 * for each state, and one where nothing is held any more.
 */
final class UnguardedWalk {

    private static final int NONE = -1;
    private static final int[] NOTHING = {};

    private final StateGraph graph;
    private final Guarding guarding;
    private final int[][] heldAt;
    private int[] nodeState = new int[64];
    private int[] nodeHeld = new int[64];
    private int[] nodeBefore = new int[64];
    private int[] nodeStep = new int[64];
    private int nodes;
    private long effort;

    /**
     * @param effort how many steps to look at in all; with more, nothing is found
     */
    UnguardedWalk(StateGraph graph, Guarding guarding, long effort) {
        this.graph = graph;
        this.guarding = guarding;
        this.effort = effort;
        heldAt = new int[graph.states()][];
        Arrays.fill(heldAt, NOTHING);
    }

    /** It gave up: there may be walks that it did not find. */
    boolean isExhausted() {
        return effort <= 0;
    }

    /** All steps of the walk, {@code closing} first. */
    Optional<int[]> through(int closing) {
        nodes = 0;
        enter(NONE, closing, guarding.of(graph.arc(closing)));
        Optional<int[]> walk = search(graph.from(closing));
        for (int node = 0; node < nodes; node++) {
            heldAt[nodeState[node]] = NOTHING;
        }
        return walk;
    }

    private Optional<int[]> search(int goal) {
        for (int node = 0; node < nodes && effort > 0; node++) {
            if (nodeState[node] == goal && nodeHeld[node] == 0) {
                return Optional.of(stepsTo(node));
            }
            for (int step : graph.out(nodeState[node])) {
                effort--;
                int held = guarding.and(nodeHeld[node], graph.arc(step));
                if (isLess(held, heldAt[graph.to(step)])) {
                    enter(node, step, held);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether none of the others is a part of what is held, or all of it. */
    private boolean isLess(int held, int[] others) {
        for (int other : others) {
            effort--;
            if (other == held || guarding.both(held, other) == other) {
                return false;
            }
        }
        return true;
    }

    private void enter(int before, int step, int held) {
        if (nodes == nodeState.length) {
            nodeState = Arrays.copyOf(nodeState, 2 * nodes);
            nodeHeld = Arrays.copyOf(nodeHeld, 2 * nodes);
            nodeBefore = Arrays.copyOf(nodeBefore, 2 * nodes);
            nodeStep = Arrays.copyOf(nodeStep, 2 * nodes);
        }
        int state = graph.to(step);
        int[] others = heldAt[state];
        heldAt[state] = Arrays.copyOf(others, others.length + 1);
        heldAt[state][others.length] = held;
        nodeState[nodes] = state;
        nodeHeld[nodes] = held;
        nodeBefore[nodes] = before;
        nodeStep[nodes++] = step;
    }

    private int[] stepsTo(int node) {
        int length = 0;
        for (int at = node; at != NONE; at = nodeBefore[at]) {
            length++;
        }
        int[] steps = new int[length];
        for (int at = node; at != NONE; at = nodeBefore[at]) {
            steps[--length] = nodeStep[at];
        }
        return steps;
    }
}
