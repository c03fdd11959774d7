package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.BASE;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search says nothing of is freed, unless the kernel would have said so. */
class UnansweredSearchesTest {

    private static final long OTHER = TABLE - 4 * MIB;

    private final Told told = new Told();

    @Test
    void aKernelThatTellsNothingOfEntriesFreesThem() {
        allocate(5, TABLE);
        told.unmap(7, 5 * MIB, MIB);
        assertThat(told.stateOf(5)).isEqualTo(EntryState.FREED);
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void aKernelThatTellsWhatItClearsForgotTheOthers() {
        clear(3);
        allocate(5, TABLE);
        told.unmap(7, 5 * MIB, MIB);
        assertThat(told.stateOf(5)).isEqualTo(EntryState.VALID);
        assertThat(told.ways()).containsExactly(Way.MEMORY_GONE);
    }

    @Test
    void whatItClearsIsNoLeak() {
        clear(3);
        clear(5);
        assertThat(told.stateOf(5)).isEqualTo(EntryState.FREED);
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void whatWasTakenForClearedBeforeItToldIsNotKnownToBe() {
        allocate(5, TABLE);
        told.unmap(7, 5 * MIB, MIB);
        clear(3);
        assertThat(told.stateOf(5)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void anEntryThatItClearsWithoutNamingItMayBeAnyThatItLookedAt() {
        clear(3);
        allocate(5, TABLE);
        told.add(7, "sys_munmap(addr: 500000, len: 100000)");
        told.add(7, "mpx_unmap_search: [0x0000000000500000:0x0000000000600000]");
        told.add(7, "mpx_bd_invalidate: bd_entry:0x10 table vaddr:%016x".formatted(TABLE));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.stateOf(5)).isEqualTo(EntryState.MAYBE_FREED);
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void aSearchOfPartOfTheMemoryLeavesTheEntry() {
        clear(3);
        map(5 * MIB, MIB);
        allocate(5, TABLE);
        told.unmap(7, 5 * MIB, 0x1000);
        assertThat(told.stateOf(5)).isEqualTo(EntryState.VALID);
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void theRestOfTheMemoryIsGoneWhereAllCallsThatMapAreRecorded() {
        clear(3);
        everyCallThatMaps();
        twoHalves();
        assertThat(told.ways()).containsExactly(Way.MEMORY_GONE);
    }

    @Test
    void otherwiseTheOtherHalfMayHaveBeenMappedAnew() {
        clear(3);
        twoHalves();
        assertThat(told.stateOf(5)).isEqualTo(EntryState.VALID);
        assertThat(told.ways()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mmap(addr: 0, len: 100000, prot: 3, flags: 22, fd: 0, off: 0)",
                "shmat(shmid: 1, shmaddr: 0, shmflg: 0)",
                "remap_file_pages(start: 500000, size: 100000, prot: 0, pgoff: 0, flags: 0)"
            })
    void whileAnotherTaskMayMapTheMemoryAnewNobodyForgotAnything(String call) {
        told.fork(7, 8, "3d0f00");
        clear(3);
        allocate(5, TABLE);
        told.add(8, "sys_" + call);
        told.unmap(7, 5 * MIB, MIB);
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void aTableThatComesBehindTheSearchIsOfWhatIsMappedThen() {
        told.fork(7, 8, "3d0f00");
        clear(3);
        told.add(7, "sys_munmap(addr: 500000, len: 100000)");
        told.add(7, "mpx_unmap_search: [0x0000000000500000:0x0000000000600000]");
        told.fault(8, 5);
        told.table(8, TABLE);
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void afterALossTheSearchIsNotJudged() {
        clear(3);
        allocate(5, TABLE);
        told.add(7, "sys_munmap(addr: 500000, len: 100000)");
        told.add(7, "mpx_unmap_search: [0x0000000000500000:0x0000000000600000]");
        told.line("CPU:0 [LOST 3 EVENTS]");
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.stateOf(5)).isEqualTo(EntryState.MAYBE_FREED);
        assertThat(told.ways()).isEmpty();
    }

    private void twoHalves() {
        allocate(5, TABLE);
        told.unmap(7, 5 * MIB, MIB / 2);
        told.unmap(7, 5 * MIB + MIB / 2, MIB / 2);
    }

    private void everyCallThatMaps() {
        map(64 * MIB, MIB);
        told.add(7, "sys_mremap(addr: 4000000, old_len: 100000, new_len: 100000, flags: 0)");
        told.add(7, "sys_mremap -> 0x4000000");
        told.add(7, "sys_brk(brk: 0)");
        told.add(7, "sys_brk -> 0x9000000");
    }

    private void map(long start, long length) {
        told.add(
                7,
                "sys_mmap(addr: %x, len: %x, prot: 3, flags: 32, fd: 0, off: 0)"
                        .formatted(start, length));
        told.add(7, "sys_mmap -> 0x%x".formatted(start));
    }

    private void allocate(long index, long table) {
        told.fault(7, index);
        told.table(7, table);
    }

    private void clear(long index) {
        allocate(index, OTHER);
        long start = index * MIB;
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(start, MIB));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(start, start + MIB));
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(BASE + 8 * index, OTHER));
        told.add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(OTHER, OTHER + 4 * MIB));
        told.add(7, "sys_munmap -> 0x0");
    }
}
