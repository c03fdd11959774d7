package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --dialect}, with the example of the documentation. */
class DialectOptionTest {

    private static final Path EXAMPLES = Path.of("..", "docs", "examples");
    private static final Path DIALECT = EXAMPLES.resolve("dialect-kprobes.json");
    private static final Path TRACE = EXAMPLES.resolve("dialect-kprobes.trace");

    @TempDir private Path folder;

    private static Console.Result run(Object... arguments) {
        return new Console().run(arguments);
    }

    @Test
    void theExampleMeansNothingWithoutItsDialectAndLocksWithIt() {
        Console.Result without = run("inspect", TRACE);
        assertThat(without.out()).contains("no lock events").contains("lr_down_write");
        Console.Result with = run("inspect", "--dialect", DIALECT, TRACE);
        assertThat(with.error()).isEmpty();
        assertThat(with.out()).contains("4 events\n").contains("lock_acquire");
        assertThat(with.out()).doesNotContain("lr_down_write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void aTableOfItIsReadBackToTheSameWithTheSameDialect(String form) throws IOException {
        Path table = folder.resolve("table." + form);
        run("convert", "--to", form, "--dialect", DIALECT, "-o", table, TRACE);
        Console.Result again = run("convert", "--to", form, "--dialect", DIALECT, table);
        assertThat(again.out()).isEqualTo(Files.readString(table));
        assertThat(events(table)).hasSize(15).isEqualTo(events(TRACE));
    }

    private static List<String> events(Path trace) {
        return run("inspect", "--dialect", DIALECT, trace)
                .out()
                .lines()
                .dropWhile(line -> !line.contains(" locks "))
                .takeWhile(line -> !line.contains(" not judged "))
                .toList();
    }

    @Test
    void aWrongDialectIsWrongUsageAndNamesThePlace() throws IOException {
        Path file = folder.resolve("d.json");
        Files.writeString(
                file,
                """
                {"schema": "lockreplay-dialect/1", "name": "n",
                 "events": [{"event": "a", "kind": "unmap"}]}
                """);
        for (String command : new String[] {"check", "inspect", "convert", "graph", "merge"}) {
            Console.Result result = run(command, "--dialect", file, TRACE);
            assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
            assertThat(result.out()).isEmpty();
            assertThat(result.error().replaceAll("\\s+", " "))
                    .contains(
                            "cannot use the dialect "
                                    + file
                                    + ": "
                                    + file
                                    + ":2:36: expected a kind")
                    .contains("found 'unmap'");
        }
    }

    @Test
    void aMissingDialectIsNamed() {
        Console.Result result = run("check", "--dialect", folder.resolve("none"), TRACE);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.error()).contains("no such file or directory");
    }

    @Test
    void severalDialectsAreReadTogether() throws IOException {
        Path file = folder.resolve("d.json");
        Files.writeString(
                file,
                """
                {"schema": "lockreplay-dialect/1", "name": "n", "events": [
                 {"event": "lr_up_write", "kind": "post-unmap"}]}
                """);
        Console.Result both = run("inspect", "--dialect", DIALECT, "--dialect", file, TRACE);
        assertThat(both.out()).contains("lock_acquire").contains("lr_up_write");
    }
}
