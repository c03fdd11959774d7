package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.cli.Console.Result;

/** No output replaces an input, and standard input is no corpus. */
class GateOutputTest {

    @TempDir Path folder;
    private Path trace;

    @BeforeEach
    void aTrace() {
        trace = write(folder.resolve("one.trace"), Recordings.ONE_ORDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one.trace", "plain", "corpus.json", "lockreplay-baseline.json"})
    void aGateWritesNoReportOverAFileOfItsCorpus(String name) throws Exception {
        Path file = folder.resolve(name);
        write(
                file,
                name.startsWith("corpus")
                        ? "{\"schema\": \"lockreplay-corpus/1\"}"
                        : name.startsWith("lock")
                                ? "{\"schema\": \"lockreplay-baseline/1\", \"findings\": []}"
                                : Recordings.ONE_ORDER);
        String before = Files.readString(file);
        refused(new Console().run("gate", "-o", file, folder), file);
        refused(new Console().run("gate", "--report", "json=" + file, folder), file);
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void aReportOfTheLastRunIsReplaced() {
        Path report = folder.resolve("report.json");
        for (int i = 0; i < 2; i++) {
            Result result = new Console().run("gate", "--report", "json=" + report, folder);
            assertThat(result.status()).isZero();
        }
    }

    @Test
    void filesThatOptionsNameAreInputsToo() {
        Path known = write(folder.resolve("known"), "{}");
        refused(new Console().run("gate", "--baseline", known, "-o", known, folder), known);
        refused(new Console().run("gate", "--manifest", known, "-o", known, folder), known);
        refused(new Console().run("gate", "--suppressions", known, "-o", known, folder), known);
        refused(new Console().run("check", "--order", known, "-o", known, trace), known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "merge", "convert", "graph", "inspect"})
    void noCommandWritesOverItsTrace(String command) throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), trace);
        refused(new Console().run(command, "-o", trace, trace), trace);
        refused(new Console().run(command, "-o", link, trace), link);
        assertThat(Files.readString(trace)).isEqualTo(Recordings.ONE_ORDER);
    }

    @Test
    void standardInputIsNoCorpus() {
        for (Result result :
                new Result[] {
                    new Console().run("gate", "-"),
                    new Console().run("diff", "-", trace),
                    new Console().run("diff", trace, "-")
                }) {
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.error()).contains("standard input (-) can be read once");
        }
    }

    private static void refused(Result result, Path output) {
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.error())
                .contains("cannot write " + output + ": it is an input of this command");
    }
}
