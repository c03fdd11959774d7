package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tasks do on CPUs that are not recorded is unknown, and held against nobody. */
class UnrecordedCpusTest {

    private static final String HEADER = "# entries-in-buffer/entries-written: 20/20   #P:%d";

    private static final String TO_7 = " ==> next_comm=a next_pid=7 next_prio=120";
    private static final String TO_9 = " ==> next_comm=b next_pid=9 next_prio=120";

    @ParameterizedTest
    @CsvSource({
        "i-all64, 0",
        "i-all64, 1",
        "i-all32, 0",
        "i-all32, 1",
        "i-hashed64, 0",
        "i-hashed64, 1",
        "bdsem-small, 0",
        "bdsem-small, 1",
        "bdsem-sems, 0",
        "ii-lock64, 1",
        "wrong-nobracket-small, 0"
    })
    void theFileOfOneCpuBreaksNothingNew(String recording, int cpu) throws Exception {
        List<String> lines = RecordedLines.of(recording);
        String column = "[00%d]".formatted(cpu);
        List<String> one =
                lines.stream()
                        .filter(line -> line.startsWith("#") || line.contains(column))
                        .toList();
        judge(recording, lines, one);
    }

    @ParameterizedTest
    @CsvSource({
        "i-all64, 0",
        "i-hashed64, 0",
        "bdsem-small, 0",
        "bdsem-small, 1",
        "bdsem-sems, 0",
        "bdsem-sems, 1",
        "ii-lock64, 1",
        "wrong-nobracket-small, 0",
        "wrong-nobracket-small, 1",
        "wrong-nobracket-sems, 0",
        "iv-pipe, 1"
    })
    void neitherDoesItWithoutAHeaderOrSwitches(String recording, int cpu) throws Exception {
        List<String> lines = RecordedLines.of(recording);
        String column = "[00%d]".formatted(cpu);
        List<String> bare = lines.stream().filter(line -> line.contains(column)).toList();
        List<String> one =
                Stream.concat(lines.stream().filter(line -> line.startsWith("#")), bare.stream())
                        .toList();
        for (List<String> each : List.of(bare, without(bare), without(one))) {
            judge(recording, lines, each);
        }
    }

    private static void judge(String recording, List<String> whole, List<String> one)
            throws Exception {
        Verdicts verdicts = new Verdicts();
        verdicts.judge(one);
        assertThat(verdicts.wrong).isEmpty();
        assertThat(RecordedLines.breaches(whole)).containsAll(RecordedLines.breaches(one));
        assertThat(one).hasSizeLessThan(whole.size());
        assertThat(one).filteredOn(line -> line.contains(": mpx_")).hasSizeGreaterThan(20);
        assertThat(one)
                .filteredOn(line -> line.contains("mpxw bde "))
                .hasSize(verdicts.markers())
                .matches(markers -> markers.isEmpty() == recording.equals("iv-pipe"));
    }

    private static List<String> without(List<String> lines) {
        return lines.stream().filter(line -> !line.contains(": sched_switch:")).toList();
    }

    @Test
    void whatATaskDidOnAnotherCpuMayBeWhySomethingSeemsBroken() {
        Told told = sharedTable(HEADER.formatted(2), true);
        assertThat(told.ways()).isEmpty();
        assertThat(told.replay(Questions.NONE).signs()).containsKey(Sign.SOME_CPUS);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void whoeverNeverLeftItsCpuDidAllOfItThere() {
        Told told = sharedTable(HEADER.formatted(2), false);
        assertThat(told.ways()).containsExactly(Way.TABLE_SHARED);
        assertThat(told.replay(Questions.NONE).signs()).doesNotContainKey(Sign.SOME_CPUS);
    }

    @Test
    void whereAllCpusAreRecordedNobodyWasElsewhere() {
        Told told = sharedTable(HEADER.formatted(1), true);
        assertThat(told.ways()).containsExactly(Way.TABLE_SHARED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void withoutSwitchesWhoeverComesBackBehindAnotherMayHaveBeenElsewhere(int cpus) {
        Told told = sharedBehindAnother(new Told(HEADER.formatted(cpus)));
        assertThat(told.ways()).isEqualTo(cpus == 1 ? List.of(Way.TABLE_SHARED) : List.of());
    }

    @Test
    void whatContradictsItselfOnTheFirstCpuMayBeOfAnotherWhereNoHeaderTells() {
        assertThat(sharedBehindAnother(new Told()).ways()).isEmpty();
        Told alone = new Told();
        shareTable(alone, false);
        assertThat(alone.ways()).containsExactly(Way.TABLE_SHARED);
    }

    private static Told sharedBehindAnother(Told told) {
        told.add(7, "sys_mmap(addr: 0, len: 100000, prot: 3, flags: 22, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x300000");
        told.fault(7, 3);
        told.table(7, TABLE);
        told.unmap(7, 64 * MIB, MIB);
        told.add(9, "sys_getpid()");
        told.fault(7, 5);
        told.table(7, TABLE);
        return told;
    }

    /** A call in which another one begins, or one that ends and did not begin. */
    @ParameterizedTest
    @CsvSource({
        "sys_munmap(addr: 1000), sys_munmap -> 0x0, true",
        "sys_munmap(addr: 1000), sys_brk(brk: 0), false",
        "sys_munmap -> 0x0, sys_brk(brk: 0), false",
        "sys_exit(error_code: 0), sys_getpid(), true"
    })
    void callsThatDoNotPairShowThatATaskWasElsewhere(String first, String second, boolean pair) {
        Told told = new Told(HEADER.formatted(2));
        told.add(7, "sys_brk(brk: 0)");
        told.add(7, "sys_brk -> 0x0");
        told.add(7, "sys_munmap(addr: 1000)");
        told.add(7, "sys_munmap -> 0x0");
        told.add(7, first);
        told.add(7, second);
        shareTable(told, false);
        assertThat(told.ways()).isEqualTo(pair ? List.of(Way.TABLE_SHARED) : List.of());
        assertThat(told.replay(Questions.NONE).signs().containsKey(Sign.SOME_CPUS))
                .isNotEqualTo(pair);
    }

    @Test
    void aMachineWithOneCpuThatIsNotTheFirstHasMore() {
        Told told = new Told();
        told.line(" idle-0 [003] .... 0.000100: sched_switch: prev_pid=0 ==> next_pid=7");
        shareTable(told, true);
        told.line(" idle-0 [003] .... 0.000200: sched_switch: prev_pid=0 ==> next_pid=7");
        assertThat(told.ways()).isEmpty();
    }

    private static Told sharedTable(String header, boolean leaves) {
        Told told = new Told(header);
        shareTable(told, leaves);
        return told;
    }

    private static void shareTable(Told told, boolean leaves) {
        told.add(7, "sys_mmap(addr: 0, len: 100000, prot: 3, flags: 22, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x300000");
        told.fault(7, 3);
        told.table(7, TABLE);
        told.unmap(7, 64 * MIB, MIB);
        if (leaves) {
            told.add(7, "sched_switch: prev_comm=a prev_pid=7 prev_prio=120 prev_state=S" + TO_9);
            told.add(9, "sched_switch: prev_comm=b prev_pid=9 prev_prio=120 prev_state=S" + TO_7);
        }
        told.fault(7, 5);
        told.table(7, TABLE);
    }
}
