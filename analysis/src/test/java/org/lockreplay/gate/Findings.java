package org.lockreplay.gate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.check.Certainty;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.check.NestingCases;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;
import org.lockreplay.event.Origin;
import org.lockreplay.gate.TraceResult.Status;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.summary.LockOrderSummary;

/** Findings and corpora made up for tests of the gate. */
final class Findings {

    private Findings() {}

    static Finding cycle(String fingerprint, Severity severity, String... classes) {
        Acquisition lock =
                new Acquisition(new Origin(7, 1000, 11, "one", 0, 0), classes[0], 0x10, 0);
        Evidence evidence =
                new Evidence(
                        Evidence.ACQUIRED,
                        "a.trace",
                        lock.origin(),
                        Optional.empty(),
                        Optional.of(lock),
                        1,
                        1);
        return new Finding(
                "cycle",
                severity,
                Certainty.CLASS,
                List.of(classes),
                List.of(),
                fingerprint,
                "a circle",
                List.of(),
                List.of(evidence),
                List.of());
    }

    static CorpusReport corpus(Finding... findings) {
        return corpus(Set.of(), List.of(trace("a.trace", Status.READ)), findings);
    }

    static CorpusReport corpus(
            Set<String> expected, List<TraceResult> traces, Finding... findings) {
        Report report = new Report(List.of(), List.of(findings), NestingCases.none(), List.of());
        return new CorpusReport(
                List.of(new JudgedSet("", LockOrderSummary.EMPTY, report, Map.of())),
                traces,
                List.of(),
                Map.of("", expected),
                Map.of());
    }

    static TraceResult trace(String path, Status status, String... broken) {
        return new TraceResult(
                path,
                new TreeMap<>(),
                "",
                status,
                status == Status.READ ? Optional.empty() : Optional.of(path + ": damaged"),
                List.of(),
                List.of(broken));
    }
}
