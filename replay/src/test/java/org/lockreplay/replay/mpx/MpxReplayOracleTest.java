package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.replay.mm.MappedRange;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.MemoryState;

/**
 * Random histories of a naive kernel, and after each event what the replay makes of them: the entry
 * of every table and the mapping of every page, in every task.
 */
class MpxReplayOracleTest {

    private static final int STEPS = 40;

    /** More than any of them can be: a range may begin in the last entry and end behind it. */
    private static final int PAGES = 2 * KernelModel.ENTRIES * KernelModel.PAGES;

    @ParameterizedTest
    @MethodSource("seeds")
    void theReplayIsWhatTheKernelIsAfterEveryEvent(long seed) throws UnreadableTraceException {
        KernelModel kernel = new KernelModel(new SplittableRandom(seed));
        for (int step = 0; step < STEPS; step++) {
            kernel.step();
        }
        List<Snapshot> snapshots = replay(kernel);
        assertThat(snapshots).hasSameSizeAs(kernel.truths);
        boolean zaps = kernel.lines.stream().anyMatch(line -> line.contains("mpx_unmap_zap"));
        for (int i = 0; i < snapshots.size(); i++) {
            compare(seed, kernel.truths.get(i), snapshots.get(i), zaps);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static void compare(
            long seed, KernelModel.Truth truth, Snapshot snapshot, boolean zaps) {
        truth.memoryOfTask()
                .forEach(
                        (pid, memory) -> {
                            String where =
                                    "seed %d, line %d, pid %d".formatted(seed, truth.line(), pid);
                            assertThat(tables(truth, pid, memory, snapshot, zaps))
                                    .as(where)
                                    .isEqualTo(memory.tables);
                            assertThat(mapped(truth, pid, memory, snapshot.memory().get(pid)))
                                    .as(where)
                                    .isEqualTo(memory.mapped);
                        });
    }

    /**
     * The tables as the replay tells them. What is being searched may be undecided, but not wrong:
     * then the truth stands in its place; so may all that a history without a zap searches in part.
     */
    private static TreeMap<Long, Long> tables(
            KernelModel.Truth truth,
            int pid,
            KernelModel.Memory memory,
            Snapshot snapshot,
            boolean zaps) {
        TreeMap<Long, Long> told = new TreeMap<>();
        Optional<DirectoryState> state = snapshot.of(pid);
        for (long index = 0; index < KernelModel.ENTRIES; index++) {
            long at = index;
            Optional<DirectoryEntry> entry = state.flatMap(known -> known.entry(at));
            boolean open = entry.filter(e -> e.state() == EntryState.MAYBE_FREED).isPresent();
            if (open && (!zaps || isSearched(truth, pid, (int) index))) {
                Optional.ofNullable(memory.tables.get(index)).ifPresent(t -> told.put(at, t));
            } else if (open) {
                told.put(index, -1L);
            } else {
                entry.filter(e -> e.state() == EntryState.VALID)
                        .ifPresent(e -> told.put(at, e.table().orElseThrow()));
            }
        }
        return told;
    }

    private static boolean isSearched(KernelModel.Truth truth, int pid, int index) {
        for (int page = index * KernelModel.PAGES; page < (index + 1) * KernelModel.PAGES; page++) {
            if (truth.undecided(pid, page)) {
                return true;
            }
        }
        return false;
    }

    /** Everything that is mapped was mapped in the trace: what is not told is free. */
    private static BitSet mapped(
            KernelModel.Truth truth, int pid, KernelModel.Memory memory, MemoryState told) {
        BitSet mapped = new BitSet();
        for (MappedRange range : told.ranges()) {
            long last = range.range().last() / KernelModel.PAGE;
            if (range.kind() != Mapping.Kind.UNMAPPED && last < PAGES) {
                mapped.set((int) (range.range().first() / KernelModel.PAGE), (int) last + 1);
            }
        }
        for (int page = 0; page < PAGES; page++) {
            if (truth.undecided(pid, page)) {
                mapped.set(page, memory.mapped.get(page));
            }
        }
        return mapped;
    }

    private static List<Snapshot> replay(KernelModel kernel) throws UnreadableTraceException {
        Questions questions =
                Questions.NONE
                        .atLines(kernel.truths.stream().map(KernelModel.Truth::line).toList())
                        .memoryOf(List.of(9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20));
        MpxReplay replay = new MpxReplay(questions);
        byte[] text = String.join("\n", kernel.lines).getBytes(StandardCharsets.UTF_8);
        new TraceReader(1).read("history", new ByteArrayInputStream(text), replay);
        return replay.finish().snapshots();
    }
}
