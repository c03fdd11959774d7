package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.cli.Console.Result;

/** The gate as a CI job sees it: a folder, a line, a status. */
class GateCommandTest {

    private static final String CIRCLE = "9c3f1c5e8a0f4b1d";

    @TempDir Path corpus;

    @BeforeEach
    void aCorpusThatIsRight() {
        write(corpus.resolve("one.trace"), Recordings.ONE_ORDER);
        write(corpus.resolve("README.md"), "# what this is\n");
    }

    @Test
    void aBadTraceInTheProjectsOwnCorpusFailsWithItsFindingInTheVerdict() throws Exception {
        Path copy = Files.createDirectories(corpus.resolve("copy/handmade/case-1"));
        Files.copy(Path.of("../traces/handmade/case-1/input.trace"), copy.resolve("input.trace"));
        Path folder = corpus.resolve("copy");
        write(folder.resolve("corpus.json"), manifest("{\"path\": \"handmade/**\"}"));
        assertThat(gate("copy").status()).isZero();
        write(folder.resolve("bad.trace"), Recordings.CIRCLE);
        Result result = gate("copy");
        assertThat(result.status()).isEqualTo(1);
        assertThat(verdict(result))
                .startsWith("gate failed: 1 new error: cycle: lock_a -> lock_b -> lock_a (")
                .contains("copy/bad.trace:4)");
    }

    @Test
    void aCorpusWithoutFindingsPassesAndSaysWhatWasPassedOver() {
        Result result = gate();
        assertThat(result.status()).isZero();
        assertThat(verdict(result)).isEqualTo("gate passed: 1 trace, nothing new");
        assertThat(result.out()).contains("1 file of the corpus is no trace and passed over.");
        assertThat(result.error()).isEmpty();
    }

    @Test
    void aBaselineTakesAFindingForKnown() throws Exception {
        write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
        assertThat(gate().status()).isEqualTo(1);
        assertThat(gate("--update-baseline").status()).isZero();
        String baseline = Files.readString(corpus.resolve("lockreplay-baseline.json"));
        assertThat(baseline)
                .contains("\"what\":\"cycle: lock_a -> lock_b -> lock_a\"")
                .contains("\"since\":\"2026-03-01\"");
        Result result = gate();
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Known, in the baseline:").contains("since 2026-03-01");
        assertThat(gate("--fail-on", "error").status()).isEqualTo(1);
        assertThat(gate("--fail-on", "never").status()).isZero();
    }

    @Test
    void whatIsFixedIsToldUntilTheBaselineIsUpdated() throws Exception {
        Path bad = write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
        gate("--update-baseline");
        Files.delete(bad);
        Result result = gate();
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("In the baseline and no longer seen");
        gate("--update-baseline");
        assertThat(gate().out()).doesNotContain("In the baseline");
        assertThat(Files.readString(corpus.resolve("lockreplay-baseline.json")))
                .doesNotContain("cycle");
    }

    @Test
    void aSuppressionExcusesUntilItExpires() {
        write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
        write(
                corpus.resolve("lockreplay-suppressions.json"),
                """
                {"schema": "lockreplay-suppressions/1", "suppressions": [
                  {"pattern": "cycle: lock_a -> *", "reason": "a test rig", "owner": "mm",
                   "expires": "2026-03-31"}]}
                """);
        Result excused = gate();
        assertThat(excused.status()).isZero();
        assertThat(excused.out()).contains("Suppressed:").contains("mm: a test rig");
        Result late = new Console().on("2026-04-01").run("gate", corpus);
        assertThat(late.status()).isEqualTo(1);
        assertThat(late.out()).contains("Expired suppressions, which excuse nothing:");
        assertThat(verdict(late)).contains("its suppression by mm expired after 2026-03-31");
    }

    @Test
    void aSuppressionThatFitsNothingIsTold() {
        write(
                corpus.resolve("lockreplay-suppressions.json"),
                """
                {"schema": "lockreplay-suppressions/1", "suppressions": [
                  {"pattern": "cycle: gone*", "reason": "a test rig", "owner": "mm"}]}
                """);
        Result result = gate();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("Suppressions that fit no finding:")
                .contains("lockreplay-suppressions.json:2");
    }

