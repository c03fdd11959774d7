package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.CaseRow;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Examination;
import org.lockreplay.check.Finding;
import org.lockreplay.check.MpxJudgement;
import org.lockreplay.check.Report;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.replay.lock.LockCoverage;
import org.lockreplay.replay.lock.Wanted;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.UnmapCount;
import org.lockreplay.summary.InputReader;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SourceTrace;
import org.lockreplay.text.VisibleText;

/** What the library says of a recording, in a few lines that a person can check. */
public final class Outcome {

    private static final int THREADS = 2;

    private Outcome() {}

    /** Facts, coverage, findings and nesting cases of one recording; or why it is refused. */
    static String of(Path recording) {
        try {
            Report report = report(recording);
            List<String> lines = new ArrayList<>();
            addFacts(report, lines);
            report.findings().forEach(finding -> lines.add(line(finding)));
            report.nestingCases().rows().forEach(row -> lines.add(line(row)));
            report.mpx().forEach(judgement -> addMpx(judgement, lines));
            return String.join("\n", lines) + "\n";
        } catch (UnreadableTraceException refused) {
            String why = refused.getMessage().replace(recording.toString(), "FILE");
            return "refused: " + VisibleText.of(why) + "\n";
        }
    }

    public static Report report(Path recording) throws UnreadableTraceException {
        return report(recording, CheckOptions.shipped());
    }

    static Report report(Path recording, CheckOptions options) throws UnreadableTraceException {
        InputReader reader = new InputReader(THREADS);
        try (InputStream first = Files.newInputStream(recording);
                InputStream again = Files.newInputStream(recording)) {
            LockOrderSummary seen = reader.read(recording.toString(), first);
            Examination examination = new Examination(seen, options);
            SourceTrace trace = seen.traces().get(0);
            Wanted wanted = examination.wanted(trace);
            if (!wanted.isEmpty()) {
                examination.saw(trace, reader.look(recording.toString(), again, wanted));
            }
            return examination.report();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void addMpx(MpxJudgement mpx, List<String> lines) {
        List<String> rules = mpx.judged().stream().map(Invariant::name).toList();
        lines.add("mpx: judged by %s: %s".formatted(mpx.protocol(), String.join(" ", rules)));
        for (UnmapCount count : mpx.unmaps()) {
            lines.add(
                    "unmaps by %s: %d, %d %s, %d not, %d unknown"
                            .formatted(
                                    count.path(),
                                    count.unmaps(),
                                    count.bracketed(),
                                    mpx.bracketing() ? "bracketed" : "searched",
                                    count.unbracketed(),
                                    count.unknown()));
        }
    }

    private static void addFacts(Report report, List<String> lines) {
        TraceFacts facts = report.traces().get(0).facts();
        LockCoverage locks = report.traces().get(0).coverage();
        lines.add("format: " + facts.format().label());
        lines.add(
                "lines: %d = %d events + %d comments + %d annotations + %d gaps + %d malformed"
                        .formatted(
                                facts.lines(),
                                facts.eventCount(),
                                facts.comments(),
                                facts.annotations(),
                                facts.lossMarkers(),
                                facts.malformed()));
        lines.add("tasks: %d, cpus: %d".formatted(facts.tasks(), facts.cpus()));
        lines.add(
                "locks: %d events, %d recordings, %d lost, %d inferred gaps, %d unknown releases"
                        .formatted(
                                locks.lockEvents(),
                                locks.recordings(),
                                facts.lost(),
                                locks.inferredGaps(),
                                locks.unknownReleases()));
    }

    /** {@code error cycle (instance): mtx_a, mtx_b; guarded by mtx_gate}. */
    static String line(Finding finding) {
        boolean mpx = finding.evidence().stream().anyMatch(e -> e.breach().isPresent());
        if (mpx && !finding.id().equals("mpx-order")) {
            return breaches(finding);
        }
        String facts = finding.facts().isEmpty() ? "" : "; " + String.join("; ", finding.facts());
        return VisibleText.brief(
                "%s %s (%s): %s%s"
                        .formatted(
                                finding.severity().label(),
                                finding.id(),
                                finding.certainty().label(),
                                String.join(", ", finding.classes()),
                                facts));
    }

    /** {@code error mpx-unbracketed: …: by mremap shrink, once; at 1864 (entry 0x1000432)}. */
    private static String breaches(Finding finding) {
        List<String> places = new ArrayList<>();
        for (Evidence evidence : finding.evidence()) {
            Breach breach = evidence.breach().orElseThrow();
            String entry =
                    breach.entry().isPresent()
                            ? " (entry 0x%x)".formatted(breach.entry().getAsLong())
                            : "";
            places.add(evidence.at().line() + entry);
        }
        return "%s %s: %s; at %s"
                .formatted(
                        finding.severity().label(),
                        finding.id(),
                        finding.message(),
                        String.join(", ", places));
    }

    private static String line(CaseRow row) {
        String number = row.number().isPresent() ? "#" + row.number().getAsInt() : "inverse";
        return "case %s: %s %s -> %s %s, %d times, %d tries, %d tasks, %s"
                .formatted(
                        number,
                        row.seen().way().outer(),
                        row.seen().way().outerRead() ? "read" : "write",
                        row.seen().way().inner(),
                        row.seen().way().innerRead() ? "read" : "write",
                        row.seen().count(),
                        row.seen().tries(),
                        row.seen().tasks(),
                        row.operations());
    }
}
