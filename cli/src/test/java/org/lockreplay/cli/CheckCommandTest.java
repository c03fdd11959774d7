package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lockreplay.cli.Console.Result;

class CheckCommandTest {

    @TempDir Path folder;
    private Path circle;
    private Path oneOrder;
    private Path otherOrder;

    @BeforeEach
    void record() {
        circle = write(folder.resolve("circle.trace"), Recordings.CIRCLE);
        oneOrder = write(folder.resolve("one.trace"), Recordings.ONE_ORDER);
        otherOrder = write(folder.resolve("other.trace"), Recordings.OTHER_ORDER);
    }

    @Test
    void aCircleIsReportedOnStandardOutputAndMakesTheStatusOne() {
        Result result = new Console().run("check", circle);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("lock_a -> lock_b -> lock_a").contains(circle + ":4");
        assertThat(result.error()).isEmpty();
    }

    @Test
    void locksAloneLeavesBoundsTablesOutAndSaysSo() {
        String recording = "../traces/mpx/wrong-inside-basic-sems/input.trace.xz";
        Result whole = new Console().run("check", "--format=json", recording);
        Result alone = new Console().run("check", "--format=json", "--locks-alone", recording);
        String found = "\"id\": \"cycle\"";
        String tables = "\"id\": \"mpx-scheme\"";
        assertThat(whole.out()).contains(found).contains(tables);
        assertThat(alone.out()).contains(found).doesNotContain(tables);
        assertThat(alone.error()).contains("bounds tables are not replayed");
        assertThat(new Console().run("check", "--help").out()).doesNotContain("--locks-alone");
    }

    @Test
    void oneOrderIsClean() {
        Result result = new Console().run("check", oneOrder);
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("0 errors");
        assertThat(result.error()).isEmpty();
    }

    @Test
    void aCircleIsFoundAcrossTwoRecordingsThatAreCleanAlone() {
        assertThat(new Console().run("check", otherOrder).status()).isZero();
        assertThat(new Console().run("check", oneOrder, otherOrder).status()).isEqualTo(1);
    }

