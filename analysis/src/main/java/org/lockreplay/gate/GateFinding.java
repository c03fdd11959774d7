package org.lockreplay.gate;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.Finding;

/**
 * A finding of a corpus, with what the baseline, the manifest and the suppressions say of it.
 *
 * @param set the name of the traces that were judged together to find it; empty for the whole
 *     corpus
 * @param baseline what the baseline has of it; also there where the state is {@link
 *     FindingState#NEW} because it has become worse since
 * @param suppression the first suppression that fits and has not expired
 * @param edges for each edge in its evidence, all traces that show that edge
 * @param traces the paths of all traces that have a part in it, sorted
 */
public record GateFinding(
        Finding finding,
        String set,
        FindingState state,
        Optional<BaselineEntry> baseline,
        Optional<Suppression> suppression,
        List<EdgeTraces> edges,
        List<String> traces) {

    /** As in a report: worst first; what several sets show stands once for each. */
    static final Comparator<GateFinding> WORST_FIRST =
            Comparator.comparing(GateFinding::finding, Finding.WORST_FIRST)
                    .thenComparing(found -> found.finding().fingerprint())
                    .thenComparing(GateFinding::set);

    public GateFinding {
        edges = List.copyOf(edges);
        traces = List.copyOf(traces);
    }

    /** Whether a suppression excuses it. */
    public boolean isSuppressed() {
        return suppression.isPresent();
    }
}
