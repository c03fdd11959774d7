package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lockreplay.cli.Console.Result;

/** Real recordings, split in any way over several runs: merged, they say what one run says. */
class CorpusSplitTest {

    private static final int ROUNDS = 8;

    @TempDir Path folder;

    @Test
    void anySplitMergesToTheSameBytes() throws Exception {
        List<Path> recordings = recordings();
        String whole = merge(recordings);
        String verdict = verdict(folder.resolve("whole"), List.of(whole));
        Random random = new Random(2014);
        for (int round = 0; round < ROUNDS; round++) {
            List<String> parts = split(recordings, random);
            List<Path> files = new ArrayList<>();
            for (String part : parts) {
                Path file = folder.resolve("part-" + round + "-" + files.size() + ".json");
                files.add(Files.writeString(file, part));
            }
            assertThat(merge(files)).as("round %d", round).isEqualTo(whole);
            assertThat(verdict(folder.resolve("round" + round), parts))
                    .as("round %d", round)
                    .isEqualTo(verdict);
        }
    }

    private static List<Path> recordings() {
        List<Path> recordings = new ArrayList<>();
        for (Path path : Corpus.cases()) {
            if (Corpus.name(path).matches("(seeded/(abba|rw|ok_|same).*|handmade/[a-h].*)")) {
                recordings.add(path);
            }
        }
        return recordings;
    }

    /** The summaries of random parts, which may overlap. */
    private static List<String> split(List<Path> recordings, Random random) {
        List<Path> left = new ArrayList<>(recordings);
        Collections.shuffle(left, random);
        List<String> parts = new ArrayList<>();
        while (!left.isEmpty()) {
            int size = 1 + random.nextInt(left.size());
            List<Path> part = new ArrayList<>(left.subList(0, size));
            left.subList(0, size).clear();
            part.add(recordings.get(random.nextInt(recordings.size())));
            parts.add(merge(part));
        }
        return parts;
    }

    private static String merge(List<Path> inputs) {
        List<Object> arguments = new ArrayList<>(List.of("merge"));
        arguments.addAll(inputs);
        Result result = new Console().run(arguments.toArray());
        assertThat(result.status()).isZero();
        return result.out();
    }

    /** What the gate finds in a folder of summaries; their own names are not part of it. */
    private static String verdict(Path corpus, List<String> summaries) throws Exception {
        Files.createDirectory(corpus);
        for (String summary : summaries) {
            int number = summary.hashCode();
            Files.writeString(corpus.resolve(number + ".json"), summary);
        }
        String json = new Console().run("gate", "--format", "json", "--no-cache", corpus).out();
        int from = json.indexOf("\n  \"findings\": [");
        return json.substring(from, json.indexOf("\n  \"fixed\": ["));
    }
}
