package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;

/**
 * Holds every recording of the corpus against the {@code expected.txt} beside it, and all of them
 * against their manifest, {@code corpus.json}.
 *
 * <p>After a change that is meant: {@code mvn -pl cli -am test -Dtest=CorpusTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dlockreplay.accept=true} writes the files anew; read
 * their difference before it is committed.
 */
class CorpusTest {

    private static final boolean ACCEPT = Boolean.getBoolean("lockreplay.accept");

    /** The first event name of a line, behind its time; markers may imitate others after it. */
    private static final Pattern EVENT =
            Pattern.compile(
                    "^.{10,80}?[\\]\\d.XbdDHhsnNp]"
                            + " +(?:\\d+\\.\\d{6,9}|\\d+us[ +!#*@$]|\\d+\\.\\d+ms \\(\\S+\\)|\\d+):"
                            + " +(?:\\(\\+\\d+\\) +)?(?:[a-z_]+:(?=\\S))?(\\S+?)(?::(?: |$)|\\(| -> )");

    @TestFactory
    Stream<DynamicTest> everyRecordingIsJudgedAsExpected() {
        return Corpus.cases().stream()
                .map(
                        recording ->
                                DynamicTest.dynamicTest(
                                        Corpus.name(recording),
                                        () ->
                                                compare(
                                                        recording.resolveSibling("expected.txt"),
                                                        Outcome.of(recording))));
    }

    @Test
    void everyCellOfTheSelftestIsJudgedAsExpected() throws IOException {
        StringBuilder outcomes = new StringBuilder();
        for (Path cell : Corpus.selftestCells()) {
            outcomes.append(cell.getFileName()).append('\n');
            Outcome.of(cell)
                    .lines()
                    .filter(line -> line.matches("(error|warning|note|refused).*"))
                    .forEach(line -> outcomes.append("    ").append(line).append('\n'));
        }
        compare(
                Corpus.selftestCells().get(0).getParent().resolveSibling("expected.txt"),
                outcomes.toString());
    }

    @TestFactory
    Stream<DynamicTest> eventsAreCountedAsAnAnchoredSearchOfTheRawLinesCountsThem() {
        return Corpus.cases().stream()
                .filter(recording -> !isHandmade(recording))
                .map(
                        recording ->
                                DynamicTest.dynamicTest(
                                        Corpus.name(recording), () -> countAgrees(recording)));
    }

    @TestFactory
    Stream<DynamicTest> kernelsThatLockdepFoundCleanGiveNoErrorAboutLocks() {
        return Stream.of(
                        "workloads/clean-small",
                        "workloads/clean-medium",
                        "mpx/bdsem-sems",
                        "mpx/bdsem-stress-sems",
                        "mpx/ii-lock64")
                .map(
                        name ->
                                DynamicTest.dynamicTest(
                                        name,
                                        () -> {
                                            Report report = Outcome.report(Corpus.recording(name));
                                            assertThat(report.findings())
                                                    .noneMatch(
                                                            finding ->
                                                                    finding.severity()
                                                                                    == Severity
                                                                                            .ERROR
                                                                            && !isAboutTables(
                                                                                    finding));
                                        }));
    }

    /** Two scenarios of the MPX workload break the directory on purpose. */
    private static boolean isAboutTables(Finding finding) {
        return finding.id().equals("mpx-dangling");
    }

    @Test
    void theGateFindsEveryRecordingAsTheManifestSays() {
        if (ACCEPT) {
            new Console().run("gate", "--no-cache", "--update-expectations", Corpus.ROOT);
        }
        Console.Result gate =
                new Console().run("gate", "--no-cache", "--fail-on", "warning", Corpus.ROOT);
        assertThat(gate.out()).contains("gate passed: ");
        assertThat(gate.status()).isZero();
    }

    private static boolean isHandmade(Path recording) {
        return Corpus.name(recording).startsWith("handmade/");
    }

    private static void countAgrees(Path recording) throws IOException {
        TraceFacts facts;
        try {
            facts = new TraceReader(2).read(recording, batch -> {});
        } catch (UnreadableTraceException refused) {
            return;
        }
        assertThat(facts.malformed()).isZero();
        Map<String, Long> counted = new TreeMap<>();
        String text = new String(Corpus.bytes(recording), StandardCharsets.ISO_8859_1);
        for (String line : List.of(text.split("\n"))) {
            Matcher event = EVENT.matcher(line);
            if (!line.startsWith("#") && event.find()) {
                counted.merge(event.group(1), 1L, Long::sum);
            }
        }
        assertThat(facts.events()).isEqualTo(counted);
    }

    private static void compare(Path expected, String outcome) throws IOException {
        if (ACCEPT) {
            Files.writeString(expected, outcome);
        }
        assertThat(outcome).isEqualTo(Files.readString(expected));
    }
}
