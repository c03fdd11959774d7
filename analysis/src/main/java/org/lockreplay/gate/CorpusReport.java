package org.lockreplay.gate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lockreplay.check.Finding;

/**
 * What a corpus showed, before anybody asks what of it was known.
 *
 * @param sets what was judged together, by name
 * @param traces every file, by path
 * @param skipped files that are no traces, by path
 * @param expected the fingerprints that the manifest wants of the traces of each set, by its name
 * @param unwelcome errors and warnings of traces that should show none, by path
 */
public record CorpusReport(
        List<JudgedSet> sets,
        List<TraceResult> traces,
        List<SkippedFile> skipped,
        Map<String, Set<String>> expected,
        Map<String, List<Finding>> unwelcome) {

    public CorpusReport {
        sets = List.copyOf(sets);
        traces = List.copyOf(traces);
        skipped = List.copyOf(skipped);
        expected = Map.copyOf(expected);
        unwelcome = Map.copyOf(unwelcome);
    }
}
