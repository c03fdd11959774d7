package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.cli.Console.Result;

/** The trace of a schedule that refutes a property is judged by {@code check} as what it shows. */
class VerifiedTracesTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "forgotten-bracket, M8, mpx-unbracketed",
        "inverse-order, M10, mpx-order",
        "missing-lock, M6, mpx-scheme",
        "wrong-mode, M6, mpx-scheme",
        "nested-operation, M9, mpx-nested-op",
        "no-cmpxchg, M2, mpx-double-table",
        "removal-not-zap, M12, mpx-partial",
        "fault-under-write, M7, mpx-fault-under-write",
        "prctl-nesting, M11, mpx-prctl-nests",
        "forgotten-up, balanced, held-at-exit",
        "nested-operation, deadlock-free, deadlock",
    })
    void checkFindsWhatVerifyRefuted(String fault, String property, String finding)
            throws IOException {
        Path trace = folder.resolve("all.trace");
        Result verified =
                new Console()
                        .run(
                                "verify",
                                "gleixner-2014",
                                "--fault",
                                fault,
                                "--max-states",
                                "20000",
                                "--trace",
                                trace);
        assertThat(verified.status()).isEqualTo(1);
        Path one = folder.resolve("one.trace");
        Files.write(one, recording(Files.readAllLines(trace), "refutes '" + property + "'"));
        Result checked = new Console().run("check", "--format", "json", one);
        assertThat(checked.out()).contains("\"id\": \"" + finding + "\"");
        assertThat(checked.error()).isEmpty();
    }

    @Test
    void theExampleOfTheReferenceIsRefutedAsItSays() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/protocols.md"));
        int first = lines.indexOf("{");
        int last = first + lines.subList(first, lines.size()).indexOf("}");
        Path protocol = folder.resolve("my-driver.json");
        Files.write(protocol, lines.subList(first, last + 1));
        Result result = new Console().run("verify", protocol);
        assertThat(result.error()).isEmpty();
        assertThat(result.out())
                .contains("refuted   no deadlock (schedule 1)")
                .contains("refuted   dev outside (schedule 2)");
    }

    /** The recording of a trace whose title ends like this. */
    private static List<String> recording(List<String> trace, String title) {
        List<String> recording = new ArrayList<>();
        for (String line : trace) {
            if (line.startsWith("# tracer:")) {
                if (recording.stream().anyMatch(one -> one.endsWith(title))) {
                    return recording;
                }
                recording.clear();
            }
            recording.add(line);
        }
        return recording;
    }
}
