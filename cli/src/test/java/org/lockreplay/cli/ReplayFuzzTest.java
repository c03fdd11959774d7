package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.cli.Console.Result;

/**
 * Recordings in which lines moved, came twice, went missing, and numbers became others: {@code
 * replay} says something, and the program does not fail.
 *
 * <p>{@code -Dlockreplay.fuzz=N} tries N times as many seeds.
 */
class ReplayFuzzTest {

    private static final int SEEDS = 3 * Integer.getInteger("lockreplay.fuzz", 1);
    private static final String[] EDGES = {
        "0",
        "1",
        "fff",
        "1000",
        "7fffffffffff",
        "800000000000",
        "ffffffff",
        "100000000",
        "ffffffffffffffff",
        "fffffffffffff000",
        "8000000000000000",
        "7fffffffffffffff",
        "1ffffffffffffff"
    };

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"i-all64", "i-all32", "i-hashed64", "bdsem-small"})
    void noTraceBreaksTheReplay(String recording) throws IOException {
        byte[] bytes = Corpus.bytes(Corpus.recording("mpx/" + recording));
        List<String> lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Path trace = folder.resolve("mutated.trace");
            Files.write(trace, mutated(lines, random), StandardCharsets.ISO_8859_1);
            for (String format : List.of("text", "json", "csv")) {
                Result result =
                        new Console()
                                .run(
                                        "replay",
                                        "--format=" + format,
                                        "--history",
                                        "--at-line=" + (1 + random.nextInt(lines.size())),
                                        "--at=" + random.nextInt(20),
                                        trace);
                assertThat(result.status())
                        .as("%s, seed %d: %s", recording, seed, result.error())
                        .isZero();
                assertThat(result.out()).isNotEmpty();
            }
            assertThat(new Console().run("replay", "--mm=42", "--mm=48", trace).status()).isZero();
        }
    }

    private static List<String> mutated(List<String> lines, SplittableRandom random) {
        List<String> mutated = new ArrayList<>(lines);
        for (int i = 0; i < 40; i++) {
            int at = random.nextInt(mutated.size());
            switch (random.nextInt(4)) {
                case 0 -> mutated.remove(at);
                case 1 -> mutated.add(at, mutated.get(random.nextInt(mutated.size())));
                case 2 -> mutated.set(at, "CPU:0 [LOST 3 EVENTS]");
                default -> mutated.set(at, otherNumber(mutated.get(at), random));
            }
        }
        return mutated;
    }

    /** One of the numbers behind the event's name becomes another. */
    private static String otherNumber(String line, SplittableRandom random) {
        String edge = EDGES[random.nextInt(EDGES.length)];
        int name = line.indexOf(": ");
        if (name < 0) {
            return line;
        }
        String arguments = line.substring(name + 2);
        String changed =
                random.nextBoolean()
                        ? arguments.replaceFirst("(?<=0x|: |[:=\\[])\\p{XDigit}{3,16}", edge)
                        : arguments.replaceAll("(?<=0x)\\p{XDigit}{6,16}", edge);
        return line.substring(0, name + 2) + changed;
    }
}
