package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.BASE;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A compare-and-exchange of an entry that finds what it expects puts its table there. */
class ExchangesTest {

    private static final long OTHER = TABLE - 4 * MIB;

    private final Told told = new Told();

    @Test
    void itsTableIsInTheEntry() {
        told.fault(7, 3);
        exchange(3, 0, TABLE | 1, 0);
        told.fault(7, 4);
        assertEntry(3, TABLE);
        assertThat(state().tables()).isEqualTo(new TableCounts(1, 0, 0, 1, 1, 0));
        assertThat(state().activity().lostRaces()).isZero();
    }

    @Test
    void theEventOfTheTableBehindItIsOfTheSameAllocation() {
        told.fault(7, 3);
        exchange(3, 0, TABLE | 1, 0);
        told.table(7, TABLE);
        assertEntry(3, TABLE);
        assertThat(state().tables()).isEqualTo(new TableCounts(1, 0, 0, 1, 1, 0));
        assertThat(ways()).isEmpty();
    }

    @Test
    void theEventOfTheTableBeforeItIsToo() {
        told.fault(7, 3);
        told.table(7, TABLE);
        exchange(3, 0, TABLE | 1, 0);
        assertThat(state().tables()).isEqualTo(new TableCounts(1, 0, 0, 1, 1, 0));
        assertThat(ways()).isEmpty();
    }

    @Test
    void theLoserPutsNothingThere() {
        told.fault(7, 3);
        exchange(3, 0, TABLE | 1, OTHER | 1);
        assertThat(state().entry(3)).isEmpty();
    }

    @Test
    void aTableThatIsExchangedForNothingLeavesItsEntry() {
        told.fault(7, 3);
        exchange(3, 0, TABLE | 1, 0);
        told.add(7, "sys_munmap(addr: 300000, len: 100000)");
        exchange(3, TABLE | 1, 0, TABLE | 1);
        told.add(
                7, "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x".formatted(entry(3), TABLE));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(state().entry(3).orElseThrow().state()).isEqualTo(EntryState.INVALIDATED);
        assertThat(ways()).isEmpty();
    }

    @Test
    void itDescribesMemoryThatStaysOnceHoweverManyEventsTellOfIt() {
        told.add(7, "sys_mmap(addr: 0, len: 100000, prot: 3, flags: 22, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x300000");
        told.fault(7, 3);
        exchange(3, 0, TABLE | 1, 0);
        told.add(7, "sys_munmap(addr: 300000, len: 80000)");
        exchange(3, TABLE | 1, 0, TABLE | 1);
        told.add(
                7, "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x".formatted(entry(3), TABLE));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(ways()).containsExactly(Way.STAYING_MEMORY);
    }

    @Test
    void aMarkedTableIsUsedAgain() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(
                7, "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x".formatted(entry(3), TABLE));
        told.add(7, "mpx_bt_mark: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
        told.fault(7, 4);
        exchange(4, 0, TABLE | 1, 0);
        told.add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
        assertThat(ways()).contains(Way.MARKED_INSERTED);
    }

    @Test
    void aValidTableIsReplaced() {
        told.fault(7, 3);
        exchange(3, TABLE | 1, OTHER | 1, TABLE | 1);
        assertEntry(3, OTHER);
        assertThat(ways()).containsExactly(Way.ENTRY_OVERWRITTEN);
    }

    @Test
    void twoTasksWinTheSameEntry() {
        told.add(7, "sys_clone(clone_flags: 3d0f00, newsp: 0)");
        told.add(7, "sched_process_fork: comm=a pid=7 child_comm=a child_pid=8");
        told.add(7, "sys_clone -> 0x8");
        told.fault(7, 3);
        told.fault(8, 3);
        exchange(3, 0, TABLE | 1, 0);
        told.add(8, exchanged(3, 0, OTHER | 1, 0));
        told.table(7, TABLE);
        told.table(8, OTHER);
        assertThat(ways()).containsExactly(Way.ENTRY_OVERWRITTEN);
        assertThat(state().tables().allocated()).isEqualTo(2);
    }

    @Test
    void anEntryThatTheProgramClearedIsFilledAgain() {
        told.fault(7, 3);
        exchange(3, 0, TABLE | 1, 0);
        told.fault(7, 3);
        exchange(3, 0, OTHER | 1, 0);
        assertEntry(3, OTHER);
        assertThat(ways()).isEmpty();
    }

    @Test
    void aTableMayNotBePutIntoTwoEntries() {
        told.unmap(7, 9 * MIB, MIB);
        told.fault(7, 3);
        exchange(3, 0, TABLE | 1, 0);
        told.fault(7, 4);
        exchange(4, 0, TABLE | 1, 0);
        assertThat(ways()).containsExactly(Way.TABLE_SHARED);
    }

    @Test
    void whereTheTableIsPrintedAsAHashTheEntryHasThat() {
        told.fault(7, 3);
        exchange(3, 0, TABLE | 1, 0);
        told.table(7, 0x5c6e_be32L);
        assertEntry(3, 0x5c6e_be32L);
        assertThat(state().tables()).isEqualTo(new TableCounts(1, 0, 0, 1, 1, 0));
    }

    private void exchange(long index, long expected, long table, long found) {
        told.add(7, exchanged(index, expected, table, found));
    }

    private static String exchanged(long index, long expected, long table, long found) {
        return "mpx_bd_cmpxchg: bd_entry:0x%x expected:0x%x new:0x%x found:0x%x"
                .formatted(entry(index), expected, table, found);
    }

    private static long entry(long index) {
        return BASE + 8 * index;
    }

    private void assertEntry(long index, long table) {
        DirectoryEntry entry = state().entry(index).orElseThrow();
        assertThat(entry.state()).isEqualTo(EntryState.VALID);
        assertThat(entry.table()).hasValue(table);
    }

    private DirectoryState state() {
        return told.replay(Questions.NONE).addressSpaces().get(0);
    }

    private List<Way> ways() {
        return told.replay(Questions.NONE).breaches().stream().map(Breach::way).toList();
    }
}
