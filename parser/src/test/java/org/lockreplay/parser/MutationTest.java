package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real lines with a few bytes wrong: nothing throws, nothing is lost, nothing depends on luck. */
class MutationTest {

    private static final String CONTROL = ":[]()-./= \t\r\0\"',{}xX09af|>+";

    private static byte[] mutated(Random random, List<byte[]> lines, int count) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(lines.get(random.nextInt(lines.size())));
        text.write('\n');
        for (int i = 0; i < count; i++) {
            byte[] line = lines.get(random.nextInt(lines.size()));
            for (int wrong = random.nextInt(4); wrong > 0; wrong--) {
                line = mutate(random, line, lines);
            }
            text.writeBytes(line);
            text.write('\n');
        }
        return text.toByteArray();
    }

    private static byte[] mutate(Random random, byte[] line, List<byte[]> lines) {
        int at = random.nextInt(line.length + 1);
        int to = Math.min(line.length, at + random.nextInt(12));
        byte[] other = lines.get(random.nextInt(lines.size()));
        int from = random.nextInt(other.length + 1);
        return switch (random.nextInt(6)) {
            case 0 -> join(line, at, new byte[0], line, to);
            case 1 -> join(line, to, new byte[0], line, at);
            case 2 -> join(line, at, new byte[] {(byte) random.nextInt()}, line, to);
            case 3 -> join(line, at, symbol(random), line, Math.min(line.length, at + 1));
            case 4 -> join(line, at, symbol(random), line, at);
            default -> join(line, at, new byte[0], other, from);
        };
    }

    private static byte[] symbol(Random random) {
        return new byte[] {(byte) CONTROL.charAt(random.nextInt(CONTROL.length()))};
    }

    private static byte[] join(byte[] head, int headTo, byte[] middle, byte[] tail, int tailFrom) {
        byte[] all = new byte[headTo + middle.length + tail.length - tailFrom];
        System.arraycopy(head, 0, all, 0, headTo);
        System.arraycopy(middle, 0, all, headTo, middle.length);
        System.arraycopy(tail, tailFrom, all, headTo + middle.length, tail.length - tailFrom);
        return all;
    }

    private static List<byte[]> bytes(List<String> lines) {
        List<byte[]> bytes = new ArrayList<>();
        lines.forEach(line -> bytes.add(line.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private static void assertSound(byte[] text, int seed) {
        try {
            Reading reading = Reading.tryOf(new TraceReader(1), new ByteArrayInputStream(text));
            assertThat(reading.everyLineCounts()).as("seed %d", seed).isTrue();
            for (MalformedLine bad : reading.facts().firstMalformed()) {
                assertThat(bad.line()).isBetween(1L, reading.facts().lines());
                assertThat(bad.column()).isPositive();
                assertThat(bad.expected()).isNotBlank();
            }
            assertThat(Reading.of(new TraceReader(3, 100), text))
                    .as("seed %d in chunks", seed)
                    .isEqualTo(reading);
        } catch (UnreadableTraceException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void mutatedTracesAreReadAsFarAsTheyCanBe(int seed) {
        Random random = new Random(seed);
        List<byte[]> lines = bytes(Excerpts.lines());
        for (int round = 0; round < 20; round++) {
            assertSound(mutated(random, lines, 200), seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 22, 23, 24, 25, 26, 27, 28})
    void mutatedTablesAreReadAsFarAsTheyCanBe(int seed) {
        Random random = new Random(seed);
        byte[] trace = Excerpts.bytes("default.trace");
        List<byte[]> csv = bytes(TableRoundTripTest.csv(trace).lines().toList());
        List<byte[]> json = bytes(TableRoundTripTest.jsonLines(trace).lines().toList());
        for (int round = 0; round < 30; round++) {
            byte[] rows = mutated(random, csv, 30);
            byte[] header = csv.get(0);
            if (round % 3 == 0) {
                header = mutate(random, header, csv);
            }
            byte[] line = join(header, header.length, new byte[] {'\n'}, rows, 0);
            assertSound(line, seed);
            assertSound(mutated(random, json, 100), seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 32, 33, 34})
    void mutatedTracesSurviveTheRoundTripThroughTables(int seed) {
        Random random = new Random(seed);
        List<byte[]> lines = bytes(Excerpts.lines());
        for (int round = 0; round < 20; round++) {
            byte[] text = mutated(random, lines, 100);
            try {
                Reading expected =
                        Reading.tryOf(new TraceReader(1), new ByteArrayInputStream(text));
                if (expected.facts().format() == TraceFormat.EMPTY || expected.rows().isEmpty()) {
                    continue;
                }
                Reading csv = Reading.of(TableRoundTripTest.csv(text));
                assertThat(csv.events()).as("seed %d", seed).isEqualTo(expected.events());
                Reading json = Reading.of(TableRoundTripTest.jsonLines(text));
                assertThat(json.events()).as("seed %d", seed).isEqualTo(expected.events());
            } catch (UnreadableTraceException refused) {
                assertThat(refused).hasMessageContaining("t");
            }
        }
    }
}
