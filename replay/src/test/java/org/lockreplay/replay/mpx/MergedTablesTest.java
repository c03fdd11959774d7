package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Adjacent tables are one mapping, which is marked, and removed, as one. */
class MergedTablesTest {

    private static final long BYTES = 4 * Told.MIB;
    private static final long SECOND = Told.TABLE + BYTES;
    private static final long END = SECOND + BYTES;

    private final Told told = new Told();

    MergedTablesTest() {
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        told.fault(7, 4);
        told.table(7, SECOND);
        told.add(7, "sys_munmap(addr: 300000, len: 200000)");
        told.add(7, "mpx_pre_unmap: start=0x300000 end=0x500000");
        invalidate(3, Told.TABLE);
        invalidate(4, SECOND);
    }

    private void invalidate(long index, long table) {
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(Told.BASE + 8 * index, table));
    }

    private void range(String event, long start, long end) {
        told.add(7, "%s: [0x%016x:0x%016x]".formatted(event, start, end));
    }

    private void over() {
        told.add(7, "mpx_post_unmap:");
        told.add(7, "sys_munmap -> 0x0");
    }

    @Test
    void oneMarkAndOneRemovalMayBeOfBoth() {
        range("mpx_bt_mark", Told.TABLE, END);
        range("mpx_bt_remove", Told.TABLE, END);
        over();
        assertThat(told.ways()).isEmpty();
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
        assertThat(told.stateOf(4)).isEqualTo(EntryState.FREED);
    }

    @Test
    void oneRemovalMayBeOfTwoMarks() {
        range("mpx_bt_mark", Told.TABLE, SECOND);
        range("mpx_bt_mark", SECOND, END);
        range("mpx_bt_remove", Told.TABLE, END);
        over();
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void twoRemovalsMayBeOfOneMark() {
        range("mpx_bt_mark", Told.TABLE, END);
        range("mpx_bt_remove", SECOND, END);
        range("mpx_bt_remove", Told.TABLE, SECOND);
        over();
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void aRemovalOfOneTableLeavesTheOther() {
        range("mpx_bt_mark", Told.TABLE, END);
        range("mpx_bt_remove", Told.TABLE, SECOND);
        over();
        assertThat(told.ways()).containsExactly(Way.MARKS_LEFT);
        assertThat(told.stateOf(4)).isEqualTo(EntryState.INVALIDATED);
    }
}