    @Test
    void aCycleWhoseEdgesComeFromTwoTracesIsFoundAndTheTracesOfEachAreNamed() {
        write(corpus.resolve("other.trace"), Recordings.OTHER_ORDER);
        write(corpus.resolve("third.trace"), Recordings.OTHER_ORDER);
        Result result = gate();
        assertThat(result.status()).isEqualTo(1);
        assertThat(flat(result))
                .contains("lock_a -> lock_b: " + corpus + "/one.trace lock_b")
                .contains(
                        "lock_b -> lock_a: "
                                + corpus
                                + "/other.trace, "
                                + corpus
                                + "/third.trace ");
    }

    @Test
    void tracesThatAreJudgedAloneCloseNoCycleTogether() {
        write(corpus.resolve("other.trace"), Recordings.OTHER_ORDER);
        write(corpus.resolve("corpus.json"), manifest("{\"path\": \"*.trace\", \"alone\": true}"));
        assertThat(gate().status()).isZero();
    }

    @Test
    void tracesOfTwoSetsCloseNoCycleTogether() {
        write(corpus.resolve("other.trace"), Recordings.OTHER_ORDER);
        write(
                corpus.resolve("corpus.json"),
                manifest("{\"path\": \"other.trace\", \"set\": \"another kernel\"}"));
        assertThat(gate().status()).isZero();
    }

    @Test
    void tracesThatAreJudgedInDifferentWaysStillCloseACycleTogether() {
        write(corpus.resolve("other.trace"), Recordings.OTHER_ORDER);
        write(
                corpus.resolve("order.json"),
                "{\"schema\": \"lockreplay-order/1\", \"name\": \"ours\","
                        + " \"order\": [\"lock_a\", \"lock_b\"]}");
        write(
                corpus.resolve("corpus.json"),
                manifest("{\"path\": \"other.trace\", \"order\": \"order.json\"}"));
        Result result = gate();
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("ERROR cycle").contains("ERROR order-violation");
    }

    @Test
    void whatIsNotJudgedInATraceFollowsFromTheOptionsOfThatTrace() {
        write(corpus.resolve("other.trace"), Recordings.ONE_ORDER);
        write(
                corpus.resolve("order.json"),
                "{\"schema\": \"lockreplay-order/1\", \"name\": \"ours\","
                        + " \"order\": [\"lock_a\", \"lock_b\"]}");
        String unjudged = "no order was declared";
        assertThat(gate("--format", "junit").out()).contains(unjudged);
        write(
                corpus.resolve("corpus.json"),
                manifest("{\"path\": \"*.trace\", \"order\": \"order.json\"}"));
        assertThat(gate("--format", "junit").out()).doesNotContain(unjudged);
    }

    @Test
    void theLockTypesOfAManifestDecideForItsTraces() throws Exception {
        Files.delete(corpus.resolve("one.trace"));
        String readers = Recordings.CIRCLE.replaceAll("(acquire: \\w+) ", "$1 read ");
        write(corpus.resolve("readers.trace"), readers);
        write(
                corpus.resolve("types.json"),
                """
                {"schema": "lockreplay-lock-types/1", "types": {"ours": {"readers": "wait"}},
                 "locks": [{"type": "ours", "names": ["lock_a", "lock_b"]}]}
                """);
        assertThat(gate().status()).isZero();
        assertThat(gate("--types", corpus.resolve("types.json").toString()).status()).isEqualTo(1);
        assertThat(gate("--types", corpus.resolve("gone.json").toString()).error())
                .contains("cannot use the lock types " + corpus.resolve("gone.json"));
        write(
                corpus.resolve("corpus.json"),
                manifest("{\"path\": \"*.trace\", \"types\": \"types.json\"}"));
        assertThat(gate().status()).isEqualTo(1);
        write(
                corpus.resolve("corpus.json"),
                manifest("{\"path\": \"*.trace\", \"types\": \"gone.json\"}"));
        assertThat(gate().status()).isEqualTo(2);
    }

    @Test
    void aTraceThatCannotBeReadFailsUnlessThatIsAllowed() {
        write(corpus.resolve("broken.trace"), "no event at all\n");
        Result result = gate();
        assertThat(result.status()).isEqualTo(3);
        assertThat(verdict(result)).contains("1 trace that could not be read: ");
        assertThat(gate("--allow-unreadable").status()).isZero();
        write(
                corpus.resolve("corpus.json"),
                manifest("{\"path\": \"broken.trace\", \"unreadable\": \"allowed\"}"));
        assertThat(gate().status()).isZero();
    }

