package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;

/** What is broken in the recordings of real kernels, and that nothing else is. */
class BreachesOfRecordingsTest {

    private static final long ENXIO = 6;

    private final List<String> scenarios = new ArrayList<>();
    private final List<Long> scenarioLines = new ArrayList<>();
    private long prctls;
    private long violations;
    private boolean inPrctl;

    /** Scenarios 13 to 15 break the rules on purpose. */
    @ParameterizedTest
    @ValueSource(strings = {"i-all64", "i-all32", "ii-lock64", "i-hashed64", "bdsem-small"})
    void outsideOfTheScenariosThatBreakRulesNoneIsBroken(String recording) throws Exception {
        MpxObservations found = replay(recording);
        Set<String> ways = new TreeSet<>();
        for (Breach breach : found.breaches()) {
            ways.add(scenario(breach) + " " + breach.way());
        }
        List<String> expected =
                new ArrayList<>(
                        List.of(
                                "14 REFUSED_TABLE",
                                "14 REFUSED_UNMAP",
                                "14b NOT_A_TABLE",
                                "15 MEMORY_GONE_UNMANAGED",
                                "15 REFUSED_TABLE"));
        if (!recording.equals("i-hashed64")) {
            expected.add("13 TABLE_UNMAPPED");
        }
        if (!recording.equals("i-all32")) {
            expected.add("14b REFUSED_UNMAP");
        }
        assertThat(ways).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iii-stress64-2cpu", "iv-pipe", "mini64-unmap"})
    void aStockKernelUnderStressBreaksNothing(String recording) throws Exception {
        assertThat(replay(recording).breaches()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bdsem-sems",
                "bdsem-stress-sems",
                "wrong-inside-basic-sems",
                "wrong-nobracket-sems"
            })
    void everyPrctlNestsAndEveryViolationGoesWithoutTheSemaphore(String recording)
            throws Exception {
        MpxObservations found = replay(recording);
        assertThat(prctls).isPositive();
        assertThat(lines(found, Way.PRCTL_NESTS)).hasSize((int) prctls);
        assertThat(lines(found, Way.NOT_HELD)).hasSize((int) violations);
        assertThat(found.breaches())
                .filteredOn(breach -> breach.way() == Way.NOT_HELD)
                .extracting(Breach::path)
                .allMatch("violation"::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bdsem-small", "bdsem-sems", "bdsem-stress-sems"})
    void theImplementedProposalBracketsEveryUnmap(String recording) throws Exception {
        List<UnmapCount> unmaps = replay(recording).unmaps();
        assertThat(unmaps).isNotEmpty();
        for (UnmapCount path : unmaps) {
            boolean tellsNothing =
                    recording.equals("bdsem-small") && path.path().endsWith(" of a bounds table");
            assertThat(path.bracketed()).isEqualTo(tellsNothing ? 0 : path.unmaps());
            assertThat(path.unbracketed()).isZero();
        }
    }

    /** Entries that stayed valid: twice over the same memory, for it was mapped again between. */
    @ParameterizedTest
    @ValueSource(strings = {"wrong-nobracket-small", "wrong-nobracket-sems"})
    void theForgottenBracketsAreFoundAndWhatTheyLeaveBehind(String recording) throws Exception {
        MpxObservations found = replay(recording);
        assertThat(found.unmaps())
                .contains(
                        new UnmapCount("mmap MAP_FIXED", 2, 0, 2),
                        new UnmapCount("mremap shrink", 1, 0, 1),
                        new UnmapCount("mremap move", 2, 0, 2),
                        new UnmapCount("mremap MREMAP_FIXED", 1, 0, 1),
                        new UnmapCount("brk shrink", 1, 1, 0),
                        new UnmapCount("shmdt", 1, 1, 0));
        assertThat(found.breaches())
                .filteredOn(breach -> breach.way() == Way.MEMORY_GONE)
                .extracting(breach -> breach.path() + " " + breach.entry().getAsLong())
                .containsExactly(
                        "mremap shrink " + 0x1000432,
                        "mremap shrink " + 0x1000433,
                        "mremap move " + 0x1000430,
                        "mremap move " + 0x1000431,
                        "mremap move " + 0x1000432,
                        "mremap move " + 0x1000430,
                        "mremap move " + 0x1000431);
    }

    @Test
    void theInverseOrderIsFoundEachTime() throws Exception {
        List<Long> lines = lines(replay("wrong-inside-basic-sems"), Way.INVERSE);
        assertThat(lines).hasSize(24).startsWith(697L);
    }

    private static List<Long> lines(MpxObservations found, Way way) {
        return found.breaches().stream()
                .filter(breach -> breach.way() == way)
                .map(breach -> breach.at().line())
                .toList();
    }

    private MpxObservations replay(String recording) throws UnreadableTraceException {
        MpxReplay replay = new MpxReplay(RecordedLines.WITH_LOCKS);
        Path trace = Path.of("..", "traces", "mpx", recording, "input.trace.xz");
        new TraceReader(2)
                .read(
                        trace,
                        batch -> {
                            note(batch);
                            replay.accept(batch);
                        });
        return replay.finish();
    }

    private void note(EventBatch batch) {
        for (int row = 0; row < batch.size(); row++) {
            EventKind kind = batch.kind(row);
            if (kind == EventKind.MARKER && batch.arguments(row).startsWith("mpxw == ")) {
                scenarios.add(batch.arguments(row).split(" ", 4)[2]);
                scenarioLines.add(batch.line(row));
            } else if (kind == EventKind.MARKER) {
                violations += batch.arguments(row).startsWith("mpxw SIGSEGV BNDERR") ? 1 : 0;
            } else if (kind == EventKind.SYSCALL_ENTER
                    && batch.names().get(batch.name(row)).equals("prctl")) {
                long option = batch.payload(row, 0);
                inPrctl = option == 43 || option == 44;
            } else if (kind == EventKind.SYSCALL_EXIT
                    && batch.names().get(batch.name(row)).equals("prctl")) {
                // with other arguments than 0 it does not get as far as the lock
                long result = batch.payload(row, 0);
                prctls += inPrctl && (result == 0 || result == -ENXIO) ? 1 : 0;
            }
        }
    }

    private String scenario(Breach breach) {
        int at = scenarioLines.size() - 1;
        while (scenarioLines.get(at) > breach.at().line()) {
            at--;
        }
        return scenarios.get(at);
    }
}
