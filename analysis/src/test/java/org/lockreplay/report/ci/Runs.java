package org.lockreplay.report.ci;

import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;
import org.lockreplay.report.Samples;
import org.lockreplay.story.TraceStory;

/** Runs to be written. */
final class Runs {

    /** Names that are markup, formulas, commands and illegal characters of one form or another. */
    static final List<String> EVIL_NAMES =
            List.of(
                    "</failure><script>alert(1)</script>]]>",
                    "::error file=x,line=1::owned",
                    "a%0A::add-mask::b\n::error::c",
                    "=cmd|' /C calc'!A0",
                    "[link](http://example.org) {0} @everyone #1 |cell|",
                    "``` \u0000 \u001b[31m \uffff \ud800 ``",
                    "\u202eright to left, \ud83d\udd12 and a comma: \"quoted\"",
                    "`",
                    "  ");

    private Runs() {}

    /** As {@code check} makes it. */
    static CiRun checked(Samples sample) {
        return checked(sample.report());
    }

    static CiRun checked(Report report) {
        boolean failed = report.count(Severity.ERROR) > 0;
        return new CiRun(
                Optional.of("1.2.3"),
                failed ? 1 : 0,
                Optional.empty(),
                CiRun.judged(report.traces(), CheckOptions.shipped()),
                report.findings().stream()
                        .map(
                                finding ->
                                        new CiFinding(
                                                finding,
                                                "",
                                                Standing.UNCOMPARED,
                                                Optional.empty(),
                                                finding.severity() == Severity.ERROR))
                        .toList(),
                CiRun.remarks(report));
    }

    /** As {@code gate} makes it: the findings are new, known, expected and suppressed by turns. */
    static CiRun gated(Report report) {
        CiRun checked = checked(report);
        List<CiFinding> findings = new ArrayList<>();
        for (CiFinding found : checked.findings()) {
            findings.add(inTurn(found, findings.size()));
        }
        return new CiRun(
                Optional.of("1.2.3"),
                3,
                Optional.of("FAILED: 1 new error: cycle: mtx_a -> mtx_b -> mtx_a"),
                checked.traces(),
                findings,
                List.of(
                        Remark.of(Remark.Kind.FIXED_FINDING, "cycle: x -> y -> x is gone"),
                        Remark.about(
                                Remark.Kind.UNREADABLE_INPUT,
                                "corpus/broken one.trace",
                                "corpus/broken one.trace: not a trace"),
                        Remark.about(
                                Remark.Kind.ALLOWED_UNREADABLE,
                                "corpus/raw.trace",
                                "corpus/raw.trace: raw events"),
                        Remark.about(
                                Remark.Kind.EXPIRED_SUPPRESSION,
                                "suppressions.json",
                                "suppressions.json:3: expired on 2026-01-01")));
    }

    private static CiFinding inTurn(CiFinding found, int turn) {
        Excuse excuse =
                new Excuse(
                        "waits for a fix <soon>",
                        "mm@example.org",
                        Optional.of(LocalDate.of(2027, 1, 31)),
                        "suppressions.json:7");
        return new CiFinding(
                found.finding(),
                "",
                Standing.values()[1 + turn % 3],
                turn % 4 == 3 ? Optional.of(excuse) : Optional.empty(),
                turn % 3 == 0 && turn % 4 != 3);
    }

    /** Traces and locks with the names above. */
    static CiRun evil() {
        TraceStory story = trace("dir with space/evil\u001b[2J,:%\n<&>|`.trace");
        for (String name : EVIL_NAMES) {
            story.by(name, 66, 0)
                    .nest(write(name, 1), write("mtx", 2))
                    .nest(write("mtx", 2), write(name, 1))
                    .leaveWith(write(name, 1), "exit");
        }
        return gated(Checker.check(story.summary(), CheckOptions.shipped()));
    }

    /** The run of one sample in which every finding stands many times. */
    static CiRun large(int findings) {
        CiRun run = gated(Samples.ABBA.report());
        List<CiFinding> many = new ArrayList<>();
        for (int i = 0; i < findings; i++) {
            CiFinding found = run.findings().get(0);
            many.add(
                    new CiFinding(
                            found.finding(), "set " + i, Standing.NEW, Optional.empty(), true));
        }
        return new CiRun(run.version(), 1, run.verdict(), run.traces(), many, run.remarks());
    }

    /** One finding that was seen in more places than anybody shows. */
    static CiRun manyPlaces(int places) {
        CiRun run = checked(Samples.ABBA);
        Finding circle = run.findings().get(0).finding();
        Finding many =
                new Finding(
                        circle.id(),
                        circle.severity(),
                        circle.certainty(),
                        circle.classes(),
                        circle.known(),
                        circle.fingerprint(),
                        circle.message(),
                        circle.advice(),
                        Collections.nCopies(places, circle.evidence().get(0)),
                        List.of());
        CiFinding found = new CiFinding(many, "", Standing.NEW, Optional.empty(), true);
        return new CiRun(
                run.version(), 1, run.verdict(), run.traces(), List.of(found), run.remarks());
    }

    /** All runs of which nothing special is asked. */
    static List<CiRun> all() {
        List<CiRun> runs = new ArrayList<>();
        for (Samples sample : Samples.values()) {
            runs.add(checked(sample));
            runs.add(gated(sample.report()));
        }
        runs.add(evil());
        runs.add(manyPlaces(300));
        return runs;
    }

    static String text(CiFormat format, CiRun run) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.write(run, out);
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
