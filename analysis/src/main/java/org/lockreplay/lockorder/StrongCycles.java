package org.lockreplay.lockorder;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The circles of a lock graph that can deadlock: for every arc on such a circle a shortest one.
 *
 * <p>Never all of them, of which there may be exponentially many. A circle visits no lock twice: a
 * strong walk that does is put together of circles, one of which is strong by itself. Where the
 * shortest circle through an arc is guarded (something was held over all of it), the shortest
 * unguarded one is there too.
 *
 * <p>Cost: one breadth-first search for each lock of a strongly connected component; a run of locks
 * with one arc in and one out, such as a ring, counts as one. Where that is too much, the shortest
 * circles of the component are found and no others, and {@link #arcsOfTooManyCircles} says so.
 */
final class StrongCycles {

    /** Steps to look at in all searches of a kind; some seconds. */
    private static final long EFFORT = 1L << 27;

    /** Where not all can be found, so many are enough. */
    private static final int ENOUGH = 1000;

    /** Where no short circle is found either, so many locks are tried for a long one. */
    private static final int LAST_TRIES = 100;

    /** How much dearer a step is in a search that knows what is held. */
    private static final int GUARDED_COST = 16;

    private final StateGraph graph;
    private final Guarding guarding;
    private final long effort;
    private final Set<Integer> incomplete = new HashSet<>();
    private final BitSet ringStarts;
    private final Walk[] best;
    private final NavigableSet<Walk> found = new TreeSet<>(Walk.BEST_FIRST);

    private StrongCycles(int vertices, List<Arc> arcs, IntFunction<Guards> guards, long effort) {
        this.effort = effort;
        graph = new StateGraph(vertices, arcs);
        guarding = new Guarding(graph, arcs.size(), guards);
        ringStarts = ringStarts();
        best = new Walk[arcs.size()];
    }

    /**
     * Finds the circles.
     *
     * @param guards for each arc what was held over it; asked for arcs on circles only
     */
    static StrongCycles in(int vertices, List<Arc> arcs, IntFunction<Guards> guards) {
        return in(vertices, arcs, guards, EFFORT);
    }

    /**
     * @param effort how many steps to look at before only the shortest circles are looked for
     */
    static StrongCycles in(int vertices, List<Arc> arcs, IntFunction<Guards> guards, long effort) {
        StrongCycles cycles = new StrongCycles(vertices, arcs, guards, effort);
        cycles.search();
        cycles.collect();
        return cycles;
    }

    /** The circles, each as the indices of its arcs from the least on, shortest first. */
    static List<int[]> of(int vertices, List<Arc> arcs, List<Guards> guards) {
        return in(vertices, arcs, guards::get).circles();
    }

    /** The circles, each as the indices of its arcs from the least on, shortest first. */
    List<int[]> circles() {
        return found.stream().map(Walk::arcs).toList();
    }

    /** The class of a lock that was held over all arcs of a circle, if there is one. */
    Optional<String> guard(int[] circle) {
        return guarding.over(circle);
    }

    /** The arcs that lie on circles, whether or not those were found. */
    BitSet arcsOnCircles() {
        BitSet on = new BitSet();
        for (int step = 0; step < graph.steps(); step++) {
            if (graph.alive(step)) {
                on.set(graph.arc(step));
            }
        }
        return on;
    }

    /** The arcs on circles of which only the shortest circles were looked for. */
    BitSet arcsOfTooManyCircles() {
        BitSet on = new BitSet();
        for (int step = 0; step < graph.steps(); step++) {
            if (graph.alive(step) && incomplete.contains(graph.component(step))) {
                on.set(graph.arc(step));
            }
        }
        return on;
    }

    private void search() {
        ShortestSteps shortest = new ShortestSteps(graph);
        Map<Integer, Long> sizes = graph.sizes();
        graph.members()
                .forEach(
                        (component, states) -> {
                            long searches = states.stream().filter(this::needsSearch).count();
                            if (searches * sizes.get(component) > effort) {
                                incomplete.add(component);
                                searchNear(shortest, states);
                            }
                        });
        searchAll(shortest);
    }

    private boolean needsSearch(int state) {
        for (int step : graph.in(state)) {
            if (!followsOnlyChoice(step)) {
                return true;
            }
        }
        return false;
    }

    /** Looks for short circles through these states, then for longer ones, until it has enough. */
    private void searchNear(ShortestSteps shortest, List<Integer> states) {
        int before = found.size();
        long looked = 0;
        for (int depth = 1; looked < effort && found.size() < before + ENOUGH; depth++) {
            for (int state : states) {
                looked += 1 + shortest.searchFrom(state, depth);
                findThrough(shortest, state);
                if (looked >= effort || found.size() >= before + ENOUGH) {
                    break;
                }
            }
        }
        for (int i = 0; found.size() == before && i < Math.min(states.size(), LAST_TRIES); i++) {
            shortest.searchFrom(states.get(i));
            findThrough(shortest, states.get(i));
        }
    }

    private void findThrough(ShortestSteps shortest, int state) {
        for (int step : graph.in(state)) {
            if (shortest.visited(graph.from(step))) {
                int[] steps = prepend(step, shortest.pathTo(graph.from(step)));
                if (isSimple(steps)) {
                    found.add(walk(steps));
                }
            }
        }
    }

    private void searchAll(ShortestSteps shortest) {
        for (int state = 0; state < graph.states(); state++) {
            if (graph.in(state).length == 0
                    || incomplete.contains(graph.component(graph.in(state)[0]))) {
                continue;
            }
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

    /** Compares with each walk that is best somewhere on it once: long ones take their time. */
    private void offer(Walk walk) {
        IdentityHashMap<Walk, Boolean> better = new IdentityHashMap<>();
        Walk known = null;
        boolean wins = true;
        for (int i = 0; i < walk.length(); i++) {
            Walk before = best[walk.arc(i)];
            if (before != known) {
                known = before;
                wins = better.computeIfAbsent(known, other -> isBetter(walk, other));
            }
            if (wins) {
                best[walk.arc(i)] = walk;
            }
        }
    }

    private static boolean isBetter(Walk walk, Walk known) {
        return known == null || Walk.BEST_FIRST.compare(walk, known) < 0;
    }

    private void collect() {
        found.forEach(this::offer);
        IdentityHashMap<Walk, Boolean> guarded = new IdentityHashMap<>();
        for (Walk walk : best) {
            if (walk != null && !guarded.containsKey(walk)) {
                guarded.put(walk, guarding.covers(walk));
                found.add(walk);
            }
        }
        Map<Integer, Integer> heldOverAll = heldOverComponents();
        UnguardedWalk unguarded = new UnguardedWalk(graph, guarding, effort / GUARDED_COST);
        for (int step = 0; step < graph.steps(); step++) {
            if (graph.alive(step)
                    && heldOverAll.get(graph.component(step)) == 0
                    && !unguarded.isExhausted()
                    && guarded.getOrDefault(best[graph.arc(step)], false)) {
                unguarded.through(step).flatMap(simpleFrom(step)).ifPresent(found::add);
                if (unguarded.isExhausted()) {
                    incomplete.add(graph.component(step));
                }
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
