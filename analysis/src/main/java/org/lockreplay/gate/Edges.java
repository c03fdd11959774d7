package org.lockreplay.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;

/**
 * Which traces of a summary show which edge: a finding names one witness of each, a corpus may have
 * hundreds. Cost: one pass over the nestings, made when the first edge is asked for.
 */
final class Edges {

    private final LockOrderSummary summary;
    private final Map<List<String>, SortedSet<String>> traces = new HashMap<>();

    Edges(LockOrderSummary summary) {
        this.summary = summary;
    }

    /** The edges in the evidence of a finding, each once, in its order. */
    List<EdgeTraces> of(Finding finding) {
        List<EdgeTraces> edges = new ArrayList<>();
        for (Evidence evidence : finding.evidence()) {
            edge(evidence).filter(edge -> !edges.contains(edge)).ifPresent(edges::add);
        }
        return edges;
    }

    private Optional<EdgeTraces> edge(Evidence evidence) {
        if (evidence.held().isEmpty() || evidence.lock().isEmpty()) {
            return Optional.empty();
        }
        String outer = lockClass(evidence.held());
        String inner = lockClass(evidence.lock());
        SortedSet<String> seen = new TreeSet<>(index().getOrDefault(List.of(outer, inner), NONE));
        seen.add(evidence.trace());
        return Optional.of(new EdgeTraces(outer, inner, List.copyOf(seen)));
    }

    private static final SortedSet<String> NONE = new TreeSet<>();

    private static String lockClass(Optional<Acquisition> lock) {
        return lock.orElseThrow().lockClass();
    }

    private Map<List<String>, SortedSet<String>> index() {
        if (traces.isEmpty()) {
            summary.nestings().stream()
                    .filter(seen -> !seen.what().key().innerTry())
                    .forEach(
                            seen ->
                                    add(
                                            seen,
                                            seen.what().key().outer(),
                                            seen.what().key().inner()));
            summary.instanceNestings()
                    .forEach(seen -> add(seen, seen.what().lockClass(), seen.what().lockClass()));
            summary.recursions()
                    .forEach(seen -> add(seen, seen.what().lockClass(), seen.what().lockClass()));
        }
        return traces;
    }

    private void add(Seen<?> seen, String outer, String inner) {
        traces.computeIfAbsent(List.of(outer, inner), edge -> new TreeSet<>())
                .add(summary.traceOf(seen).path());
    }
}
