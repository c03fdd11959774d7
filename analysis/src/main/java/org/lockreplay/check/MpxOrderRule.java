package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.replay.mpx.Way;
import org.lockreplay.summary.Seen;
import org.lockreplay.summary.SourceTrace;

/**
 * {@code bd_sem} asked for while {@code mmap_sem} is held: {@code mpx-order}. The 2014 proposal has
 * it outside, always; a trylock is no violation.
 */
final class MpxOrderRule implements Rule {

    @Override
    public List<Finding> judge(Case judged) {
        List<Evidence> evidence = new ArrayList<>();
        long count = 0;
        List<SemaphoreNesting> nestings = SemaphoreNesting.of(judged);
        for (SemaphoreNesting row : nestings) {
            if (row.way().isInverse() && row.count() > row.tries()) {
                evidence.add(row.witness());
                count += row.count() - row.tries();
            }
        }
        boolean applies =
                judged.options().mpxRules().map(chosen -> chosen.has(Invariant.M10)).orElse(true);
        boolean released = judged.summary().traces().stream().anyMatch(MpxOrderRule::showsReleases);
        if (evidence.isEmpty() || !applies || !released) {
            return List.of();
        }
        nestings.stream()
                .filter(row -> !row.way().isInverse() && row.count() > row.tries())
                .findFirst()
                .ifPresent(row -> evidence.add(row.witness().as(Evidence.RIGHT_ORDER)));
        addOccurrences(judged, evidence);
        return List.of(
                new Finding(
                        "mpx-order",
                        Severity.ERROR,
                        Certainty.CLASS,
                        List.of(LockAliases.MMAP_SEM, LockAliases.BD_SEM),
                        List.of(),
                        "bd_sem asked for inside mmap_sem, "
                                + MpxRule.times(count)
                                + ": "
                                + whose(judged.options())
                                + " has bd_sem outside, always",
                        List.of("Take bd_sem before mmap_sem, in mpx_pre_unmap."),
                        evidence));
    }

    /** Whose order it is. */
    private static String whose(CheckOptions options) {
        return options.protocol()
                .map(Protocol::name)
                .filter(name -> !name.equals(MpxProtocol.GLEIXNER_2014.name()))
                .orElse("the proposal");
    }

    /** Without releases nobody knows that the outer lock was still held. */
    private static boolean showsReleases(SourceTrace trace) {
        Set<String> events = trace.facts().events().keySet();
        return trace.shows(Sign.RELEASES)
                || events.contains("lock_release")
                || events.contains("mmap_lock_released");
    }

    /** Every other place of which the replay of operations is certain. */
    private static void addOccurrences(Case judged, List<Evidence> evidence) {
        Set<List<Object>> shown = new HashSet<>();
        evidence.forEach(witness -> shown.add(List.of(witness.trace(), witness.at().line())));
        List<Seen<Breach>> inverse =
                judged.summary().breaches().stream()
                        .filter(seen -> seen.what().way() == Way.INVERSE)
                        .sorted(
                                Comparator.<Seen<Breach>>comparingInt(Seen::trace)
                                        .thenComparingLong(seen -> seen.what().at().line()))
                        .toList();
        for (Evidence occurrence : MpxRule.evidence(judged, inverse)) {
            if (shown.add(List.of(occurrence.trace(), occurrence.at().line()))) {
                evidence.add(occurrence);
            }
        }
    }
}
