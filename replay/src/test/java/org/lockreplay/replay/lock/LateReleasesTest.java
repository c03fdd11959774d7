package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.EventSink;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.replay.EarlyAcquisitions;
import org.tukaani.xz.XZInputStream;

/**
 * Parts of recordings of real systems: whole, and as {@code echo 1 > events/lock/enable} begins.
 */
class LateReleasesTest {

    private static final int LINES = 6000;

    /**
     * Without the releases of the first lines no task takes a lock again that it holds, or nests
     * two, which does not in the same part with all releases.
     */
    @ParameterizedTest
    @CsvSource({"workloads/clean-small, 7", "mpx/iv-pipe, 8", "mpx/bdsem-sems, 9"})
    void accuseNobody(String recording, long seed) throws IOException, UnreadableTraceException {
        List<String> lines = lines(recording);
        Random random = new Random(seed);
        for (int late : new int[] {20, 60, 200, 20, 60, 200}) {
            List<String> whole = part(lines, random);
            List<String> part = new ArrayList<>(whole);
            int first = (int) whole.stream().filter(LateReleasesTest::isOfHeader).count();
            part.subList(first, first + late).removeIf(line -> line.contains(" lock_release:"));
            assertThat(accusations(part)).isSubsetOf(accusations(whole));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workloads/clean-small",
                "workloads/clean-medium",
                "mpx/iv-pipe",
                "mpx/bdsem-sems",
                "mpx/ii-lock64"
            })
    void areNotSeenWhereNoneIs(String recording) throws IOException, UnreadableTraceException {
        List<String> lines = lines(recording);
        Random random = new Random(1);
        for (int round = 0; round < 12; round++) {
            int[] hidden = {-1};
            read(
                    part(lines, random),
                    batch -> hidden[0] = Math.max(hidden[0], EarlyAcquisitions.hide(batch, 0)));
            assertThat(hidden[0]).isZero();
        }
    }

    /** What circles and recursions are made of. */
    private static List<String> accusations(List<String> lines)
            throws IOException, UnreadableTraceException {
        LockReplay replay = new LockReplay(TraceScript::alias);
        read(lines, replay);
        LockObservations seen = replay.finish();
        List<String> accusations = new ArrayList<>();
        seen.nestings().forEach(each -> accusations.add(each.key().toString()));
        seen.recursions().forEach(each -> accusations.add(each.lockClass() + " again"));
        return accusations;
    }

    private static void read(List<String> lines, EventSink sink)
            throws IOException, UnreadableTraceException {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        new TraceReader(1).read("trace", new ByteArrayInputStream(text), sink);
    }

    /** The header, and so many lines from anywhere on. */
    private static List<String> part(List<String> lines, Random random) {
        List<String> part =
                new ArrayList<>(lines.stream().filter(LateReleasesTest::isOfHeader).toList());
        int from = part.size() + random.nextInt(lines.size() - part.size() - LINES / 2);
        part.addAll(lines.subList(from, Math.min(from + LINES, lines.size())));
        return part;
    }

    private static boolean isOfHeader(String line) {
        return line.startsWith("# ") || line.equals("#");
    }

    private static List<String> lines(String recording) throws IOException {
        Path file = Path.of("..", "traces").resolve(recording).resolve("input.trace.xz");
        try (XZInputStream text = new XZInputStream(Files.newInputStream(file))) {
            return new String(text.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
        }
    }
}
