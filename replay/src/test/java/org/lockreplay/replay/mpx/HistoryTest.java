package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.BASE;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.CallKind;

/** What is written down of an entry's life. */
class HistoryTest {

    private final Told told = new Told();

    @Test
    void anEntryIsAskedForFilledSearchedAndFreed() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.unmap(7, 3 * MIB, MIB);
        assertThat(all())
                .containsExactly(
                        "3 ENABLED",
                        "4 DIRECTORY",
                        "4 FAULT 3",
                        "5 ALLOCATED 3",
                        "7 SEARCHED",
                        "8 FREED 3",
                        "8 UNMAPPED");
        HistoryEvent freed = history(HistoryScope.ALL).get(5);
        assertThat(freed.since().orElseThrow().line()).isEqualTo(7);
        assertThat(freed.table()).hasValue(TABLE);
        assertThat(freed.place()).contains(range(BASE + 24, BASE + 31));
        assertThat(freed.range()).contains(new AddressRange(3 * MIB, 4 * MIB - 1));
        assertThat(freed.task()).isEqualTo("a");
        assertThat(freed.pid()).isEqualTo(7);
    }

    /** A design that forgets the bracket around mremap shows no search: the entry stays. */
    @Test
    void memoryThatGoesWithoutASearchIsTold() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(
                7,
                "sys_mremap(addr: 300000, old_len: 100000, new_len: 100000, flags: 3, new_addr:"
                        + " 500000)");
        told.add(7, "sys_mremap -> 0x500000");
        assertThat(all()).endsWith("7 UNMAPPED", "7 MAPPED", "7 DOUBTED 3");
        HistoryEvent unmapped = history(HistoryScope.of(range(0x3f_ffff, 0x3f_ffff))).get(4);
        assertThat(unmapped.what()).isEqualTo(Happening.UNMAPPED);
        assertThat(unmapped.call()).contains(CallKind.MREMAP);
        DirectoryState state = told.replay(Questions.NONE).addressSpaces().get(0);
        assertThat(state.entry(3).orElseThrow().memory()).isEqualTo(CoveredMemory.UNMAPPED);
    }

    /** An entry covers 1 MiB in a program of 64 bits. */
    @Test
    void whatHappensToTheRestOfTheEntryIsPartOfItsHistory() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.unmap(7, 3 * MIB + MIB / 2, MIB / 2);
        told.unmap(7, 4 * MIB, MIB);
        told.unmap(7, 3 * MIB, MIB / 2);
        assertThat(
                        history(HistoryScope.of(range(3 * MIB, 3 * MIB))).stream()
                                .map(HistoryTest::brief))
                .containsExactly(
                        "3 ENABLED",
                        "4 DIRECTORY",
                        "4 FAULT 3",
                        "5 ALLOCATED 3",
                        "7 SEARCHED",
                        "8 UNDECIDED 3",
                        "8 UNMAPPED",
                        "13 SEARCHED",
                        "14 UNMAPPED");
    }

    /** It covers 4 KiB in one of 32 bits. */
    @Test
    void inAProgramOf32BitsTheRestOfTheEntryIsAPage() {
        told.add(7, "sys_execve -> 0x0");
        long base = 0x5000_0000L;
        told.add(
                7,
                "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                        .formatted(base + 3, base + 4 * 3 + 2));
        told.table(7, 0x6000_0000L);
        told.unmap(7, 0x3000, 0x1000);
        told.unmap(7, 0x4000, 0x1000);
        DirectoryState state = told.replay(Questions.NONE).addressSpaces().get(0);
        assertThat(state.geometry()).contains(Geometry.BITS_32);
        assertThat(history(HistoryScope.of(range(0x3000, 0x3000))))
                .filteredOn(event -> event.what() == Happening.SEARCHED)
                .extracting(event -> event.range().orElseThrow().first())
                .containsExactly(0x3000L);
    }

    @Test
    void theLoserOfARaceIsNamed() {
        told.fork(7, 8, "3d0f00");
        told.fault(7, 3);
        told.fault(8, 3);
        told.table(8, TABLE);
        told.add(7, "sys_getpid()");
        assertThat(all()).contains("9 ALLOCATED 3", "10 LOST_RACE 3");
        assertThat(counts()).isEqualTo(new Activity(2, 1, 0, 0, 0, 0, 0, 0, 0));
    }

    /** The winner's table may be gone again when the loser is next seen. */
    @Test
    void aLoserIsOneEvenIfTheTableIsGoneAgain() {
        told.fork(7, 8, "3d0f00");
        told.fault(7, 3);
        told.fault(8, 3);
        told.table(8, TABLE);
        told.unmap(8, 3 * MIB, MIB);
        told.add(7, "sys_getpid()");
        assertThat(all()).contains("13 LOST_RACE 3");
    }

    @Test
    void aFaultWithoutATableAndWithoutARivalStaysUnexplained() {
        told.fault(7, 3);
        told.add(7, "sys_getpid()");
        assertThat(all()).contains("5 NO_TABLE 3");
        assertThat(counts().unanswered()).isEqualTo(1);
    }

    @Test
    void aRefusedFaultIsNamed() {
        told.fault(7, 3);
        told.add(7, "signal_generate: sig=11 errno=0 code=128 comm=a pid=7 grp=0 res=0");
        told.add(7, "sys_getpid()");
        assertThat(all()).contains("6 REFUSED 3");
        assertThat(counts().refusedFaults()).isEqualTo(1);
    }

    @Test
    void aZapIsOfTheEntryThatStays() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(7, "sys_munmap(addr: 300000, len: 1000)");
        told.add(7, "mpx_unmap_search: [0x0000000000300000:0x0000000000301000]");
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 0x4000));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(all()).contains("7 SEARCHED", "8 ZAPPED 3");
    }

    @Test
    void theProposalsOwnEventsArePartOfIt() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(7, "sys_munmap(addr: 300000, len: 100000)");
        told.add(7, "mpx_unmap_search: [0x0000000000300000:0x0000000000400000]");
        told.add(7, "mpx_bd_invalidate: bd_entry:0x7f0000000018 table vaddr:00007eff00000000");
        told.add(7, "mpx_bt_remove: [0x00007eff00000000:0x00007eff00400000]");
        told.add(7, "sys_munmap -> 0x0");
        assertThat(all()).contains("7 SEARCHED", "8 INVALIDATED 3", "9 REMOVED 3");
    }

    @Test
    void aForkCopiesWhatIsInUse() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.fork(7, 8, "1200011");
        told.add(8, "sched_process_exit: comm=a pid=8 prio=120");
        List<HistoryEvent> ofChild =
                history(HistoryScope.ALL).stream().filter(event -> event.spacePid() == 8).toList();
        assertThat(ofChild.stream().map(HistoryTest::brief))
                .containsExactly("7 COPIED 3", "9 ENDED");
    }

    @Test
    void anExecEndsTheAddressSpaceOnce() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(7, "sched_process_exec: filename=/bin/b pid=7 old_pid=7");
        assertThat(all()).endsWith("5 ALLOCATED 3", "6 ENDED");
    }

    @Test
    void anExecByAThreadEndsItWithTheLeader() {
        told.fork(7, 8, "3d0f00");
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(8, "sched_process_exec: filename=/bin/b pid=7 old_pid=8");
        assertThat(all()).endsWith("8 ALLOCATED 3", "9 ENDED");
    }

    @Test
    void aLossIsOneEventOfTheWholeDirectory() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.line("CPU:0 [LOST 3 EVENTS]");
        assertThat(all()).endsWith("6 GAP");
    }

    @Test
    void aViolationIsPartOfIt() {
        told.fault(7, 3);
        told.add(
                7,
                "mpx_bounds_register_exception: address referenced: 0x0000000000300010 bounds:"
                        + " lower: 0x300000 ~upper: 0x30000f");
        assertThat(history(HistoryScope.of(range(0x300000, 0x300fff))).stream())
                .extracting(HistoryEvent::what)
                .contains(Happening.VIOLATION);
    }

    @Test
    void anEntryIsFoundByItsMemoryItsAddressAndItsTable() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.fault(7, 5);
        told.table(7, TABLE - 4 * MIB);
        for (long address : new long[] {0x38_0000, BASE + 31, TABLE + 0x123}) {
            assertThat(history(HistoryScope.of(range(address, address))).stream())
                    .as("0x%x", address)
                    .filteredOn(event -> event.index().isPresent())
                    .extracting(HistoryTest::brief)
                    .contains("5 ALLOCATED 3")
                    .doesNotContain("7 ALLOCATED 5");
        }
    }

    @Test
    void nothingIsSaidOfDirectoriesThatAreNotConcerned() {
        told.fault(7, 3);
        told.table(7, TABLE);
        assertThat(history(HistoryScope.of(range(0x7000_0000, 0x7000_0000)))).isEmpty();
    }

    @Test
    void withoutTheQuestionNothingIsKept() {
        told.fault(7, 3);
        told.table(7, TABLE);
        assertThat(told.replay(Questions.NONE).history()).isEmpty();
    }

    private Activity counts() {
        return told.replay(Questions.NONE).addressSpaces().get(0).activity();
    }

    private List<String> all() {
        return history(HistoryScope.ALL).stream().map(HistoryTest::brief).toList();
    }

    private List<HistoryEvent> history(HistoryScope scope) {
        return told.replay(Questions.NONE.historyOf(scope)).history();
    }

    private static String brief(HistoryEvent event) {
        String index = event.index().isPresent() ? " " + event.index().getAsLong() : "";
        return event.at().line() + " " + event.what() + index;
    }

    private static AddressRange range(long first, long last) {
        return new AddressRange(first, last);
    }
}
