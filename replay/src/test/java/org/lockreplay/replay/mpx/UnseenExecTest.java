package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.replay.mm.Width;

/**
 * A program of 64 bits runs one of 32 bits, and the trace does not tell: neither the width of the
 * first nor the geometry of its directory may be taken for that of the second.
 */
class UnseenExecTest {

    private static final String RECORDING = "i-all32";

    /** Lines as people count them; the exec stands at 84, its end at 85. */
    @ParameterizedTest
    @CsvSource({"84,84", "84,85", "85,85", "79,85", "80,84", "80,90", "78,86", "60,90"})
    void lostLinesAroundTheExecBreakNothing(int first, int last) throws Exception {
        List<String> lines = RecordedLines.of(RECORDING);
        List<String> damaged = new ArrayList<>(lines.subList(0, first - 1));
        damaged.add("CPU:1 [LOST %d EVENTS]".formatted(last - first + 1));
        damaged.addAll(lines.subList(last, lines.size()));
        assertThat(lines.get(83)).contains("sched_process_exec");
        judge(lines, damaged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sched_process_exec|sys_exit: NR 11 ",
                "sched_process_exec|sys_exit: NR (11|59) ",
                "sched_process_exec|sys_(enter|exit): NR (11|59) "
            })
    void anExecThatIsNotRecordedBreaksNothing(String events) throws Exception {
        List<String> lines = RecordedLines.of(RECORDING);
        Predicate<String> missing = Pattern.compile(": (" + events + ")").asPredicate();
        List<String> without = lines.stream().filter(missing.negate()).toList();
        assertThat(without).hasSizeLessThan(lines.size());
        judge(lines, without);
    }

    @Test
    void aDirectoryAtALowAddressIsCertainOnceAnEntryFitsOneWidthOnly() {
        Told told = Told.withoutPrctl();
        told.add(7, "sys_getpid()");
        low(told, 7, 8);
        DirectoryState guessed = told.replay(Questions.NONE).addressSpaces().get(0);
        assertThat(guessed.geometry()).isEmpty();
        assertThat(guessed.complete()).isFalse();
        assertThat(guessed.entries().get(0).state()).isEqualTo(EntryState.MAYBE_FREED);

        low(told, 7, 12);
        DirectoryState proved = told.replay(Questions.NONE).addressSpaces().get(0);
        assertThat(proved.geometry()).contains(Geometry.BITS_32);
        assertThat(proved.entry(3).orElseThrow().state()).isEqualTo(EntryState.VALID);
    }

    @Test
    void anEntryFarBehindTheDirectoryOf32BitsProves64() {
        assertThat(Geometry.proof(0x1000_0000, 0x1000_0008)).isEqualTo(Width.UNKNOWN);
        assertThat(Geometry.proof(0x1000_0000, 0x1000_0004)).isEqualTo(Width.BITS_32);
        assertThat(Geometry.proof(0x1000_0000, 0x1040_0000)).isEqualTo(Width.BITS_64);
        assertThat(Geometry.proof(0x1_0000_0000L, 0)).isEqualTo(Width.BITS_64);
        assertThat(Geometry.proof(0x1000_0000, 0)).isEqualTo(Width.UNKNOWN);
    }

    private static void low(Told told, int pid, int offset) {
        told.add(
                pid,
                "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                        .formatted(0x1000_0003, 0x1000_0002 + offset));
        told.table(pid, 0x2000_0000L + 0x4000L * offset);
    }

    private static void judge(List<String> whole, List<String> damaged) throws Exception {
        Verdicts verdicts = new Verdicts();
        verdicts.judge(damaged);
        assertThat(verdicts.wrong).isEmpty();
        assertThat(verdicts.decided).isPositive();
        assertThat(RecordedLines.breaches(whole)).containsAll(RecordedLines.breaches(damaged));
    }
}
