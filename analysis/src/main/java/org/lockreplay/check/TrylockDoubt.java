package org.lockreplay.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lockreplay.summary.SourceTrace;

/**
 * Lowers what rests on acquisitions that may have been trylocks.
 *
 * <p>A kernel that prints releases without names (Linux 6.1 with the option hash-ptr off) prints no
 * {@code try} either. Where {@code lock_acquired} is traced, the replay knows by it which ones
 * waited; where it is not, nothing does.
 */
final class TrylockDoubt {

    private static final String FACT = "trylocks cannot be told in ";

    private final Set<String> doubtful;

    TrylockDoubt(List<SourceTrace> traces) {
        doubtful =
                traces.stream()
                        .filter(TrylockDoubt::hidesTrylocks)
                        .map(SourceTrace::path)
                        .collect(Collectors.toSet());
    }

    /** The finding, at most a warning if such a trace is among its evidence. */
    Finding weigh(Finding finding) {
        List<Fact> doubts =
                finding.evidence().stream()
                        .map(Evidence::trace)
                        .filter(doubtful::contains)
                        .distinct()
                        .map(trace -> Fact.incomplete(FACT + trace))
                        .toList();
        return doubts.isEmpty() ? finding : finding.incomplete(doubts);
    }

    private static boolean hidesTrylocks(SourceTrace trace) {
        return trace.coverage().unnamedReleases() > 0
                && !trace.facts().events().containsKey("lock_acquired");
    }
}
