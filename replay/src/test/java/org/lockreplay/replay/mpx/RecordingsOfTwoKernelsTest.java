package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.replay.mm.SpaceInfo;

/**
 * Recordings of two kernels in one trace break what each of them breaks alone, and leave what each
 * of them leaves: what one shows is nothing to judge, or to know, the other by.
 */
class RecordingsOfTwoKernelsTest {

    private static final String LOSS = "CPU:1 [LOST 77 EVENTS]";

    @ParameterizedTest
    @CsvSource({
        "bdsem-small, i-all64",
        "bdsem-sems, ii-lock64",
        "ii-lock64, bdsem-sems",
        "i-hashed64, wrong-nobracket-small",
        "wrong-nobracket-sems, ii-lock64",
        "bdsem-small, i-hashed64"
    })
    void areJudgedEachByItself(String first, String second) throws Exception {
        List<String> lines = RecordedLines.of(first);
        List<String> others = RecordedLines.of(second);
        MpxObservations one = replay(lines);
        MpxObservations other = replay(others);
        MpxObservations both = replay(together(lines, others));
        SortedMap<String, Integer> expected = sum(counts(one), counts(other));
        assertThat(expected).isNotEmpty();
        assertThat(counts(both)).isEqualTo(expected);
        assertThat(states(one)).isNotEmpty();
        assertThat(states(both)).isEqualTo(together(states(one), states(other)));
    }

    /** The second recording has a kind of event that the first has not, or the other way round. */
    @ParameterizedTest
    @CsvSource({
        "i-all64, mpx_new_bounds_table",
        "i-all64, mpx_unmap_zap",
        "i-all32, mpx_unmap_search",
        "bdsem-small, mpx_bd_invalidate"
    })
    void areKnownEachByWhatItShows(String recording, String kind) throws Exception {
        List<String> whole = RecordedLines.of(recording);
        List<String> without =
                whole.stream().filter(line -> !line.contains(": " + kind + ":")).toList();
        assertThat(without).hasSizeLessThan(whole.size());
        List<String> statesOfWhole = states(replay(whole));
        List<String> statesWithout = states(replay(without));
        assertThat(states(replay(together(whole, without))))
                .isEqualTo(together(statesOfWhole, statesWithout));
        assertThat(states(replay(together(without, whole))))
                .isEqualTo(together(statesWithout, statesOfWhole));
    }

    /** The second recording has a gap in its middle. */
    @ParameterizedTest
    @ValueSource(strings = {"i-all64", "i-hashed64", "bdsem-small", "wrong-nobracket-small"})
    void aGapIsOneOfItsOwnRecording(String recording) throws Exception {
        List<String> whole = RecordedLines.of(recording);
        List<String> damaged = new ArrayList<>(whole);
        damaged.add(whole.size() / 2, LOSS);
        List<String> both = states(replay(together(whole, damaged)));
        assertThat(both)
                .isEqualTo(together(states(replay(whole)), states(replay(damaged))))
                .doesNotHaveDuplicates();
    }

    /**
     * The first one ends while a task takes a semaphore; in the second it comes from user space.
     */
    @ParameterizedTest
    @ValueSource(strings = {"bdsem-sems", "wrong-inside-basic-sems", "wrong-nobracket-sems"})
    void aRecordingOfLocksAloneLeavesNothingHeld(String recording) throws Exception {
        List<String> lines = RecordedLines.of(recording);
        int tried = 0;
        for (int at = 0; at < lines.size(); at++) {
            int held =
                    lines.get(at).contains(": bounds_exception_mpx:") ? lastAsked(lines, at) : -1;
            if (held >= 0) {
                List<String> first = new ArrayList<>(lines.subList(0, held + 1));
                first.removeIf(line -> !line.startsWith("#") && !line.contains(": lock_"));
                List<String> second = new ArrayList<>(lines.subList(at, lines.size()));
                second.addAll(0, lines.stream().filter(line -> line.startsWith("#")).toList());
                assertThat(counts(replay(together(first, second))))
                        .as("line %d", at + 1)
                        .isEqualTo(sum(counts(replay(first)), counts(replay(second))));
                tried++;
            }
        }
        assertThat(tried).isPositive();
    }

    /** Where the task of this line last asked for {@code mmap_sem} before; -1 if nowhere. */
    private static int lastAsked(List<String> lines, int at) {
        String task = lines.get(at).substring(0, lines.get(at).indexOf('['));
        int line = at - 1;
        while (line >= 0
                && !(lines.get(line).startsWith(task)
                        && lines.get(line).contains(": lock_acquire:")
                        && lines.get(line).endsWith("&mm->mmap_sem"))) {
            line--;
        }
        return line;
    }

    private static List<String> together(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private static SortedMap<String, Integer> sum(
            SortedMap<String, Integer> first, SortedMap<String, Integer> second) {
        SortedMap<String, Integer> sum = new TreeMap<>(first);
        second.forEach((breach, times) -> sum.merge(breach, times, Integer::sum));
        return sum;
    }

    private static MpxObservations replay(List<String> lines) {
        return RecordedLines.replay(lines, RecordedLines.WITH_LOCKS);
    }

    /** How often each rule was broken, in which way and by which path. */
    private static SortedMap<String, Integer> counts(MpxObservations found) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (Breach breach : found.breaches()) {
            counts.merge(breach.way() + " by " + breach.path(), 1, Integer::sum);
        }
        return counts;
    }

    /** All that is known at the end, without numbers of lines and of address spaces. */
    private static List<String> states(MpxObservations found) {
        List<String> states = new ArrayList<>();
        for (DirectoryState state : found.addressSpaces()) {
            SpaceInfo space = state.space();
            states.add(
                    List.of(
                                    space.pid(),
                                    space.origin(),
                                    space.doubtful(),
                                    state.managed(),
                                    state.directory(),
                                    state.geometry(),
                                    state.hashed(),
                                    state.complete(),
                                    state.tables(),
                                    state.entries().stream().map(entry -> entry(entry)).toList(),
                                    state.marked(),
                                    state.activity(),
                                    state.pageFaults())
                            .toString());
        }
        return states;
    }

    private static String entry(DirectoryEntry entry) {
        return List.of(
                        entry.index(),
                        entry.address(),
                        entry.covers(),
                        entry.memory(),
                        entry.state(),
                        entry.table(),
                        entry.gone(),
                        entry.since().time())
                .toString();
    }
}
