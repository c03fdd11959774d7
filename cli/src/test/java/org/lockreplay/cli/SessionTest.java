package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.cli.Console.Result;

/** What holds for every command: usage, help, faults, and where output goes. */
class SessionTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "check",
                "check --unknown x",
                "check --format yaml x",
                "check --fail-on fatal x",
                "check --threads 0 x",
                "check --threads two x",
                "check - -",
                "convert one two"
            })
    void wrongUsageIsStatusTwoWithASentenceAndAWayToHelp(String line) {
        Object[] args = line.isEmpty() ? new Object[0] : line.split(" ");
        Result result = new Console().run(args);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.error()).startsWith("lockreplay: ").endsWith(" --help'.\n");
    }

    @Test
    void helpListsTheCommandsAndAnExample() {
        Result result = new Console().run("--help");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("check", "replay", "inspect", "convert", "graph", "merge", "Example:");
        assertThat(result.error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "replay", "inspect", "convert", "graph", "merge"})
    void everyCommandHasHelpWithAnExample(String command) {
        Result result = new Console().run(command, "--help");
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("Usage: lockreplay " + command).contains("Example:");
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(new Console().run("--version").out()).matches("lockreplay \\S.*\n");
    }

    @Test
    void aFaultOfOursIsOneSentenceAndStatusSeventy() {
        Result result =
                new Console()
                        .withInput(new Failing(() -> new AssertionError("on purpose")))
                        .run("check", "-");
        assertThat(result.status()).isEqualTo(70);
        assertThat(result.error().lines()).hasSize(1);
        assertThat(result.error()).contains("fault of the program").contains("--debug");
    }

    @Test
    void debugShowsWhereTheFaultIs() {
        Result result =
                new Console()
                        .withInput(new Failing(() -> new AssertionError("on purpose")))
                        .run("check", "--debug", "-");
        assertThat(result.status()).isEqualTo(70);
        assertThat(result.error()).contains("\tat ").contains("Failing");
    }

    @Test
    void anErrorOfTheMachineIsAFaultToo() {
        Result result =
                new Console()
                        .withInput(new Failing(() -> new OutOfMemoryError("on purpose")))
                        .run("check", "-");
        assertThat(result.status()).isEqualTo(70);
        assertThat(result.error()).contains("not enough memory").doesNotContain("\tat ");
    }

    @Test
    void aFileIsReplacedInOneStepAndNothingIsLeftBesideIt() throws Exception {
        Path trace = write(folder.resolve("circle.trace"), Recordings.CIRCLE);
        Path report = write(folder.resolve("report.txt"), "old");
        assertThat(new Console().run("check", "-o", report, trace).status()).isEqualTo(1);
        assertThat(Files.readString(report)).contains("lock_a");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(trace, report);
        }
    }

    @Test
    void aLinkToTheOutputFileStaysALink() throws Exception {
        Path trace = write(folder.resolve("circle.trace"), Recordings.CIRCLE);
        Path report = write(folder.resolve("report.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), report);
        new Console().run("check", "-o", link, trace);
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(report)).contains("lock_a");
    }

    @Test
    void anOutputThatCannotBeWrittenIsWrongUsage() {
        Path trace = write(folder.resolve("circle.trace"), Recordings.CIRCLE);
        Path nowhere = folder.resolve("no/such/report.txt");
        Result result = new Console().run("check", "-o", nowhere, trace);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.error())
                .startsWith("lockreplay: cannot write " + nowhere + ": no such file or directory");
    }

    /** A stream whose reading ends in whatever it is told to throw. */
    private static final class Failing extends InputStream {

        private final Supplier<? extends Error> error;

        Failing(Supplier<? extends Error> error) {
            this.error = error;
        }

        @Override
        public int read() {
            throw error.get();
        }

        @Override
        public int read(byte[] buffer, int from, int length) {
            throw error.get();
        }
    }
}