    @Test
    void aTraceThatVanishedFails() {
        write(corpus.resolve("corpus.json"), manifest("{\"path\": \"gone.trace\"}"));
        Result result = gate();
        assertThat(result.status()).isEqualTo(3);
        assertThat(flat(result))
                .contains("corpus.json:2: expected a file of the corpus, found 'gone.trace'");
    }

    @Test
    void aTraceIsHeldAgainstItsExpectation() {
        write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
        write(
                corpus.resolve("corpus.json"),
                manifest("{\"path\": \"bad.trace\", \"findings\": [\"" + CIRCLE + "\"]}"));
        Result wrong = gate("--no-cache");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.out()).contains("the expected finding " + CIRCLE + " is missing");
        Result update = gate("--update-expectations");
        assertThat(update.status()).isZero();
        assertThat(update.error()).contains("corpus.json now expects what was seen");
        Result right = gate();
        assertThat(right.status()).isZero();
        assertThat(verdict(right)).isEqualTo("gate passed: 2 traces, nothing new, 1 expected");
    }

    @Test
    void expectationsOfTracesThatAreGoneOrCannotBeReadAreNotForgotten() throws Exception {
        Path bad = write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
        String text =
                manifest(
                        "{\"path\": \"bad.trace\", \"findings\": [\""
                                + CIRCLE
                                + "\"]},\n{\"path\": \"one.trace\", \"findings\": \"none\"}");
        Path manifest = write(corpus.resolve("corpus.json"), text);
        Files.delete(bad);
        Result gone = gate("--update-expectations");
        assertThat(gone.status()).isEqualTo(3);
        assertThat(gone.error()).contains("no manifest was updated, because not every trace");
        assertThat(Files.readString(manifest)).isEqualTo(text);
        gate("--update-expectations", "--allow-unreadable");
        assertThat(Files.readString(manifest))
                .contains(CIRCLE)
                .contains("\"path\": \"one.trace\",\n      \"findings\": \"none\"");
    }

    @Test
    void theVerdictAfterAnUpdateIsThatOfTheUpdatedManifest() {
        write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
        Result alone = gate("--update-expectations");
        assertThat(alone.status()).isZero();
        assertThat(verdict(alone)).isEqualTo("gate passed: 2 traces, nothing new, 1 expected");
    }

    @Test
    void whatOnlyAllTracesTogetherShowStillFailsAfterAnUpdateOfExpectations() {
        write(corpus.resolve("other.trace"), Recordings.OTHER_ORDER);
        Result together = gate("--update-expectations");
        assertThat(together.status()).isEqualTo(1);
        assertThat(verdict(together)).startsWith("gate failed: 1 new error");
    }

    @Test
    void theManifestMustBeAFile() throws Exception {
        assertThat(gate("--manifest", "nix.json").error())
                .contains("cannot use the corpus: nix.json: no such file or directory");
        Files.createDirectory(corpus.resolve("corpus.json"));
        Result result = gate();
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.error())
                .contains(corpus + "/corpus.json: expected a manifest, found a folder");
    }

    @Test
    void aTraceThatShouldShowNothingFailsEvenForAWarning() {
        write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
        write(
                corpus.resolve("corpus.json"),
                manifest("{\"path\": \"bad.trace\", \"findings\": \"none\"}"));
        Result result = gate();
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("no error or warning was expected, but it shows error");
        assertThat(gate("--update-baseline").status()).isZero();
    }

    @Test
    void anEmptyFolderDoesNotPass() throws Exception {
        Path empty = Files.createDirectory(corpus.resolve("empty"));
        Result result = new Console().run("gate", empty);
        assertThat(result.status()).isEqualTo(3);
        assertThat(verdict(result)).isEqualTo("gate failed: there is no trace in the corpus");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "corpus.json | {\"schema\": \"lockreplay-corpus/1\",~\"trcaes\": []}"
                        + " | corpus.json:2:11: expected a member such as 'traces', found 'trcaes'",
                "corpus.json | {\"schema\": \"lockreplay-corpus/1\",~\"traces\": [{\"path\": \"no*\"}]}"
                        + " | corpus.json:2: expected a pattern that fits a file of the corpus",
                "corpus.json | {\"schema\": \"lockreplay-corpus/1\",~\"defaults\": {\"order\": \"nix.json\"}}"
                        + " | corpus.json:2:23: expected a file of a declared order beside the"
                        + " manifest, found 'nix.json', which is not there",
                "corpus.json | {\"schema\": \"lockreplay-corpus/1\",~\"defaults\": {\"types\": \"nix.json\"}}"
                        + " | corpus.json:2:23: expected a file of lock types beside the manifest",
                "corpus.json | {\"schema\": \"lockreplay-corpus/1\",~\"defaults\": {\"protocol\": \"nix\"}}"
                        + " | corpus.json:2:26: expected a protocol that comes with the tool"
                        + " or a file beside the manifest, found 'nix', which is not there",
                "corpus.json | {\"schema\": \"lockreplay-corpus/1\",~\"defaults\": {"
                        + " | corpus.json:2:14: expected the '}' of an object, found the end of the file",
                "lockreplay-baseline.json | {\"schema\": \"lockreplay-baseline/2\", \"findings\": []}"
                        + " | expected schema 'lockreplay-baseline/1', the one this version knows",
                "lockreplay-suppressions.json | {\"schema\": \"lockreplay-suppressions/1\",~"
                        + "\"suppressions\": [{\"pattern\": \"x\", \"owner\": \"me\"}]}"
                        + " | lockreplay-suppressions.json:2:18: expected member 'reason'",
                "lockreplay-suppressions.json | {\"schema\": \"lockreplay-suppressions/1\",~"
                        + "\"suppressions\": [{\"pattern\": \"x\", \"reason\": \" \", \"owner\": \"me\"}]}"
                        + " | expected a reason, found nothing"
            })
    void aFileThatIsWrongIsToldWithItsPlaceAndNothingIsOverwritten(
            String file, String line, String sentence) throws Exception {
        String text = line.replace('~', '\n');
        write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
        Path wrong = write(corpus.resolve(file), text);
        Result result = gate("--update-baseline");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.error()).contains(sentence).doesNotContain("\tat ");
        assertThat(Files.readString(wrong)).isEqualTo(text);
        assertThat(Files.exists(corpus.resolve("lockreplay-baseline.json")))
                .isEqualTo(file.contains("baseline"));
    }

    @Test
    void aGoodBaselineStaysWhenATraceCannotBeRead() throws Exception {
        Path bad = write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
        gate("--update-baseline");
        Path baseline = corpus.resolve("lockreplay-baseline.json");
        String before = Files.readString(baseline);
        write(bad, "no event at all\n");
        Result result = gate("--update-baseline");
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.error()).contains("the baseline was not updated");
        assertThat(gate("--update-baseline", "--allow-unreadable").status()).isZero();
        assertThat(Files.readString(baseline)).isEqualTo(before);
    }

    @Test
    void aBaselineThatIsNamedMustBeThere() {
        assertThat(gate("--baseline", corpus.resolve("none.json").toString()).status())
                .isEqualTo(2);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBytes() {
        write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
        write(corpus.resolve("other.trace"), Recordings.OTHER_ORDER);
        List<String> reports = new ArrayList<>();
        for (int threads = 1; threads <= 5; threads++) {
            reports.add(gate("--format", "json", "--threads", Integer.toString(threads)).out());
        }
        assertThat(reports).allMatch(reports.get(0)::equals);
        assertThat(reports.get(0)).contains("\"schema\": \"lockreplay-gate/1\"");
    }

    @Test
    void aJsonReportHasItsVerdictOnStandardErrorToo() {
        Result result = gate("--format", "json");
        assertThat(result.error()).isEqualTo("lockreplay: gate passed: 1 trace, nothing new\n");
    }

    private Result gate(String... arguments) {
        List<Object> all = new ArrayList<>(List.of("gate"));
        Path root = corpus;
        for (String argument : arguments) {
            if (argument.equals("copy")) {
                root = corpus.resolve("copy");
            } else {
                all.add(argument);
            }
        }
        all.add(root);
        return new Console().run(all.toArray());
    }

    /** The report without its line breaks. */
    private static String flat(Result result) {
        return result.out().replaceAll("\\s+", " ");
    }

    private static String verdict(Result result) {
        List<String> lines = result.out().lines().toList();
        return lines.get(lines.size() - 1);
    }

    private static String manifest(String entry) {
        return "{\"schema\": \"lockreplay-corpus/1\",\n\"traces\": [" + entry + "]}\n";
    }
}
