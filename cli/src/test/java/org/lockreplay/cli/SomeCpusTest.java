package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.cli.Console.Result;

/**
 * Of a kernel that did nothing wrong, the events of some CPUs accuse nobody: what {@code
 * per_cpu/cpuN/trace} shows, and a recording behind a {@code tracing_cpumask}.
 */
class SomeCpusTest {

    private static final String CPU = "^ .*-\\d+ +\\[00[%s]\\] .*";
    private static final Pattern SWITCH = Pattern.compile(".*: sched_\\w+: .*");

    @TempDir Path folder;

    @ParameterizedTest(name = "CPUs {0}")
    @CsvSource({"0", "3", "13"})
    void thereIsNoError(String cpus) throws IOException {
        Pattern shown = Pattern.compile(CPU.formatted(cpus));
        List<String> part =
                lines().filter(it -> it.startsWith("#") || shown.matcher(it).matches()).toList();
        isSilent(part);
        isSilent(part.stream().filter(it -> !SWITCH.matcher(it).matches()).toList());
    }

    private void isSilent(List<String> lines) throws IOException {
        Path part = folder.resolve("part.trace");
        Files.write(part, lines, StandardCharsets.ISO_8859_1);
        Result result = new Console().run("check", part);
        assertThat(result.out()).contains("0 errors, 0 warnings").contains("perhaps not all CPUs");
        assertThat(result.status()).isZero();
    }

    private static Stream<String> lines() throws IOException {
        byte[] whole = Corpus.bytes(Corpus.recording("workloads/clean-medium"));
        return new String(whole, StandardCharsets.ISO_8859_1).lines();
    }
}