    @Test
    void eachJudgesEveryRecordingAloneAndInTheOrderOfTheArguments() {
        Result result =
                new Console().run("check", "--each", "--format=json", otherOrder, circle, oneOrder);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out().lines()).hasSize(3);
        assertThat(result.out().lines().toList().get(0))
                .startsWith("{\"schema\":\"lockreplay-report/1\"")
                .contains("other.trace")
                .contains("\"findings\":[]");
        assertThat(result.out().lines().toList().get(1)).contains("\"id\":\"cycle\"");
        assertThat(result.out().lines().toList().get(2)).contains("one.trace");
    }

    @Test
    void eachNamesEveryRecordingInText() {
        Result result = new Console().run("check", "--each", oneOrder, otherOrder);
        assertThat(result.out())
                .contains("== " + oneOrder + "\n\n")
                .contains("== " + otherOrder + "\n\n");
    }

    @Test
    void failOnNeverIsCleanWhateverIsFound() {
        assertThat(new Console().run("check", "--fail-on", "never", circle).status()).isZero();
    }

    @Test
    void theReportIsTheSameForAnyNumberOfThreads() {
        String one = new Console().run("check", "--threads=1", circle).out();
        assertThat(new Console().run("check", "--threads=7", circle).out()).isEqualTo(one);
    }

    @Test
    void standardInputIsReadLikeAFile() {
        Result result = new Console().withInput(Recordings.CIRCLE).run("check", "-");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains(" -:4 ");
    }

    @Test
    void aSummaryIsJudgedLikeTheRecordingsItIsOf() {
        Path summary = folder.resolve("summary.json");
        assertThat(new Console().run("merge", "-o", summary, oneOrder, otherOrder).status())
                .isZero();
        Result fromSummary = new Console().run("check", summary);
        Result fromRecordings = new Console().run("check", oneOrder, otherOrder);
        String limit = "  cycle: a summary has the first witnesses only";
        assertThat(fromSummary.out()).contains(limit);
        assertThat(fromRecordings.out()).doesNotContain(limit);
        assertThat(withoutLimits(fromSummary)).isEqualTo(withoutLimits(fromRecordings));
    }

    private static String withoutLimits(Result result) {
        return result.out().replaceAll("(?s)Not judged:.*?\\n\\n", "") + result.status();
    }

    @Test
    void whatComesThroughAPipeIsLookedAtTwiceLikeAFile() {
        Result piped =
                new Console()
                        .withInput(Recordings.LATER_LOCKS)
                        .run("check", "--format", "json", "-");
        Path file = Recordings.write(folder.resolve("later.trace"), Recordings.LATER_LOCKS);
        Result read = new Console().run("check", "--format", "json", file);
        assertThat(piped.out()).contains("\"certainty\": \"instance\"");
        assertThat(piped.out()).isEqualTo(read.out().replace(file.toString(), "-"));
    }

    @Test
    void forkedTasksAreOrderedAndThatIsANoteWhereTasksAreRoles() {
        Path file = Recordings.write(folder.resolve("roles.trace"), Recordings.FORKED);
        Result kernel = new Console().run("check", file);
        assertThat(kernel.status()).isEqualTo(1);
        assertThat(kernel.out()).contains("Known: ordered by fork/exit.");
        Result roles = new Console().run("check", "--tasks-are-roles", file);
        assertThat(roles.status()).isZero();
        assertThat(roles.out()).contains("NOTE cycle").contains("ordered by fork/exit");
    }

    @Test
    void aDeclaredOrderIsHeldAgainstTheRecording() {
        Path order =
                write(
                        folder.resolve("order.json"),
                        """
                        {"schema": "lockreplay-order/1", "name": "ours", "order": ["lock_b", "lock_a"]}
                        """);
        Result result = new Console().run("check", "--order", order, oneOrder);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("order-violation");
    }

    @Test
    void filesOfLockTypesOutrankTheCatalogue() {
        Path spin = types("spin.json", "spinlock", "lock_a");
        Path sleep = types("sleep.json", "mutex", "lock_b");
        Result result = new Console().run("check", "--types", spin, "--types", sleep, oneOrder);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .contains("ERROR wait-context")
                .contains("Known: lock_b is of type mutex.");
    }

    @Test
    void aFileOfLockTypesThatCannotBeUsedIsWrongUsage() {
        Path file = types("types.json", "mutx", "lock_a");
        for (String command : List.of("check", "graph")) {
            Result result = new Console().run(command, "--types", file, oneOrder);
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.error().replaceAll("\\s+", " "))
                    .startsWith("lockreplay: cannot use the lock types " + file + ": ")
                    .contains("types.json:1:")
                    .contains("expected a type of this file or of the shipped one")
                    .contains("found 'mutx'");
        }
    }

    private Path types(String file, String type, String name) {
        return write(
                folder.resolve(file),
                "{\"schema\": \"lockreplay-lock-types/1\", \"locks\": [{\"type\": \""
                        + type
                        + "\", \"names\": [\""
                        + name
                        + "\"]}]}");
    }

    @Test
    void aDeclaredOrderThatCannotBeUsedIsWrongUsage() {
        Path order = write(folder.resolve("order.json"), "{}");
        Result result = new Console().run("check", "--order", order, oneOrder);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.error()).startsWith("lockreplay: cannot use the declared order " + order);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aRecordingWithoutLocksIsCleanAndSaysSo() {
        Path noLocks = write(folder.resolve("none.trace"), Recordings.NO_LOCKS);
        Result result = new Console().run("check", noLocks);
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("No lock event in " + noLocks);
    }

    @Test
    void aRecordingWithoutAnyEventIsCleanAndSaysSo() {
        Path empty = write(folder.resolve("empty.trace"), "# tracer: nop\n#\n");
        Result result = new Console().run("check", empty);
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("No event in " + empty + ": an empty recording");
    }

    @Test
    void aTerminalGetsColoursUnlessItDeclinesThem() {
        assertThat(new Console().onTerminal(Map.of()).run("check", circle).out())
                .contains("\u001b[");
        assertThat(new Console().run("check", circle).out()).doesNotContain("\u001b[");
        assertThat(new Console().onTerminal(Map.of("NO_COLOR", "1")).run("check", circle).out())
                .doesNotContain("\u001b[");
        assertThat(new Console().onTerminal(Map.of("TERM", "dumb")).run("check", circle).out())
                .doesNotContain("\u001b[");
        assertThat(new Console().run("check", "--color=always", circle).out()).contains("\u001b[");
    }

    @Test
    void aFileGetsNoColoursFromATerminal() throws Exception {
        Path report = folder.resolve("report.txt");
        new Console().onTerminal(Map.of()).run("check", "-o", report, circle);
        assertThat(Files.readString(report)).contains("lock_a").doesNotContain("\u001b[");
    }

    @Test
    void aProtocolOfTheToolHasAnOrderToHoldTracesAgainst() {
        Path trace = Path.of("../traces/workloads/clean-small/input.trace.xz");
        Result result = new Console().run("check", "--protocol", "mm-rmap", trace);
        assertThat(result.out()).contains("0 errors");
        assertThat(result.status()).isZero();
    }

    @Test
    void aProtocolFileIsHeldAgainstTraces() {
        Path protocol =
                write(
                        folder.resolve("p.json"),
                        """
                        {"schema": "lockreplay-protocol/1", "name": "mine", "title": "t",
                         "locks": [{"name": "lock_a", "kind": "mutex"},
                                   {"name": "b", "kind": "mutex", "aliases": ["lock_b"]}],
                         "order": ["b", "lock_a"]}
                        """);
        Result result = new Console().run("check", "--protocol", protocol, oneOrder);
        assertThat(result.out()).contains("order-violation").contains("declared by mine");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void anUnknownProtocolIsWrongUsageThatNamesTheOnesThereAre() {
        Result result = new Console().run("check", "--protocol", "linux-9", oneOrder);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.error()).contains("no protocol 'linux-9'").contains("gleixner-2014");
    }
}
