package org.lockreplay.gate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lockreplay.check.Finding;
import org.lockreplay.gate.TraceResult.Status;
import org.lockreplay.text.VisibleText;

/**
 * Decides whether what a corpus shows is worse than what is known and excused.
 *
 * @param today the day by which suppressions expire
 */
public record Gate(
        Baseline baseline, List<Suppression> suppressions, Threshold threshold, LocalDate today) {

    public Gate {
        suppressions = List.copyOf(suppressions);
    }

    /** The same verdict for an equal corpus. */
    public Verdict judge(CorpusReport corpus) {
        List<GateFinding> findings = new ArrayList<>();
        for (JudgedSet set : corpus.sets()) {
            Edges edges = new Edges(set.summary());
            Set<String> expected = corpus.expected().getOrDefault(set.name(), Set.of());
            for (Finding finding : set.report().findings()) {
                findings.add(weigh(finding, set, edges, expected));
            }
        }
        findings.sort(GateFinding.WORST_FIRST);
        List<GateFinding> failing = findings.stream().filter(this::fails).toList();
        List<TraceResult> traces = corpus.traces().stream().map(t -> unwelcome(t, corpus)).toList();
        boolean whole = corpus.traces().stream().allMatch(Gate::isRead);
        List<BaselineEntry> fixed = whole ? baseline.without(fingerprints(findings)) : List.of();
        boolean brokenFails = threshold != Threshold.NEVER;
        boolean kept = !brokenFails || !anyBroken(traces);
        List<Suppression> unused = unused(findings);
        return new Verdict(
                corpus.sets(),
                traces,
                corpus.skipped(),
                findings,
                fixed,
                expired(unused),
                unused,
                threshold,
                today,
                failing.isEmpty()
                        && kept
                        && !traces.isEmpty()
                        && corpus.traces().stream().allMatch(Gate::isRight),
                failing,
                VerdictSentence.of(
                        traces, findings, failing, suppressions, brokenFails, fixed.size()));
    }

    private GateFinding weigh(Finding finding, JudgedSet set, Edges edges, Set<String> expected) {
        Optional<BaselineEntry> known = baseline.find(finding.fingerprint());
        List<EdgeTraces> shown = edges.of(finding);
        SortedSet<String> traces = new TreeSet<>();
        finding.evidence().forEach(evidence -> traces.add(evidence.trace()));
        shown.forEach(edge -> traces.addAll(edge.traces()));
        return new GateFinding(
                finding,
                set.name(),
                state(finding, known, expected),
                known,
                excuse(finding),
                shown,
                List.copyOf(traces));
    }

    private static FindingState state(
            Finding finding, Optional<BaselineEntry> known, Set<String> expected) {
        if (expected.contains(finding.fingerprint())) {
            return FindingState.EXPECTED;
        }
        boolean asBad =
                known.filter(entry -> entry.severity().compareTo(finding.severity()) <= 0)
                        .isPresent();
        return asBad ? FindingState.KNOWN : FindingState.NEW;
    }

    /** Adds what a trace shows that should show nothing, unless it is known or excused. */
    private TraceResult unwelcome(TraceResult trace, CorpusReport corpus) {
        List<String> broken = new ArrayList<>(trace.broken());
        for (Finding finding : corpus.unwelcome().getOrDefault(trace.path(), List.of())) {
            boolean known =
                    state(finding, baseline.find(finding.fingerprint()), Set.of())
                            != FindingState.NEW;
            if (!known && excuse(finding).isEmpty()) {
                broken.add("no error or warning was expected, but it shows " + named(finding));
            }
        }
        return trace.broken(broken);
    }

    private Optional<Suppression> excuse(Finding finding) {
        return suppressions.stream()
                .filter(one -> !one.isExpired(today) && one.fits(finding))
                .findFirst();
    }

    private static String named(Finding finding) {
        return finding.severity().label()
                + " "
                + VisibleText.brief(FindingName.of(finding))
                + " ("
                + finding.fingerprint()
                + ")";
    }

    private boolean fails(GateFinding found) {
        return !found.isSuppressed() && threshold.fails(found.state(), found.finding().severity());
    }

    private List<Suppression> unused(List<GateFinding> findings) {
        return suppressions.stream()
                .filter(one -> findings.stream().noneMatch(found -> one.fits(found.finding())))
                .toList();
    }

    private List<Suppression> expired(List<Suppression> unused) {
        return suppressions.stream()
                .filter(one -> one.isExpired(today) && !unused.contains(one))
                .toList();
    }

    private static Set<String> fingerprints(List<GateFinding> findings) {
        Set<String> fingerprints = new HashSet<>();
        findings.forEach(found -> fingerprints.add(found.finding().fingerprint()));
        return fingerprints;
    }

    private static boolean anyBroken(List<TraceResult> traces) {
        return traces.stream().anyMatch(trace -> !trace.broken().isEmpty());
    }

    private static boolean isRead(TraceResult trace) {
        return trace.status() == Status.READ;
    }

    private static boolean isRight(TraceResult trace) {
        return trace.status() == Status.READ || trace.status() == Status.UNREADABLE_ALLOWED;
    }
}
