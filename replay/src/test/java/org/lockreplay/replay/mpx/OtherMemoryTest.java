package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import org.junit.jupiter.api.Test;

/**
 * Memory that changed in a way which the trace does not tell, as an event that comes later shows.
 */
class OtherMemoryTest {

    private final Told told = new Told();

    @Test
    void aBrkThatAnswersLessThanKnownWithoutAskingForItUnmapsNothing() {
        heapWithATable();
        told.unmap(7, 0x900_0000, MIB);
        told.fork(7, 8, "1200011");
        call(8, "brk(brk: 0)", "0x500000");
        assertThat(told.ways()).isEmpty();
        assertThat(told.replay(Questions.NONE).addressSpaces().get(1).entries())
                .extracting(DirectoryEntry::state)
                .containsOnly(EntryState.MAYBE_FREED);
        assertThat(told.stateOf(6)).isEqualTo(EntryState.VALID);
    }

    @Test
    void noMoreDoesOneOfAThreadThatLeftUnseen() {
        heapWithATable();
        told.unmap(7, 0x900_0000, MIB);
        told.fork(7, 8, "4111");
        call(8, "brk(brk: 0)", "0x500000");
        assertThat(told.ways()).isEmpty();
        assertThat(told.replay(Questions.NONE).addressSpaces()).hasSize(1);
        assertThat(told.stateOf(6)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void aBrkThatAnswersWhatItAskedForShrinks() {
        heapWithATable();
        told.unmap(7, 0x900_0000, MIB);
        call(7, "brk(brk: 500000)", "0x500000");
        assertThat(told.ways()).contains(Way.MEMORY_GONE);
    }

    @Test
    void aBrkOfAnotherThreadMayAnswerWhatTheOneThatGoesOnHasMade() {
        heapWithATable();
        told.unmap(7, 0x900_0000, MIB);
        told.fork(7, 8, "3d0f00");
        told.add(7, "sys_brk(brk: 500000)");
        call(8, "brk(brk: 0)", "0x500000");
        assertThat(told.stateOf(6)).isEqualTo(EntryState.VALID);
        told.add(7, "sys_brk -> 0x500000");
        assertThat(told.ways()).contains(Way.MEMORY_GONE);
    }

    @Test
    void anAnswerFromBeforeTheLastBrkIsOld() {
        heapWithATable();
        told.unmap(7, 0x900_0000, MIB);
        told.fork(7, 8, "3d0f00");
        told.add(8, "sys_brk(brk: 0)");
        call(7, "brk(brk: 680000)", "0x680000");
        told.add(8, "sys_brk -> 0x700000");
        call(7, "brk(brk: 690000)", "0x690000");
        call(7, "brk(brk: 600000)", "0x600000");
        assertThat(told.ways()).contains(Way.MEMORY_GONE);
    }

    @Test
    void aSearchInNoCallTellsThatItsMemoryGoes() {
        map(0x30_0000, 0x1_0000);
        map(0x32_0000, 0x1_0000);
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(0x32_0000, 0x33_0000));
        zap(0x32_0000, 0x1_0000);
        told.add(7, "sys_munmap(addr: 300000, len: 10000)");
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(0x30_0000, 0x31_0000));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void aSearchInAMunmapLeavesTheRest() {
        map(0x30_0000, 0x1_0000);
        map(0x32_0000, 0x1_0000);
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(7, "sys_munmap(addr: 310000, len: 1000)");
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(0x31_0000, 0x31_1000));
        zap(0x31_0000, 0x1000);
        told.add(7, "sys_munmap -> 0x0");
        told.add(7, "sys_munmap(addr: 300000, len: 10000)");
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(0x30_0000, 0x31_0000));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.ways()).containsExactly(Way.SHARED_NOT_ZAPPED);
    }

    /** Without the clone that made them, threads have two address spaces, as far as is known. */
    @Test
    void aThreadThatMayBeOneMovesTheHeapOfTheOther() {
        call(7, "brk(brk: 0)", "0x500000");
        bracketedElsewhere();
        told.add(7, "sched_process_fork: comm=a pid=7 child_comm=a child_pid=8");
        call(7, "brk(brk: 700000)", "0x700000");
        told.add(8, "sys_brk(brk: 540000)");
        bracket(0x54_0000, 0x70_0000);
        told.add(8, "sys_brk -> 0x540000");
        call(7, "brk(brk: 600000)", "0x600000");
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void norIsWhatOneMappedKnownToBeThereOnceTheOtherHasUnmappedIt() {
        map(0x7e_0000_0000L, 4 * MIB);
        told.add(7, "sched_process_fork: comm=a pid=7 child_comm=a child_pid=8");
        told.fault(7, 900);
        told.table(7, TABLE);
        call(8, "munmap(addr: 7e00000000, len: 400000)", "0x0");
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(Told.BASE + 24, 0x7e_0000_0000L));
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void whatItMappedItselfIsOrdinaryMemory() {
        map(0x7e_0000_0000L, 4 * MIB);
        told.fault(7, 900);
        told.table(7, TABLE);
        call(7, "munmap(addr: f00000, len: 1000)", "0x0");
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(Told.BASE + 24, 0x7e_0000_0000L));
        assertThat(told.ways()).contains(Way.NOT_A_TABLE);
    }

    /** From 5 MiB to 7 MiB, with a table for the last of them. */
    private void heapWithATable() {
        call(7, "brk(brk: 0)", "0x600000");
        call(7, "brk(brk: 700000)", "0x700000");
        told.fault(7, 6);
        told.table(7, TABLE);
    }

    private void bracketedElsewhere() {
        told.fault(7, 900);
        told.table(7, TABLE);
        told.add(7, "sys_munmap(addr: f00000, len: 1000)");
        bracket(0xf0_0000, 0xf0_1000);
        told.add(7, "sys_munmap -> 0x0");
        call(7, "prctl(option: 2b, arg2: 0, arg3: 0, arg4: 0, arg5: 0)", "0x0");
    }

    private void bracket(long start, long end) {
        told.add(8, "mpx_pre_unmap: start=0x%x end=0x%x".formatted(start, end));
        told.add(8, "mpx_post_unmap:");
    }

    private void zap(long first, long length) {
        long part = TABLE + (first - 0x30_0000) * 4;
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(part, part + length * 4));
    }

    private void map(long start, long length) {
        call(
                7,
                "mmap(addr: %x, len: %x, prot: 3, flags: 32, fd: 0, off: 0)"
                        .formatted(start, length),
                "0x%x".formatted(start));
    }

    private void call(int pid, String call, String result) {
        told.add(pid, "sys_" + call);
        told.add(pid, "sys_" + call.substring(0, call.indexOf('(')) + " -> " + result);
    }
}
