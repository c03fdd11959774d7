package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A thread maps memory at a place that no event tells, while another one unmaps the rest of what an
 * entry describes: the kernel may have a reason to leave the entry.
 */
class UnseenMappingsTest {

    private static final long HALF = Told.MIB / 2;
    private static final long DATA = 3 * Told.MIB;

    private final Told told = new Told();

    UnseenMappingsTest() {
        told.fork(7, 8, "3d0f00");
        told.add(8, "sys_getpid()");
        told.add(8, "sys_getpid -> 0x7");
        told.add(
                7,
                "sys_mmap(addr: %x, len: %x, prot: 3, flags: 32, fd: ffffffff, off: 0)"
                        .formatted(DATA, Told.MIB));
        told.add(7, "sys_mmap -> 0x%x".formatted(DATA));
        told.add(7, "sys_mremap(addr: 0, old_len: 1000, new_len: 1000, flags: 0, new_addr: 0)");
        told.add(7, "sys_mremap -> 0xffffffffffffffea");
        told.add(7, "sys_brk(brk: 0)");
        told.add(7, "sys_brk -> 0x9000000");
        told.fault(7, 9);
        told.table(7, Told.TABLE - 4 * Told.MIB);
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(Told.BASE + 8 * 9, Told.TABLE - 4 * Told.MIB));
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        told.unmap(7, DATA, HALF);
    }

    @Test
    void anEntryIsLeftIfNothingIsMappedThere() {
        told.unmap(7, DATA + HALF, HALF);
        assertThat(told.ways()).containsExactly(Way.MEMORY_GONE);
    }

    @Test
    void itIsNotIfACallMayHaveMappedSomething() {
        told.add(8, "sys_io_setup(nr_reqs: 80, ctxp: 7ffd12345678)");
        told.add(8, "sys_io_setup -> 0x0");
        told.unmap(7, DATA + HALF, HALF);
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void norIfOneIsAboutTo() {
        told.add(8, "sys_io_setup(nr_reqs: 80, ctxp: 7ffd12345678)");
        told.unmap(7, DATA + HALF, HALF);
        told.add(8, "sys_io_setup -> 0x0");
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void norIfItsEndIsMissing() {
        told.add(8, "sys_io_setup(nr_reqs: 80, ctxp: 7ffd12345678)");
        told.add(8, "sys_getpid()");
        told.unmap(7, DATA + HALF, HALF);
        assertThat(told.ways()).isEmpty();
    }
}
