package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.lockorder.Knot;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.Seen;

/**
 * Lock classes tied together by more circles than are reported by themselves: {@code knot}. One
 * finding for each, as bad as the worst of its circles may be.
 */
final class KnotRule implements Rule {

    static final String ID = "knot";

    /** So many of the nestings to turn round are shown. */
    private static final int SHOWN = 20;

    @Override
    public List<Finding> judge(Case judged) {
        List<Finding> findings = new ArrayList<>();
        for (Tangle tangle : judged.tangles()) {
            if (tangle.isCut()) {
                findings.add(finding(judged, tangle));
            }
        }
        return findings;
    }

    private static Finding finding(Case judged, Tangle tangle) {
        Knot knot = tangle.knot();
        String circles = (knot.complete() ? "" : "at least ") + tangle.circles() + " circles";
        List<Fact> facts = new ArrayList<>();
        facts.add(
                Fact.of(
                        circles
                                + ", of which "
                                + tangle.shown().size()
                                + " are reported by themselves"));
        Severity severity = tangle.worst();
        if (!knot.complete()) {
            facts.add(
                    Fact.of(
                            "too many nestings to look for a circle through each: only"
                                    + " short ones were"));
            severity = severity == Severity.NOTE ? Severity.WARNING : severity;
        }
        return new Finding(
                ID,
                severity,
                Certainty.CLASS,
                knot.classes(),
                facts,
                "knot of lock classes: "
                        + knot.classes().size()
                        + " classes tied by "
                        + knot.edges()
                        + " nestings in "
                        + circles,
                Reordering.sentences(knot),
                evidence(judged, knot));
    }

    private static List<Evidence> evidence(Case judged, Knot knot) {
        List<LockOrderEdge> edges =
                knot.turns().isEmpty() ? knot.cycles().get(0).edges() : knot.turns();
        List<Evidence> evidence = new ArrayList<>();
        for (LockOrderEdge edge : edges.stream().limit(SHOWN).toList()) {
            Seen<Nesting> first = edge.first();
            evidence.add(
                    Evidence.nested(
                            judged.path(first),
                            first.what().outer(),
                            first.what().inner(),
                            edge.count(),
                            edge.tasks()));
        }
        return evidence;
    }
}
