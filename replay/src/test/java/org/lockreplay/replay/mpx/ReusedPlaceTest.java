package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that comes in the place of one that has just gone, and one whose event comes late. */
class ReusedPlaceTest {

    private final Told told = new Told("# entries-in-buffer/entries-written: 30/30   #P:1");

    @BeforeEach
    void twoThreads() {
        told.fork(7, 8, "3d0f00");
        told.add(8, "sys_clone -> 0x0");
    }

    @Test
    void aTableInThePlaceOfTheOneThatWasRemovedIsNotFreed() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(7, "sys_munmap(addr: 300000, len: 100000)");
        invalidate(7);
        told.fault(8, 3);
        told.add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
        told.add(7, "sys_munmap -> 0x0");
        told.table(8, TABLE);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.VALID);
        assertThat(counts()).isEqualTo(new TableCounts(2, 1, 0, 1, 1, 0));
    }

    @Test
    void inThePlaceOfTheOneThatASearchFreedItMayBeThere() {
        told.fault(7, 3);
        told.fault(8, 3);
        told.table(7, TABLE);
        told.unmap(7, 3 * MIB, MIB);
        told.table(8, TABLE);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
        assertThat(counts()).isEqualTo(new TableCounts(2, 1, 1, 0, 1, 0));
    }

    @Test
    void aTableThatWasGivenUpBeforeItsEventCameIsGone() {
        told.fault(7, 3);
        told.add(8, "sys_munmap(addr: 300000, len: 100000)");
        invalidate(8);
        told.add(8, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
        told.table(7, TABLE);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
    }

    @Test
    void soIsTheSecondOneInThatPlace() {
        told.fault(7, 3);
        told.table(7, TABLE);
        for (int pid = 8; pid >= 7; pid--) {
            told.fault(15 - pid, 3);
            told.add(pid, "sys_munmap(addr: 300000, len: 100000)");
            invalidate(pid);
            told.add(pid, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
            told.add(pid, "sys_munmap -> 0x0");
        }
        told.table(8, TABLE);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
    }

    private void invalidate(int pid) {
        told.add(
                pid,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(Told.BASE + 24, TABLE));
    }

    private TableCounts counts() {
        return told.replay(Questions.NONE).addressSpaces().get(0).tables();
    }
}
