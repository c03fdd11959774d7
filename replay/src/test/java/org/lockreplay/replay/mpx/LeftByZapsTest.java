package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Linux 5.2 to 5.5 look for tables before they unmap: the last part of an entry's memory zaps its
 * table too, and an unmap that fails then has freed one all the same.
 */
class LeftByZapsTest {

    private static final long HALF = Told.MIB / 2;
    private static final long TABLE_HALF = 2 * Told.MIB;
    private static final long DATA = 3 * Told.MIB;

    private final Told told = new Told();

    LeftByZapsTest() {
        call(
                "mmap(addr: %x, len: %x, prot: 3, flags: 32, fd: ffffffff, off: 0)"
                        .formatted(DATA, Told.MIB));
        call("mremap(addr: 0, old_len: 1000, new_len: 1000, flags: 0, new_addr: 0)");
        call("brk(brk: 0)");
        told.fault(7, 3);
        told.table(7, Told.TABLE);
    }

    private void call(String call) {
        long answer = call.startsWith("mmap") ? DATA : call.startsWith("brk") ? 0x900_0000L : -22L;
        told.add(7, "sys_" + call);
        told.add(7, "sys_%s -> 0x%x".formatted(call.substring(0, call.indexOf('(')), answer));
    }

    private void unmapWithZap(long start, long tableStart, String answer) {
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(start, HALF));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(start, start + HALF));
        told.add(
                7,
                "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(tableStart, tableStart + TABLE_HALF));
        told.add(7, "sys_munmap -> " + answer);
    }

    @Test
    void aTableIsLeftIfItsLastMemoryZapsItOnly() {
        unmapWithZap(DATA, Told.TABLE, "0x0");
        unmapWithZap(DATA + HALF, Told.TABLE + TABLE_HALF, "0x0");
        assertThat(told.ways()).containsExactly(Way.MEMORY_GONE);
    }

    @Test
    void itIsNotWhileMemoryOfItIsMapped() {
        unmapWithZap(DATA, Told.TABLE, "0x0");
        assertThat(told.ways()).isEmpty();
    }

    /** Its memory is mapped memory for the kernel, and what goes with it is a neighbour's. */
    @Test
    void anotherTableThatLiesThereMayBeWhyItIsZapped() {
        unmapWithZap(DATA, Told.TABLE, "0x0");
        told.fault(7, 9);
        told.table(7, DATA);
        unmapWithZap(DATA + HALF, Told.TABLE + TABLE_HALF, "0x0");
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void anUnseenThreadMayBeWhyItIsZapped() {
        told.fork(7, 8, "3d0f00");
        told.add(8, "sys_getpid()");
        unmapWithZap(DATA, Told.TABLE, "0x0");
        unmapWithZap(DATA + HALF, Told.TABLE + TABLE_HALF, "0x0");
        assertThat(told.ways()).isEmpty();
    }

    /** Where it maps is in no event: it may be in the part that was unmapped first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sys_io_setup(nr_reqs: 80, ctxp: 7ffd12345678)!sys_io_setup -> 0x0",
                "sys_io_setup(nr_reqs: 80, ctxp: 7ffd12345678)!sys_getpid -> 0x7",
                "sys_enter: NR 206 (80, 7ffd12345678, 0, 0, 0, 0)!sys_exit: NR 206 = 0",
                "sys_uselib(library: 7ffd12345678)!sys_uselib -> 0x0",
                "sys_map_shadow_stack(addr: 0, size: 1000, flags: 0)"
                        + "!sys_map_shadow_stack -> 0x7fff0000"
            })
    void whatAnotherCallMapsMayBeWhyItIsZapped(String call) {
        unmapWithZap(DATA, Told.TABLE, "0x0");
        told.add(7, call.substring(0, call.indexOf('!')));
        told.add(7, call.substring(call.indexOf('!') + 1));
        unmapWithZap(DATA + HALF, Told.TABLE + TABLE_HALF, "0x0");
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void anUnmapThatFailsBehindItsSearchHasFreedATableThatIsNeeded() {
        unmapWithZap(DATA, Told.TABLE, "0xfffffffffffffff4");
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(DATA, Told.MIB));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(DATA, DATA + Told.MIB));
        told.add(7, "sys_munmap -> 0xfffffffffffffff4");
        assertThat(told.ways()).containsExactly(Way.SHARED_NOT_ZAPPED);
    }
}
