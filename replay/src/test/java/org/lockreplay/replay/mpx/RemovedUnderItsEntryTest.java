package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that is removed under its valid entry is gone: it did not outlive its memory too. */
class RemovedUnderItsEntryTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableIsEitherRemovedUnderItsEntryOrLeftBehind(boolean removed) {
        Told told = new Told();
        for (String address : new String[] {"100000000000", "100001000000"}) {
            told.add(
                    7,
                    "sys_mmap(addr: %s, len: 100000, prot: 3, flags: 32, fd: ffffffff, off: 0)"
                            .formatted(address));
            told.add(7, "sys_mmap -> 0x" + address);
        }
        told.fault(7, 0x100_0000);
        told.table(7, Told.TABLE);
        told.fault(7, 0x100_0010);
        told.table(7, Told.TABLE - 4 * Told.MIB);
        told.add(7, "sys_munmap(addr: 100001000000, len: 100000)");
        told.add(7, "mpx_pre_unmap: start=0x100001000000 end=0x100001100000");
        told.add(7, "mpx_bd_invalidate: bd_entry:0x7f0008000080 table vaddr:00007efeffc00000");
        told.add(7, "mpx_bt_mark: [0x00007efeffc00000:0x00007eff00000000]");
        told.add(7, "mpx_post_unmap:");
        told.add(7, "mpx_bt_remove: [0x00007efeffc00000:0x00007eff00000000]");
        told.add(7, "sys_munmap -> 0x0");
        told.add(7, "sys_munmap(addr: 100000000000, len: 100000)");
        told.add(7, "mpx_pre_unmap: start=0x100000000000 end=0x100000100000");
        if (removed) {
            told.add(7, "mpx_bt_mark: [0x00007eff00000000:0x00007eff00400000]");
        }
        told.add(7, "mpx_post_unmap:");
        if (removed) {
            told.add(7, "mpx_bt_remove: [0x00007eff00000000:0x00007eff00400000]");
        }
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.ways()).containsExactly(removed ? Way.TABLE_REMOVED : Way.MEMORY_GONE);
    }
}
