package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;

/** Random histories of a naive kernel, and after each operation what the replay makes of them. */
class MpxReplayOracleTest {

    private static final int STEPS = 120;

    /** The tables of each task after all events up to a line. */
    private record Truth(long line, Map<Integer, Map<Long, Long>> tablesOfTask) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void theDirectoryOfEveryTaskIsThatOfTheKernelAfterEveryOperation(long seed)
            throws UnreadableTraceException {
        KernelModel kernel = new KernelModel(new SplittableRandom(seed));
        List<Truth> truths = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            kernel.step();
            truths.add(truth(kernel));
        }
        Map<Long, Snapshot> snapshots = replay(kernel.lines, truths);
        for (Truth truth : truths) {
            truth.tablesOfTask()
                    .forEach(
                            (pid, tables) ->
                                    assertThat(valid(snapshots.get(truth.line()), pid))
                                            .as("line %d, pid %d", truth.line(), pid)
                                            .isEqualTo(tables));
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static Map<Long, Snapshot> replay(List<String> lines, List<Truth> truths)
            throws UnreadableTraceException {
        MpxReplay replay = MpxReplay.snapshotsAt(truths.stream().mapToLong(Truth::line).toArray());
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        new TraceReader(1).read("history", new ByteArrayInputStream(text), replay);
        Map<Long, Snapshot> snapshots = new TreeMap<>();
        replay.finish().snapshots().forEach(shot -> snapshots.put(shot.atLine(), shot));
        return snapshots;
    }

    private static Truth truth(KernelModel kernel) {
        Map<Integer, Map<Long, Long>> tablesOfTask = new TreeMap<>();
        kernel.processOfTask.forEach(
                (pid, process) -> tablesOfTask.put(pid, new TreeMap<>(process.tables)));
        return new Truth(kernel.lines.size(), tablesOfTask);
    }

    /** The tables of all entries, of which none may be undecided. */
    private static Map<Long, Long> valid(Snapshot snapshot, int pid) {
        Map<Long, Long> tables = new TreeMap<>();
        snapshot.of(pid).map(DirectoryState::entries).orElse(List.of()).stream()
                .peek(entry -> assertThat(entry.state()).isNotEqualTo(EntryState.MAYBE_FREED))
                .filter(entry -> entry.state() == EntryState.VALID)
                .forEach(entry -> tables.put(entry.index(), entry.table().orElseThrow()));
        return tables;
    }
}
