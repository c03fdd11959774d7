package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code simulate}, from its options to a trace that {@code check} reads. */
class SimulateCommandTest {

    @TempDir Path folder;

    private static Console.Result run(Object... arguments) {
        return new Console().run(arguments);
    }

    @Test
    void aSoundTraceIsClean() {
        Console.Result trace = run("simulate", "gleixner-2014", "--tasks", 3, "--length", 40);
        assertThat(trace.status()).isEqualTo(ExitStatus.CLEAN);
        Console.Result report = new Console().withInput(trace.out()).run("check", "-");
        assertThat(report.status()).isEqualTo(ExitStatus.CLEAN);
        assertThat(report.out()).contains("0 errors").contains("#4");
    }

    @Test
    void anOrderThatAnotherRuleJudgesIsSaidToBeDeclared() {
        Console.Result trace = run("simulate", "gleixner-2014", "--length", 5);
        Console.Result report =
                new Console()
                        .withInput(trace.out())
                        .run("check", "--protocol", "gleixner-2014", "-");
        assertThat(report.out().replaceAll("\\s+", " "))
                .contains(
                        "order-violation: the order of the protocol is that of bd_sem and mmap_sem,"
                                + " which mpx-order judges")
                .doesNotContain("no order was declared");
    }

    @Test
    void aMistakeIsFound() {
        Console.Result trace = run("simulate", "gleixner-2014", "--fault", "inverse-order");
        Console.Result report = new Console().withInput(trace.out()).run("check", "-");
        assertThat(report.status()).isEqualTo(ExitStatus.FINDINGS);
        assertThat(report.out()).contains("mpx-order");
    }

    @Test
    void aTableHasTheSameEventsAsTheText() {
        Console.Result text = run("simulate", "linux-4.19", "--seed", 3, "--length", 20);
        Console.Result table =
                run("simulate", "linux-4.19", "--seed", 3, "--length", 20, "--format", "csv");
        assertThat(new Console().withInput(text.out()).run("convert", "-").out())
                .isEqualTo(table.out());
    }

    @Test
    void whatADowngradeLeavesFitsTheOperation() throws IOException {
        Path file = folder.resolve("downgrade.json");
        Files.writeString(
                file,
                """
                {"schema": "lockreplay-protocol/1", "name": "own", "title": "t",
                 "locks": [{"name": "L0", "kind": "mutex"}, {"name": "L1", "kind": "rwsem"}],
                 "order": ["L0", "L1"],
                 "operations": [{"name": "op0", "steps": [
                   {"lock": "L0"}, {"lock": "L1", "mode": "write"}, {"downgrade": "L1"},
                   {"unlock": "L1", "mode": "read"}, {"unlock": "L0"}]}]}
                """);
        Console.Result trace = run("simulate", file);
        assertThat(trace.out()).contains(" try read L1");
        Console.Result report =
                new Console().withInput(trace.out()).run("check", "--protocol", file, "-");
        assertThat(report.out())
                .doesNotContain("fits none")
                .containsPattern("L0 +write +L1 +write +\\d+ +op0")
                .containsPattern("L0 +write +L1 +read +\\d+ +op0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    none!no protocol 'none': expected a file, or one of
                    gleixner-2014 --fault none!no variant 'none' of gleixner-2014: expected one of
                    gleixner-2014 --tasks 0!--tasks must be at least 1, found 0
                    gleixner-2014 --length 0!--length must be at least 1, found 0
                    gleixner-2014 --tasks 99!tasks must be from 1 to 15: 99
                    mm-rmap!the protocol mm-rmap has no operations to run
                    gleixner-2014 --tasks 1 --length 3 --fault no-cmpxchg!in none of 500 runs from this seed did 'no-cmpxchg' break what the protocol claims
                    """)
    void whatCannotBeSimulatedIsSaid(String arguments, String message) {
        Console.Result result = run((Object[]) ("simulate " + arguments).split(" "));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.error().replaceAll("\\s+", " ")).contains(message);
    }
}
