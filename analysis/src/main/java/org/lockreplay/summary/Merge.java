package org.lockreplay.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The union of the traces and observations of several summaries, made in one go. */
final class Merge {

    private final List<LockOrderSummary> parts;
    private final List<SourceTrace> traces;

    /** For each part, where its traces stand among all. */
    private final List<int[]> positions = new ArrayList<>();

    Merge(List<LockOrderSummary> parts) {
        this.parts = parts;
        List<SourceTrace> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(part.traces()));
        traces = LockOrderSummary.sorted(all, FactOrder.TRACES);
        Map<SourceTrace, Integer> index = new TreeMap<>(FactOrder.TRACES);
        traces.forEach(trace -> index.put(trace, index.size()));
        parts.forEach(part -> positions.add(part.traces().stream().mapToInt(index::get).toArray()));
    }

    LockOrderSummary merged() {
        return new LockOrderSummary(
                traces,
                all(LockOrderSummary::classes),
                all(LockOrderSummary::interruptUses),
                all(LockOrderSummary::shownTypes),
                all(LockOrderSummary::nestings),
                all(LockOrderSummary::instanceNestings),
                all(LockOrderSummary::recursions),
                all(LockOrderSummary::imbalances),
                all(LockOrderSummary::heldAtExit),
                all(LockOrderSummary::nestingCases),
                all(LockOrderSummary::deadlocks),
                all(LockOrderSummary::breaches),
                all(LockOrderSummary::unmaps),
                all(LockOrderSummary::sections),
                all(LockOrderSummary::paths));
    }

    private <T> List<Seen<T>> all(Function<LockOrderSummary, List<Seen<T>>> facts) {
        List<Seen<T>> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int[] position = positions.get(i);
            for (Seen<T> seen : facts.apply(parts.get(i))) {
                int trace = position[seen.trace()];
                all.add(trace == seen.trace() ? seen : new Seen<>(trace, seen.what()));
            }
        }
        return all;
    }
}
