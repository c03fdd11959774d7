package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
    void theReplayIsWhatTheKernelIsAfterEveryEvent(long seed) {
        KernelModel kernel = run(new KernelModel(new SplittableRandom(seed)));
        MpxObservations found = replay(kernel.lines, kernel.truths);
        compare(seed, kernel, zaps(kernel.lines), found.snapshots());
        compareEnd(seed, kernel, zaps(kernel.lines), found);
    }

    /** The later one has the same tasks at the same addresses, and perhaps a gap. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aLaterRecordingLeavesTheEarlierAsItWas(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        KernelModel first = run(new KernelModel(random));
        List<String> lines = new ArrayList<>(first.lines);
        lines.add("# tracer: nop");
        int header = lines.size();
        KernelModel second = run(new KernelModel(random, lines));
        List<KernelModel.Truth> truths = new ArrayList<>(first.truths);
        truths.addAll(second.truths);
        boolean zapsOfFirst = zaps(first.lines);

        MpxObservations whole = replay(lines, truths);
        List<Snapshot> shots = whole.snapshots();
        int size = first.truths.size();
        compare(seed, first, zapsOfFirst, shots.subList(0, size));
        compare(
                seed,
                second,
                zaps(lines.subList(header, lines.size())),
                shots.subList(size, shots.size()));
        compareEnd(seed, first, zapsOfFirst, whole);

        lines.add(
                header + random.nextInt(lines.size() - header),
                "CPU:%d [LOST 7 EVENTS]".formatted(random.nextInt(2)));
        MpxObservations damaged = replay(lines, first.truths);
        assertThat(damaged.gaps()).isEqualTo(1);
        compare(seed, first, zapsOfFirst, damaged.snapshots());
        compareEnd(seed, first, zapsOfFirst, damaged);
    }

    private static KernelModel run(KernelModel kernel) {
        for (int step = 0; step < STEPS; step++) {
            kernel.step();
        }
        return kernel;
    }

    private static boolean zaps(List<String> lines) {
        return lines.stream().anyMatch(line -> line.contains("mpx_unmap_zap"));
    }

    private static void compare(
            long seed, KernelModel kernel, boolean zaps, List<Snapshot> snapshots) {
        assertThat(snapshots).hasSameSizeAs(kernel.truths);
        for (int i = 0; i < snapshots.size(); i++) {
            compare(seed, kernel.truths.get(i), snapshots.get(i), zaps);
        }
    }

    /** What is told of the end is how the kernel was behind its last line. */
    private static void compareEnd(
            long seed, KernelModel kernel, boolean zaps, MpxObservations found) {
        int last = kernel.truths.size() - 1;
        KernelModel.Truth truth = kernel.truths.get(last);
        truth.memoryOfTask()
                .forEach(
                        (pid, memory) -> {
                            Optional<DirectoryState> end =
                                    found.snapshots()
                                            .get(last)
                                            .of(pid)
                                            .flatMap(state -> atEnd(found, state));
                            assertThat(tables(truth, pid, memory, end, zaps))
                                    .as("seed %d, at the end, pid %d", seed, pid)
                                    .isEqualTo(memory.tables);
                        });
    }

    private static Optional<DirectoryState> atEnd(MpxObservations found, DirectoryState earlier) {
        return found.addressSpaces().stream()
                .filter(state -> state.space().id() == earlier.space().id())
                .findFirst();
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
                            assertThat(tables(truth, pid, memory, snapshot.of(pid), zaps))
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
            Optional<DirectoryState> state,
            boolean zaps) {
        TreeMap<Long, Long> told = new TreeMap<>();
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

    private static MpxObservations replay(List<String> lines, List<KernelModel.Truth> truths) {
        Questions questions =
                Questions.NONE
                        .atLines(truths.stream().map(KernelModel.Truth::line).toList())
                        .memoryOf(List.of(9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20));
        return RecordedLines.replay(lines, questions);
    }
}
