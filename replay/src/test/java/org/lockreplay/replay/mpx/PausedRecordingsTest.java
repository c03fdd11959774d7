package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Between {@code tracing_on} 0 and 1 nothing is recorded, and nothing says so: where switches are
 * recorded, a task that turns up on a CPU without one does.
 */
class PausedRecordingsTest {

    private static final String HEADER = "# entries-in-buffer/entries-written: 20/20   #P:1";
    private static final int ROUNDS = 30;

    private static final int[] LENGTHS = {30, 200, 1000};

    /** Where the pause is noticed, nothing is said that the whole recording does not say. */
    @ParameterizedTest
    @FieldSource("org.lockreplay.replay.mpx.RecordedLines#SOUND_AND_BROKEN")
    void whatIsNoticedBreaksNothing(String recording) throws Exception {
        List<String> lines = RecordedLines.of(recording);
        Set<String> truth = new TreeSet<>(RecordedLines.breaches(lines));
        int noticed = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int from = lines.size() / 20 + random.nextInt(lines.size() * 3 / 4);
            int to = Math.min(lines.size(), from + LENGTHS[random.nextInt(LENGTHS.length)]);
            List<String> paused =
                    Stream.concat(
                                    lines.subList(0, from).stream(),
                                    lines.subList(to, lines.size()).stream())
                            .toList();
            if (RecordedLines.replay(paused, RecordedLines.WITH_LOCKS).gaps() > 0) {
                noticed++;
                Verdicts verdicts = new Verdicts();
                verdicts.judge(paused);
                assertThat(verdicts.wrong).as("%s, seed %d", recording, seed).isEmpty();
                assertThat(truth)
                        .as("%s, seed %d", recording, seed)
                        .containsAll(RecordedLines.breaches(paused));
            }
        }
        assertThat(RecordedLines.replay(lines, RecordedLines.WITH_LOCKS).gaps()).isZero();
        assertThat(noticed).as(recording).isPositive();
    }

    @Test
    void aTaskThatTurnsUpOnACpuOfAnotherOneMissesSomething() {
        Told told = begun();
        told.add(9, switching(9, 0));
        share(told);
        assertThat(told.ways()).isEmpty();
        assertThat(told.replay(Questions.NONE).gaps()).isEqualTo(1);
    }

    @Test
    void soDoesOneThatIsGoneFromItsCpu() {
        Told told = begun();
        told.add(9, switching(9, 7));
        told.add(7, "sys_getpid()");
        told.add(7, "sys_getpid -> 0x7");
        told.add(9, switching(9, 7));
        share(told);
        assertThat(told.ways()).isEmpty();
        assertThat(told.replay(Questions.NONE).gaps()).isEqualTo(1);
    }

    @Test
    void whoeverIsSwitchedToHasMissedNothing() {
        Told told = begun();
        told.add(9, switching(9, 7));
        share(told);
        assertThat(told.ways()).containsExactly(Way.TABLE_SHARED);
        assertThat(told.replay(Questions.NONE).gaps()).isZero();
    }

    /** {@code set_event_pid}: of task 9 nothing but its switches from and to task 7 is recorded. */
    @Test
    void aTaskThatIsNotRecordedMayLeaveItsCpuUnseen() {
        Told told = begun();
        told.add(8, switching(8, 7));
        share(told);
        assertThat(told.replay(Questions.NONE).gaps()).isZero();
    }

    /** A thread that executes becomes the leader, with its pid. */
    @Test
    void aPidThatAnExecChangesIsOfTheSameTask() {
        Told told = new Told(HEADER);
        told.add(9, switching(9, 8));
        told.add(7, "sched_process_exec: filename=/bin/a pid=7 old_pid=8");
        told.add(7, "sys_prctl(option: 2b, arg2: 0, arg3: 0, arg4: 0, arg5: 0)");
        told.add(7, "sys_prctl -> 0x0");
        allocate(told);
        share(told);
        assertThat(told.ways()).containsExactly(Way.TABLE_SHARED);
        assertThat(told.replay(Questions.NONE).gaps()).isZero();
    }

    /** Task 7 has a table, and its CPU is switched to task 9. */
    private static Told begun() {
        Told told = new Told(HEADER);
        allocate(told);
        told.add(7, switching(7, 9));
        return told;
    }

    private static void allocate(Told told) {
        told.add(7, "sys_mmap(addr: 0, len: 100000, prot: 3, flags: 22, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x300000");
        told.fault(7, 3);
        told.table(7, TABLE);
        told.unmap(7, 64 * MIB, MIB);
    }

    private static void share(Told told) {
        told.fault(7, 5);
        told.table(7, TABLE);
    }

    private static String switching(int from, int to) {
        return "sched_switch: prev_comm=a prev_pid=%d prev_prio=120 prev_state=S ==> next_comm=a next_pid=%d next_prio=120"
                .formatted(from, to);
    }
}
