package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A munmap that fails behind the invalidation which was made for it. */
class FailedUnmapTest {

    private final Told told = new Told();

    @ParameterizedTest
    @CsvSource({"0xfffffffffffffff4, 1", "0x0, 0"})
    void theMemoryStaysAndItsTableIsGone(String result, int findings) {
        map();
        unmap(result);
        assertThat(told.ways()).isEqualTo(List.of(Way.STAYING_MEMORY).subList(0, findings));
    }

    @Test
    void memoryThatIsNotKnownToBeThereNeedsNoTable() {
        told.add(7, "sys_mmap(addr: 400000, len: 1000, prot: 3, flags: 32, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x400000");
        unmap("0xfffffffffffffff4");
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void anotherThreadMayBeUnmappingIt() {
        map();
        told.fork(7, 8, "3d0f00");
        told.add(8, "sys_munmap(addr: 300000, len: 100000)");
        unmap("0xfffffffffffffff4");
        assertThat(told.ways()).isEmpty();
    }

    private void map() {
        told.add(7, "sys_mmap(addr: 300000, len: 100000, prot: 3, flags: 32, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x300000");
    }

    private void unmap(String result) {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(7, "sys_munmap(addr: 300000, len: 100000)");
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(Told.BASE + 24, TABLE));
        told.add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
        told.add(7, "sys_munmap -> " + result);
    }
}
