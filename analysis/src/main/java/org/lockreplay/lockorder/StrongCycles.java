package org.lockreplay.lockorder;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The circles of a lock graph that can deadlock: for every arc on such a circle a shortest one.
 *
 * <p>Never all of them, of which there may be exponentially many. A circle visits no lock twice: a
 * strong walk that does is put together of circles, one of which is strong by itself. Where the
 * shortest circle through an arc is guarded (something was held over all of it), the shortest
 * unguarded one is there too.
 *
 * <p>Cost: one breadth-first search for each lock of a strongly connected component; a run of locks
 * with one arc in and one out, such as a ring, counts as one.
 */
final class StrongCycles {

    private final StateGraph graph;
    private final Guarding guarding;
    private final BitSet ringStarts;
    private final Walk[] best;
    private final NavigableSet<Walk> found = new TreeSet<>(Walk.BEST_FIRST);

    private StrongCycles(int vertices, List<Arc> arcs, List<Guards> guards) {
        graph = new StateGraph(vertices, arcs);
        guarding = new Guarding(guards);
        ringStarts = ringStarts();
        best = new Walk[arcs.size()];
    }

    /**
     * The circles, each as the indices of its arcs from the least on, shortest first.
     *
     * @param guards for each arc what was held over it
     */
    static List<int[]> of(int vertices, List<Arc> arcs, List<Guards> guards) {
        StrongCycles cycles = new StrongCycles(vertices, arcs, guards);
        cycles.search();
        cycles.collect();
        return cycles.found.stream().map(Walk::arcs).toList();
    }

    private void search() {
        ShortestSteps shortest = new ShortestSteps(graph);
        for (int state = 0; state < graph.states(); state++) {
            boolean searched = false;
            for (int step : graph.in(state)) {
                if (followsOnlyChoice(step)) {
                    continue;
                }
                if (!searched) {
                    shortest.searchFrom(state);
                    searched = true;
                }
                close(step, shortest.pathTo(graph.from(step))).ifPresent(this::offer);
            }
        }
    }

    /**
     * Whether the circles of this step are those of the one step before it, so that it needs no
     * search of its own; in a ring of such steps, the one that leaves the least state does.
     */
    private boolean followsOnlyChoice(int step) {
        return isRun(graph.from(step)) && !ringStarts.get(graph.from(step));
    }

    private boolean isRun(int state) {
        return graph.in(state).length == 1 && graph.out(state).length == 1;
    }

    /** The least state of every component that is a ring. */
    private BitSet ringStarts() {
        BitSet starts = new BitSet();
        BitSet seen = new BitSet();
        for (int state = 0; state < graph.states(); state++) {
            int at = state;
            while (isRun(at) && !seen.get(at)) {
                seen.set(at);
                at = graph.to(graph.out(at)[0]);
                if (at == state) {
                    starts.set(state);
                }
            }
        }
        return starts;
    }

    private Optional<Walk> close(int step, int[] rest) {
        int[] steps = prepend(step, rest);
        return isSimple(steps)
                ? Optional.of(walk(steps))
                : SimpleDetour.after(graph, step).map(simple -> walk(prepend(step, simple)));
    }

    private void offer(Walk walk) {
        for (int i = 0; i < walk.length(); i++) {
            int arc = walk.arc(i);
            if (best[arc] == null || Walk.BEST_FIRST.compare(walk, best[arc]) < 0) {
                best[arc] = walk;
            }
        }
    }

    private void collect() {
        IdentityHashMap<Walk, Boolean> guarded = new IdentityHashMap<>();
        for (Walk walk : best) {
            if (walk != null && !guarded.containsKey(walk)) {
                guarded.put(walk, guarding.covers(walk));
                found.add(walk);
            }
        }
        Map<Integer, Integer> heldOverAll = heldOverComponents();
        UnguardedWalk unguarded = new UnguardedWalk(graph, guarding);
        for (int step = 0; step < graph.steps(); step++) {
            if (graph.alive(step)
                    && heldOverAll.get(graph.component(step)) == 0
                    && guarded.getOrDefault(best[graph.arc(step)], false)) {
                unguarded.through(step).flatMap(simpleFrom(step)).ifPresent(found::add);
            }
        }
    }

    /** What was held over all arcs of each component; where that is something, all is guarded. */
    private Map<Integer, Integer> heldOverComponents() {
        Map<Integer, Integer> held = new HashMap<>();
        for (int step = 0; step < graph.steps(); step++) {
            if (graph.alive(step)) {
                int arc = graph.arc(step);
                held.merge(
                        graph.component(step),
                        guarding.of(arc),
                        (before, here) -> guarding.and(before, arc));
            }
        }
        return held;
    }

    private Function<int[], Optional<Walk>> simpleFrom(int step) {
        return steps ->
                isSimple(steps)
                        ? Optional.of(walk(steps))
                        : SimpleDetour.unguardedAfter(graph, step, guarding)
                                .map(rest -> walk(prepend(step, rest)));
    }

    private Walk walk(int[] steps) {
        return new Walk(Arrays.stream(steps).map(graph::arc).toArray());
    }

    private boolean isSimple(int[] steps) {
        int[] vertices = new int[steps.length];
        for (int i = 0; i < steps.length; i++) {
            vertices[i] = StateGraph.vertex(graph.from(steps[i]));
        }
        Arrays.sort(vertices);
        for (int i = 1; i < vertices.length; i++) {
            if (vertices[i] == vertices[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static int[] prepend(int step, int[] rest) {
        int[] steps = new int[rest.length + 1];
        steps[0] = step;
        System.arraycopy(rest, 0, steps, 1, rest.length);
        return steps;
    }
}
