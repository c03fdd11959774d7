package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.BASE;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What events of MPX tell is held against what is mapped, and what other entries have. */
class CrossChecksTest {

    private static final long OTHER = TABLE - 4 * MIB;
    private static final long MEMORY = 3 * MIB;
    private static final long HALF = MIB / 2;

    private final Told told = new Told();

    // ---- a search without a zap ----

    @Test
    void aTableOfMemoryThatStaysIsNotKnownToBeFreed() {
        allocate();
        told.unmap(7, MEMORY, HALF);
        assertThat(stateOf(3)).contains(EntryState.MAYBE_FREED);
    }

    @Test
    void itIsWhereTheRestWasUnmappedBefore() {
        allocate();
        call("munmap(addr: %x, len: %x)".formatted(MEMORY + HALF, HALF), 0);
        told.unmap(7, MEMORY, HALF);
        assertThat(stateOf(3)).contains(EntryState.FREED);
    }

    @Test
    void itIsWhereTheSameCallUnmapsTheRest() {
        allocate();
        told.add(
                7,
                "sys_mremap(addr: %x, old_len: %x, new_len: %x, flags: 3, new_addr: %x)"
                        .formatted(MEMORY, MIB, HALF, 9 * MIB));
        told.add(7, searched(MEMORY + HALF, HALF));
        told.add(7, searched(MEMORY, HALF));
        told.add(7, "sys_mremap -> 0x%x".formatted(9 * MIB));
        assertThat(stateOf(3)).contains(EntryState.FREED);
    }

    @Test
    void itIsWhereAnotherTaskMayBeUnmappingTheRest() {
        allocate();
        told.fork(7, 8, "3d0f00");
        told.add(8, "sys_munmap(addr: %x, len: %x)".formatted(MEMORY + HALF, HALF));
        told.unmap(7, MEMORY, HALF);
        // that the other task was later would show by a zap, if zaps were recorded
        assertThat(stateOf(3)).contains(EntryState.MAYBE_FREED);
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(OTHER, OTHER + MIB));
        assertThat(stateOf(3)).contains(EntryState.FREED);
    }

    /** Under MREMAP_DONTUNMAP the old place stays; what is at the new one goes. */
    @ParameterizedTest
    @CsvSource({"3, FREED, 0", "7, MAYBE_FREED, 1"})
    void itIsNotWhereAnotherTaskMovesTheRestAndLeavesItsPlace(
            int flags, EntryState state, int findings) {
        allocate();
        told.fork(7, 8, "3d0f00");
        told.add(
                8,
                "sys_mremap(addr: %x, old_len: %x, new_len: %x, flags: %x, new_addr: %x)"
                        .formatted(MEMORY + HALF, HALF, HALF, flags, 9 * MIB));
        told.unmap(7, MEMORY, HALF);
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(OTHER, OTHER + MIB));
        assertThat(stateOf(3)).contains(state);
        assertThat(ways()).isEqualTo(List.of(Way.SHARED_NOT_ZAPPED).subList(0, findings));
    }

    // ---- a zap in the table of another entry ----

    @Test
    void aZapInTheTableOfAnotherEntryMovesNoTable() {
        allocate();
        told.fault(7, 4);
        told.table(7, OTHER);
        zap(OTHER);
        assertThat(ways()).containsExactly(Way.ZAPPED_FOREIGN);
        assertThat(stateOf(4)).contains(EntryState.VALID);
        assertThat(stateOf(3)).contains(EntryState.MAYBE_FREED);
        assertThat(entry(3).orElseThrow().table()).hasValue(TABLE);
    }

    @Test
    void aZapInATableOfWhichNothingIsKnownTellsWhichOneTheEntryHas() {
        allocate();
        zap(OTHER);
        assertThat(ways()).isEmpty();
        assertThat(stateOf(3)).contains(EntryState.VALID);
        assertThat(entry(3).orElseThrow().table()).hasValue(OTHER);
    }

    // ---- memory in the place of a table ----

    @Test
    void memoryThatIsMappedWhereATableWasLeavesItsEntryUnknown() {
        allocate();
        map(TABLE + MIB, MIB);
        assertThat(stateOf(3)).contains(EntryState.MAYBE_FREED);
        assertThat(ways()).isEmpty();
    }

    @Test
    void memoryBesideATableTellsNothing() {
        allocate();
        map(TABLE + 4 * MIB, MIB);
        map(TABLE - MIB, MIB);
        assertThat(stateOf(3)).contains(EntryState.VALID);
    }

    // ---- the use of a marked table ----

    @Test
    void aPageFaultInAMarkedTableUsesIt() {
        mark();
        touch(TABLE);
        touch(TABLE + 4 * MIB - 1);
        remove();
        assertThat(ways()).containsExactly(Way.MARKED_USED, Way.MARKED_USED);
    }

    @Test
    void aPageFaultBesideItOrBehindItsRemovalDoesNot() {
        touch(TABLE);
        mark();
        touch(TABLE - 1);
        touch(TABLE + 4 * MIB);
        remove();
        touch(TABLE);
        assertThat(ways()).isEmpty();
    }

    @Test
    void whereNoRemovalIsTracedATableIsNotKnownToBeThereStill() {
        mark();
        touch(TABLE);
        assertThat(ways()).isEmpty();
    }

    private void allocate() {
        map(MEMORY, MIB);
        told.fault(7, 3);
        told.table(7, TABLE);
    }

    private void mark() {
        told.fork(7, 8, "3d0f00");
        allocate();
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(MEMORY, MIB));
        told.add(7, "mpx_pre_unmap: start=0x%x end=0x%x".formatted(MEMORY, MEMORY + MIB));
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x".formatted(BASE + 24, TABLE));
        told.add(7, "mpx_bt_mark: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
    }

    private void remove() {
        told.add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
        told.add(7, "mpx_post_unmap:");
        told.add(7, "sys_munmap -> 0x0");
    }

    private void touch(long address) {
        told.add(8, "page_fault_user: address=0x%x ip=0x401000 error_code=0x6".formatted(address));
    }

    private void zap(long table) {
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(MEMORY, HALF));
        told.add(7, searched(MEMORY, HALF));
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(table, table + 2 * MIB));
        told.add(7, "sys_munmap -> 0x0");
    }

    private void map(long start, long length) {
        call(
                "mmap(addr: 0, len: %x, prot: 3, flags: 22, fd: ffffffff, off: 0)"
                        .formatted(length),
                start);
    }

    private void call(String call, long result) {
        told.add(7, "sys_" + call);
        told.add(7, "sys_%s -> 0x%x".formatted(call.substring(0, call.indexOf('(')), result));
    }

    private static String searched(long start, long length) {
        return "mpx_unmap_search: [0x%016x:0x%016x]".formatted(start, start + length);
    }

    private Optional<EntryState> stateOf(long index) {
        return entry(index).map(DirectoryEntry::state);
    }

    private Optional<DirectoryEntry> entry(long index) {
        return told.replay(Questions.NONE).addressSpaces().get(0).entry(index);
    }

    private List<Way> ways() {
        return told.replay(Questions.NONE).breaches().stream().map(Breach::way).toList();
    }
}
