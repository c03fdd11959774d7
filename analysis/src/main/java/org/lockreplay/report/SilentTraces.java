package org.lockreplay.report;

import java.util.List;
import java.util.function.Predicate;
import org.lockreplay.summary.SourceTrace;

/**
 * Says of traces in which nothing about locks can be found why that is, and what to do about it.
 */
final class SilentTraces {

    private static final int NAMED = 3;

    private SilentTraces() {}

    static void write(Page page, List<SourceTrace> traces) {
        say(
                page,
                traces,
                trace -> trace.facts().eventCount() == 0,
                "No event in ",
                ": an empty recording, there was nothing to judge.");
        say(
                page,
                traces,
                trace -> isSilent(trace) && !trace.showsMpx(),
                "No lock event in ",
                ": there was nothing to judge; record again with the events of 'lock', or at least"
                        + " of 'mmap_lock'.");
        say(
                page,
                traces,
                trace -> isSilent(trace) && trace.showsMpx(),
                "No lock event in ",
                ": bounds tables were judged, and no lock; record again with the events of 'lock'"
                        + " for both.");
    }

    private static boolean isSilent(SourceTrace trace) {
        return trace.facts().eventCount() > 0 && trace.coverage().lockEvents() == 0;
    }

    private static void say(
            Page page,
            List<SourceTrace> traces,
            Predicate<SourceTrace> silent,
            String before,
            String behind) {
        List<String> paths =
                traces.stream().filter(silent).map(trace -> Words.name(trace.path())).toList();
        if (!paths.isEmpty()) {
            String named = String.join(", ", paths.subList(0, Math.min(NAMED, paths.size())));
            String more = paths.size() > NAMED ? " and " + (paths.size() - NAMED) + " more" : "";
            page.sentence("", before + named + more + behind).blank();
        }
    }
}
