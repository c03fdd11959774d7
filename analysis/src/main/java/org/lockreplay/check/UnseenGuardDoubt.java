package org.lockreplay.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lockreplay.event.Context;
import org.lockreplay.event.Origin;
import org.lockreplay.summary.SourceTrace;

/**
 * Lowers circles that a lock may guard which no event shows: in the recording of some CPUs, a task
 * that came back may hold what it took on a CPU that is not recorded.
 */
final class UnseenGuardDoubt {

    private static final String FACT =
            "a lock held over all of it may have been taken on a CPU that is not recorded";

    private static final Set<String> JUDGED_BY_GUARDS = Set.of(CycleRule.ID, KnotRule.ID);

    /** For each trace of some CPUs since which line what a task holds is not all known. */
    private final Map<String, SortedMap<Integer, Long>> returns;

    UnseenGuardDoubt(List<SourceTrace> traces) {
        Function<SourceTrace, SortedMap<Integer, Long>> of = it -> it.coverage().returns();
        returns =
                traces.stream()
                        .filter(trace -> !trace.coverage().returns().isEmpty())
                        .collect(Collectors.toMap(SourceTrace::path, of, (one, other) -> one));
    }

    /** The finding, at most a warning if it is a circle of which such a task shows a part. */
    Finding weigh(Finding finding) {
        if (returns.isEmpty()
                || !JUDGED_BY_GUARDS.contains(finding.id())
                || finding.severity() != Severity.ERROR) {
            return finding;
        }
        return finding.evidence().stream().anyMatch(this::isDoubtful)
                ? finding.incomplete(List.of(Fact.incomplete(FACT)))
                : finding;
    }

    private boolean isDoubtful(Evidence evidence) {
        SortedMap<Integer, Long> ofTrace = returns.get(evidence.trace());
        Origin at = evidence.at();
        return ofTrace != null
                && Context.level(at.context()) == Context.PROCESS
                && ofTrace.getOrDefault(at.pid(), Long.MAX_VALUE) <= at.line();
    }
}
