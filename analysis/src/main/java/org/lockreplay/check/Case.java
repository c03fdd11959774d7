package org.lockreplay.check;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lockreplay.lockorder.InstanceCycle;
import org.lockreplay.lockorder.InstanceGraphs;
import org.lockreplay.lockorder.LockOrderGraph;
import org.lockreplay.replay.lock.InstanceView;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;

/**
 * What the rules judge, and what to go by.
 *
 * @param options with the types of locks that the summary proves
 * @param graph the lock-order graph of the summary
 * @param tangles the circles of classes in it, by the knots that they make
 * @param instanceCycles the circles of locks of one class
 * @param inversions where interrupts and classes do not agree, for each kind of interrupt
 * @param views what a second pass over traces of the summary saw, by their indices
 */
record Case(
        LockOrderSummary summary,
        CheckOptions options,
        LockOrderGraph graph,
        List<Tangle> tangles,
        List<InstanceCycle> instanceCycles,
        List<Inversions> inversions,
        Map<Integer, InstanceView> views) {

    /** A summary that no trace was looked at again for. */
    static Case of(LockOrderSummary seen, CheckOptions given) {
        CheckOptions options = given.withTypes(ProvenTypes.of(seen, given.types()));
        LockOrderSummary summary = new Exclusion(options.types()).of(seen);
        LockOrderGraph graph = new LockOrderGraph(summary, options.types());
        return new Case(
                summary,
                options,
                graph,
                graph.knots().stream().map(knot -> Tangle.of(knot, options, summary)).toList(),
                InstanceGraphs.cycles(summary, options.types()),
                Stream.of(Interrupt.values())
                        .map(each -> Inversions.of(each, summary, graph, options.types()))
                        .toList(),
                Map.of());
    }

    Case with(Map<Integer, InstanceView> seen) {
        Map<Integer, InstanceView> looks = sorted(seen, new Exclusion(options.types()));
        return new Case(summary, options, graph, tangles, instanceCycles, inversions, looks);
    }

    /** In the order of the traces, which the maps of {@code Map.copyOf} change from run to run. */
    private static Map<Integer, InstanceView> sorted(
            Map<Integer, InstanceView> seen, Exclusion exclusion) {
        Map<Integer, InstanceView> views = new TreeMap<>();
        seen.forEach((trace, view) -> views.put(trace, exclusion.of(view)));
        return Collections.unmodifiableMap(views);
    }

    Inversions inversions(Interrupt interrupt) {
        return inversions.get(interrupt.ordinal());
    }

    String path(Seen<?> seen) {
        return path(seen.trace());
    }

    String path(int trace) {
        return summary.traces().get(trace).path();
    }
}
