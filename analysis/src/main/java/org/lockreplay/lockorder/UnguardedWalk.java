package org.lockreplay.lockorder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shortest closed walk through a step over all of which nothing common is held.
 *
 * <p>Breadth first over pairs of a state and what is held over the arcs so far. What is held can
 * only shrink, and is a few locks at most: few pairs for each state.
 */
final class UnguardedWalk {

    private record Node(int state, int guards) {}

    private record Reached(Node before, int step) {}

    private final StateGraph graph;
    private final Guarding guarding;
    private long effort;

    /**
     * @param effort how many steps to look at in all; with more, nothing is found
     */
    UnguardedWalk(StateGraph graph, Guarding guarding, long effort) {
        this.graph = graph;
        this.guarding = guarding;
        this.effort = effort;
    }

    /** It gave up: there may be walks that it did not find. */
    boolean isExhausted() {
        return effort <= 0;
    }

    /** All steps of the walk, {@code closing} first. */
    Optional<int[]> through(int closing) {
        Node start = new Node(graph.to(closing), guarding.of(graph.arc(closing)));
        Node goal = new Node(graph.from(closing), 0);
        Map<Node, Reached> reached = new HashMap<>();
        ArrayDeque<Node> queue = new ArrayDeque<>(List.of(start));
        reached.put(start, new Reached(start, closing));
        while (!queue.isEmpty() && effort > 0) {
            Node node = queue.remove();
            if (node.equals(goal)) {
                return Optional.of(steps(reached, start, goal));
            }
            for (int step : graph.out(node.state())) {
                effort--;
                int guards = guarding.and(node.guards(), graph.arc(step));
                Node next = new Node(graph.to(step), guards);
                if (reached.putIfAbsent(next, new Reached(node, step)) == null) {
                    queue.add(next);
                }
            }
        }
        return Optional.empty();
    }

    private static int[] steps(Map<Node, Reached> reached, Node start, Node goal) {
        List<Integer> steps = new ArrayList<>();
        for (Node node = goal; !node.equals(start); node = reached.get(node).before()) {
            steps.add(reached.get(node).step());
        }
        steps.add(reached.get(start).step());
        Collections.reverse(steps);
        return steps.stream().mapToInt(Integer::intValue).toArray();
    }
}
