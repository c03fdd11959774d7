package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked decides which events are looked at, and not what they are taken for. */
class QuestionsChangeNothingTest {

    private static final String EXCEPTION =
            "bounds_exception_mpx: bndcfgu:0x7f0000000003 bndstatus:0x7f00080000";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i-all32",
                "ii-lock64",
                "bdsem-small",
                "bdsem-sems",
                "wrong-nobracket-small"
            })
    void ofRecordings(String recording) throws IOException {
        isAnsweredAlike(RecordedLines.of(recording));
    }

    /** Whose lock event would show that the task of the exceptions is not the only one. */
    @Test
    void ofAnotherTaskThatOnlyTakesALock() {
        isAnsweredAlike(
                List.of(
                        "b-9 [000] .... 1.000001: lock_acquire: ffff8880b6ab9999 &mm->mmap_sem",
                        "b-9 [000] .... 1.000002: lock_release: ffff8880b6ab9999 &mm->mmap_sem",
                        "a-7 [000] .... 1.000080: " + EXCEPTION + "02",
                        "a-7 [000] .... 1.000100: mpx_new_bounds_table: table vaddr:7eff00000000"));
        isAnsweredAlike(
                List.of(
                        "a-7 [000] .... 1.000000: sched_process_exec: filename=/a pid=7 old_pid=7",
                        "b-9 [000] .... 1.000001: lock_acquire: ffff8880b6ab9999 &mm->mmap_sem",
                        "b-9 [000] .... 1.000002: lock_release: ffff8880b6ab9999 &mm->mmap_sem",
                        "a-7 [000] .... 1.000010: sys_prctl(option: 2b, arg2: 0, arg3: 0)",
                        "a-7 [000] .... 1.000020: sys_prctl -> 0x0",
                        "a-7 [000] .... 1.000080: " + EXCEPTION + "02",
                        "a-7 [000] .... 1.000100: mpx_new_bounds_table: table vaddr:7eff00000000"));
    }

    /** From which line on locks are recorded is asked of each recording. */
    @Test
    void ofARecordingThatTakesWhatTheOneBeforeItTook() {
        List<String> unused =
                List.of(
                        "# tracer: nop",
                        "#",
                        "# entries-in-buffer/entries-written: 13/13   #P:1",
                        "#",
                        "a-7 [000] .... 1.000001: lock_release: ffff8880b6ab0001 &foo->lock",
                        "a-7 [000] .... 1.000002: lock_acquire: ffff8880b6ab0001 &foo->lock",
                        "a-7 [000] .... 1.000003: lock_release: ffff8880b6ab0001 &foo->lock",
                        "a-7 [000] .... 1.000010: sched_process_exec: filename=/a pid=7 old_pid=7",
                        "a-7 [000] .... 1.000020: sys_prctl(option: 2b, arg2: 0, arg3: 0)",
                        "a-7 [000] .... 1.000030: lock_acquire: ffff8880b6ab1548 read &mm->bd_sem",
                        "a-7 [000] .... 1.000040: lock_release: ffff8880b6ab1548 &mm->bd_sem",
                        "a-7 [000] .... 1.000050: sys_prctl -> 0x0");
        List<String> twice = new ArrayList<>(unused);
        twice.addAll(unused);
        isAnsweredAlike(twice);
        assertThat(RecordedLines.breaches(twice)).hasSize(2);
    }

    private static void isAnsweredAlike(List<String> lines) {
        Questions none = RecordedLines.WITH_LOCKS;
        MpxObservations unasked = RecordedLines.replay(lines, none);
        for (Questions asked :
                List.of(
                        none.memoryOf(List.of(12345)),
                        none.atLines(List.of((long) lines.size())),
                        none.historyOf(HistoryScope.ALL))) {
            MpxObservations answered = RecordedLines.replay(lines, asked);
            assertThat(answered.addressSpaces()).isEqualTo(unasked.addressSpaces());
            assertThat(answered.breaches()).isEqualTo(unasked.breaches());
            assertThat(answered.unmaps()).isEqualTo(unasked.unmaps());
            assertThat(answered.sections()).isEqualTo(unasked.sections());
            assertThat(answered.signs()).isEqualTo(unasked.signs());
            assertThat(answered.gaps()).isEqualTo(unasked.gaps());
            assertThat(answered.recordings()).isEqualTo(unasked.recordings());
        }
    }
}
