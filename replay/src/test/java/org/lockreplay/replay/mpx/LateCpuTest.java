package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A CPU that begins later than others in an overwritten recording begins with a gap. */
class LateCpuTest {

    private static final String OVERWRITTEN = "# entries-in-buffer/entries-written: 20/99   #P:2";
    private static final String WHOLE = "# entries-in-buffer/entries-written: 20/20   #P:2";
    private static final int ROUNDS = 60;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i-all64",
                "i-all32",
                "ii-lock64",
                "bdsem-small",
                "bdsem-sems",
                "wrong-nobracket-sems"
            })
    void whatOneCpuDidBeforeItsBeginningIsNotGuessed(String recording) throws Exception {
        List<String> lines = RecordedLines.of(recording);
        Set<String> truth = new TreeSet<>(RecordedLines.breaches(lines));
        List<String> events = lines.stream().filter(line -> !line.startsWith("#")).toList();
        int decided = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            List<String> late = beginLate(events, new SplittableRandom(seed));
            Verdicts verdicts = new Verdicts();
            verdicts.judge(late);
            assertThat(verdicts.wrong).as("%s, seed %d", recording, seed).isEmpty();
            assertThat(truth)
                    .as("%s, seed %d", recording, seed)
                    .containsAll(RecordedLines.breaches(late));
            decided += verdicts.decided;
        }
        assertThat(decided).isPositive();
    }

    private static List<String> beginLate(List<String> events, SplittableRandom random) {
        int from = random.nextInt(events.size() / 2);
        int to = Math.min(events.size(), from + 50 + random.nextInt(550));
        String late = "[00%d]".formatted(random.nextInt(2));
        return Stream.of(
                        Stream.of(OVERWRITTEN),
                        events.subList(from, to).stream().filter(line -> !line.contains(late)),
                        events.subList(to, events.size()).stream())
                .flatMap(each -> each)
                .toList();
    }

    @Test
    void theHeaderTellsWhetherTheBeginningIsMissing() {
        assertThat(sharedBeforeTheOtherCpuBegins(new Told(WHOLE)).ways())
                .containsExactly(Way.TABLE_SHARED);
        assertThat(sharedBeforeTheOtherCpuBegins(new Told(OVERWRITTEN)).ways()).isEmpty();
    }

    @Test
    void itIsAGapOfWhichTheStateIsUncertainFromTheBeginningOn() {
        Told told = sharedBeforeTheOtherCpuBegins(new Told(OVERWRITTEN));
        MpxObservations seen = told.replay(Questions.NONE.atLines(List.of(9L)));
        assertThat(seen.gaps()).isOne();
        assertThat(seen.addressSpaces().get(0).entry(5).orElseThrow().state())
                .isEqualTo(EntryState.MAYBE_FREED);
        assertThat(seen.snapshots().get(0).of(7).orElseThrow().entry(3).orElseThrow().state())
                .isEqualTo(EntryState.MAYBE_FREED);
    }

    /** Where no header tells, a task that nobody has switched to was there before. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutAHeaderSwitchesTellWhoseBeginningIsMissing(boolean switched) {
        Told told = new Told();
        told.line(switchOn(0, 9, 7));
        shareTable(told);
        if (switched) {
            told.line(switchOn(1, 0, 9));
        }
        told.line(" b-9 [001] .... 0.000050: sys_getpid()");
        assertThat(told.ways()).isEqualTo(switched ? List.of(Way.TABLE_SHARED) : List.of());
    }

    private static Told sharedBeforeTheOtherCpuBegins(Told told) {
        shareTable(told);
        told.line(" b-9 [001] .... 0.000050: sys_getpid()");
        return told;
    }

    private static void shareTable(Told told) {
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        told.unmap(7, 64 * Told.MIB, Told.MIB);
        told.fault(7, 5);
        told.table(7, Told.TABLE);
    }

    private static String switchOn(int cpu, int from, int to) {
        return (" a-%d [00%d] d... 0.%06d: sched_switch: prev_comm=a prev_pid=%d prev_prio=120"
                        + " prev_state=R ==> next_comm=b next_pid=%d next_prio=120")
                .formatted(from, cpu, cpu == 0 ? 4 : 40, from, to);
    }
}
