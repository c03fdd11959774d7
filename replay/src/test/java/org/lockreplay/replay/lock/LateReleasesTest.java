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
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.tukaani.xz.XZInputStream;

/**
 * Parts of recordings of real systems, without the releases of their first lines, as {@code echo 1
 * > events/lock/enable} leaves them out: no task takes a lock again that it holds, or nests two the
 * other way round, which does not in the same part with all releases.
 */
class LateReleasesTest {

    private static final int LINES = 6000;

    @ParameterizedTest
    @CsvSource({"workloads/clean-small, 7", "mpx/iv-pipe, 8", "mpx/bdsem-sems, 9"})
    void accuseNobody(String recording, long seed) throws IOException, UnreadableTraceException {
        List<String> lines = lines(recording);
        List<String> header = lines.stream().filter(line -> line.startsWith("#")).toList();
        List<String> events = lines.stream().filter(line -> !line.startsWith("#")).toList();
        Random random = new Random(seed);
        for (int late : new int[] {20, 60, 200, 20, 60, 200}) {
            int from = random.nextInt(events.size() - LINES / 2);
            List<String> whole = new ArrayList<>(header);
            whole.addAll(events.subList(from, Math.min(from + LINES, events.size())));
            List<String> part = new ArrayList<>(whole);
            part.subList(header.size(), header.size() + late)
                    .removeIf(line -> line.contains(" lock_release:"));
            assertThat(accusations(part)).isSubsetOf(accusations(whole));
        }
    }

    /** What circles and recursions are made of. */
    private static List<String> accusations(List<String> lines)
            throws IOException, UnreadableTraceException {
        LockReplay replay = new LockReplay(TraceScript::alias);
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        new TraceReader(1).read("trace", new ByteArrayInputStream(text), replay);
        LockObservations seen = replay.finish();
        List<String> accusations = new ArrayList<>();
        seen.nestings().forEach(each -> accusations.add(each.key().toString()));
        seen.recursions().forEach(each -> accusations.add(each.lockClass() + " again"));
        return accusations;
    }

    private static List<String> lines(String recording) throws IOException {
        Path file = Path.of("..", "traces").resolve(recording).resolve("input.trace.xz");
        try (XZInputStream text = new XZInputStream(Files.newInputStream(file))) {
            return new String(text.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
        }
    }
}
