package org.lockreplay.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lockreplay.cli.Outcome;
import org.lockreplay.parser.UnreadableTraceException;

/**
 * Holds the verdicts on the labelled recordings against those of lockdep.
 *
 * <p>The score stands in {@code docs/conformance.md}; {@code mvn -pl cli -am test
 * -Dtest=ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false -Dlockreplay.accept=true} writes
 * it anew.
 */
class ConformanceTest {

    private static final boolean ACCEPT = Boolean.getBoolean("lockreplay.accept");
    private static final Path TRACES = Path.of("..", "traces");
    private static final Path PAGE = Path.of("..", "docs", "conformance.md");

    private record Judged(String name, Label label, Verdict verdict) {

        String line() {
            return name + ": " + verdict.reason();
        }
    }

    @Test
    void noVerdictIsWrongAndThePageIsCurrent() throws Exception {
        List<Judged> cells = judge("selftest", label -> "cells/" + label.text("file"));
        List<Judged> bugs = judge("seeded", ConformanceTest::recording);
        assertThat(cells).hasSize(99);
        assertThat(bugs).hasSize(30);
        assertThat(Stream.concat(cells.stream(), bugs.stream()))
                .filteredOn(judged -> judged.verdict().outcome() == Verdict.Outcome.WRONG)
                .extracting(Judged::line)
                .isEmpty();
        assertThat(cells)
                .filteredOn(judged -> judged.label().derivable())
                .allMatch(judged -> judged.verdict().outcome() == Verdict.Outcome.AGREES);
        String page = Files.readString(PAGE);
        String current = withTable(withTable(page, "selftest", cells), "seeded", bugs);
        if (ACCEPT) {
            Files.writeString(PAGE, current);
        } else {
            assertThat(page).isEqualTo(current);
        }
    }

    @Test
    void aLabelThatIsContradictedIsWrong() throws Exception {
        Label silent =
                Label.read(TRACES.resolve("seeded").resolve("index.tsv")).stream()
                        .filter(label -> label.text("bug").equals("ok_consistent"))
                        .findFirst()
                        .orElseThrow();
        Path abba = TRACES.resolve("seeded").resolve("abba_mutex").resolve("input.trace.xz");
        assertThat(Verdict.of(silent, Outcome.report(abba)))
                .isEqualTo(
                        new Verdict(
                                Verdict.Outcome.WRONG,
                                "lockdep is silent, and this is not: [cycle[mtx_a, mtx_b]]"));
    }

    private interface Place {
        String of(Label label) throws IOException;
    }

    private static List<Judged> judge(String folder, Place place)
            throws IOException, UnreadableTraceException {
        List<Judged> judged = new ArrayList<>();
        for (Label label : Label.read(TRACES.resolve(folder).resolve("index.tsv"))) {
            String file = place.of(label);
            Path recording = TRACES.resolve(folder).resolve(file);
            judged.add(new Judged(file, label, Verdict.of(label, Outcome.report(recording))));
        }
        return judged;
    }

    /** The recording of a bug: one file in a folder of its name. */
    private static String recording(Label label) throws IOException {
        String bug = label.text("bug");
        try (Stream<Path> files = Files.list(TRACES.resolve("seeded").resolve(bug))) {
            return bug
                    + "/"
                    + files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("input."))
                            .findFirst()
                            .orElseThrow();
        }
    }

    private static String withTable(String page, String name, List<Judged> judged) {
        Score score = new Score();
        judged.forEach(each -> score.add(each.label().kind(), each.verdict()));
        String begin = "<!-- score of " + name + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end -->", from);
        assertThat(from).as("the mark of %s in %s", name, PAGE).isGreaterThan(begin.length());
        return page.substring(0, from) + score.table() + page.substring(to);
    }
}
