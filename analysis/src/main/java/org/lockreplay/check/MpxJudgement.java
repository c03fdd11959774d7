package org.lockreplay.check;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.UnmapCount;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;
import org.lockreplay.summary.SourceTrace;

/**
 * By what a trace that shows MPX was judged, and how its unmaps came.
 *
 * @param trace its path
 * @param protocol the name of the protocol
 * @param judged the rules that apply and that the trace can decide, if only in part
 * @param bracketing whether the protocol wants a bracket around each unmap; otherwise a bracketed
 *     one is one for which the kernel looked for tables
 * @param unmaps of managed address spaces, by path
 */
public record MpxJudgement(
        String trace,
        String protocol,
        List<Invariant> judged,
        boolean bracketing,
        List<UnmapCount> unmaps) {

    public MpxJudgement {
        judged = List.copyOf(judged);
        unmaps = List.copyOf(unmaps);
    }

    /** One for each trace that shows MPX, by path. */
    static List<MpxJudgement> of(Case judged) {
        LockOrderSummary summary = judged.summary();
        List<MpxJudgement> all = new ArrayList<>();
        for (int i = 0; i < summary.traces().size(); i++) {
            SourceTrace trace = summary.traces().get(i);
            if (trace.showsMpx()) {
                int index = i;
                MpxProtocol protocol = judged.options().protocolOf(trace);
                all.add(
                        new MpxJudgement(
                                trace.path(),
                                protocol.name(),
                                MpxLimits.judged(protocol, trace, broken(summary, index)),
                                protocol.has(Invariant.M8),
                                summary.unmaps().stream()
                                        .filter(seen -> seen.trace() == index)
                                        .map(Seen::what)
                                        .toList()));
            }
        }
        return all;
    }

    private static Set<Invariant> broken(LockOrderSummary summary, int trace) {
        Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
        for (Seen<Breach> seen : summary.breaches()) {
            if (seen.trace() == trace) {
                broken.add(seen.what().way().invariant());
            }
        }
        return broken;
    }
}
