package org.lockreplay.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.gate.TraceResult.Status;
import org.lockreplay.text.VisibleText;

/**
 * The one line that a build log needs: what is wrong and where, or that nothing is.
 *
 * <p>Of each kind of trouble the worst example is named and the others are counted.
 */
final class VerdictSentence {

    private final List<String> troubles = new ArrayList<>();

    private VerdictSentence() {}

    /**
     * @param brokenFails whether a trace that is not as its manifest says makes the gate fail
     * @param fixed how many findings of the baseline no trace shows any more
     */
    static String of(
            List<TraceResult> traces,
            List<GateFinding> findings,
            List<GateFinding> failing,
            List<Suppression> suppressions,
            boolean brokenFails,
            int fixed) {
        VerdictSentence sentence = new VerdictSentence();
        if (traces.isEmpty()) {
            sentence.troubles.add("there is no trace in the corpus");
        }
        sentence.findings(failing, suppressions);
        sentence.traces(with(traces, Status.UNREADABLE), "that could not be read");
        List<TraceResult> broken =
                traces.stream().filter(trace -> !trace.broken().isEmpty()).toList();
        if (brokenFails && !broken.isEmpty()) {
            sentence.troubles.add(broken(broken));
        }
        sentence.traces(with(traces, Status.NOT_REACHED), "not reached before the interrupt");
        if (sentence.troubles.isEmpty()) {
            return "gate passed: "
                    + quiet(traces, findings)
                    + (fixed > 0 ? ", " + fixed + " fixed" : "")
                    + (broken.isEmpty() ? "" : ", " + broken(broken));
        }
        return "gate failed: " + String.join("; ", sentence.troubles);
    }

    private void findings(List<GateFinding> failing, List<Suppression> suppressions) {
        if (!failing.isEmpty()) {
            GateFinding worst = failing.get(0);
            troubles.add(
                    kinds(failing)
                            + ": "
                            + VisibleText.brief(FindingName.of(worst.finding()))
                            + " ("
                            + worst.finding().fingerprint()
                            + place(worst.finding())
                            + history(worst, suppressions)
                            + ")"
                            + more(failing.size()));
        }
    }

    private static String kinds(List<GateFinding> failing) {
        List<String> kinds = new ArrayList<>();
        for (FindingState state : FindingState.values()) {
            for (Severity severity : Severity.values()) {
                long count =
                        failing.stream()
                                .filter(found -> found.state() == state)
                                .filter(found -> found.finding().severity() == severity)
                                .count();
                if (count > 0) {
                    kinds.add(counted(count, state.label() + " " + severity.label()));
                }
            }
        }
        return String.join(", ", kinds);
    }

    private static String place(Finding finding) {
        if (finding.evidence().isEmpty()) {
            return "";
        }
        Evidence first = finding.evidence().get(0);
        return ", " + VisibleText.brief(first.trace()) + ":" + first.at().line();
    }

    /** Why a finding that somebody knows fails all the same. */
    private static String history(GateFinding found, List<Suppression> suppressions) {
        if (found.state() == FindingState.NEW && found.baseline().isPresent()) {
            return ", a " + found.baseline().get().severity().label() + " in the baseline";
        }
        // none that fits is in force, else the finding would not be here
        Optional<Suppression> expired =
                suppressions.stream().filter(one -> one.fits(found.finding())).findFirst();
        return expired.map(
                        one ->
                                ", its suppression by "
                                        + VisibleText.brief(one.owner())
                                        + " expired after "
                                        + one.expires().orElseThrow())
                .orElse("");
    }

    private void traces(List<TraceResult> traces, String which) {
        if (!traces.isEmpty()) {
            troubles.add(
                    counted(traces.size(), "trace")
                            + " "
                            + which
                            + ": "
                            + VisibleText.brief(traces.get(0).path())
                            + more(traces.size()));
        }
    }

    private static String broken(List<TraceResult> traces) {
        return counted(traces.size(), "trace")
                + " not as the manifest says: "
                + VisibleText.brief(traces.get(0).path())
                + ": "
                + traces.get(0).broken().get(0)
                + more(traces.size());
    }

    private static String quiet(List<TraceResult> traces, List<GateFinding> findings) {
        List<String> parts = new ArrayList<>();
        parts.add(counted(traces.size(), "trace"));
        parts.add(state(findings, FindingState.NEW, "new"));
        parts.add(state(findings, FindingState.KNOWN, "known"));
        parts.add(state(findings, FindingState.EXPECTED, "expected"));
        long suppressed = findings.stream().filter(GateFinding::isSuppressed).count();
        if (suppressed > 0) {
            parts.add(suppressed + " suppressed");
        }
        int unread = with(traces, Status.UNREADABLE_ALLOWED).size();
        if (unread > 0) {
            parts.add(counted(unread, "trace") + " unreadable, as allowed");
        }
        return String.join(", ", parts.stream().filter(part -> !part.isEmpty()).toList());
    }

    private static String state(List<GateFinding> findings, FindingState state, String word) {
        List<GateFinding> these =
                findings.stream()
                        .filter(found -> found.state() == state && !found.isSuppressed())
                        .toList();
        if (these.isEmpty()) {
            return state == FindingState.NEW ? "nothing new" : "";
        }
        return these.size() + " " + word + (state == FindingState.NEW ? severities(these) : "");
    }

    private static String severities(List<GateFinding> findings) {
        List<String> parts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            long count =
                    findings.stream()
                            .filter(found -> found.finding().severity() == severity)
                            .count();
            if (count > 0) {
                parts.add(counted(count, severity.label()));
            }
        }
        return " (" + String.join(", ", parts) + ")";
    }

    private static List<TraceResult> with(List<TraceResult> traces, Status status) {
        return traces.stream().filter(trace -> trace.status() == status).toList();
    }

    private static String more(int size) {
        return size > 1 ? " and " + (size - 1) + " more" : "";
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
