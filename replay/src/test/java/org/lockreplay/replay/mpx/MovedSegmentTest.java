package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A segment of shared memory that mremap moves stays one, and shmdt detaches it. */
class MovedSegmentTest {

    private static final long SEGMENT = 0x1000_0000_0000L;
    private static final long MOVED = 0x1000_0100_0000L;
    private static final long HALF = Told.MIB / 2;
    private static final long INDEX = Geometry.BITS_64.index(MOVED);

    private final Told told = new Told();

    private void moved(long length) {
        told.add(7, "sys_shmat(shmid: 5, shmaddr: 0, shmflg: 0)");
        told.add(7, "sys_shmat -> 0x%x".formatted(SEGMENT));
        told.add(
                7,
                "sys_mremap(addr: %x, old_len: %x, new_len: %x, flags: 3, new_addr: %x)"
                        .formatted(SEGMENT, length, length, MOVED));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(SEGMENT, SEGMENT + length));
        told.add(7, "sys_mremap -> 0x%x".formatted(MOVED));
    }

    private void detach(long address) {
        told.add(7, "sys_shmdt(shmaddr: %x)".formatted(address));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(MOVED, MOVED + HALF));
        told.add(
                7,
                "mpx_unmap_zap: [0x%016x:0x%016x]"
                        .formatted(Told.TABLE, Told.TABLE + 2 * Told.MIB));
        told.add(7, "sys_shmdt -> 0x0");
    }

    private void unmapPage(int page) {
        long start = MOVED + page * 0x1000L;
        long part = Told.TABLE + page * 0x4000L;
        told.add(7, "sys_munmap(addr: %x, len: 1000)".formatted(start));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(start, start + 0x1000));
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(part, part + 0x4000));
        told.add(7, "sys_munmap -> 0x0");
    }

    private CoveredMemory memory() {
        return told.replay(Questions.NONE)
                .addressSpaces()
                .get(0)
                .entry(INDEX)
                .orElseThrow()
                .memory();
    }

    private void besides() {
        told.add(7, "sys_brk(brk: 0)");
        told.add(7, "sys_brk -> 0x900000");
        told.fault(7, INDEX);
        told.table(7, Told.TABLE);
        told.add(
                7,
                "sys_mmap(addr: %x, len: %x, prot: 3, flags: 32, fd: ffffffff, off: 0)"
                        .formatted(MOVED + HALF, HALF));
        told.add(7, "sys_mmap -> 0x%x".formatted(MOVED + HALF));
    }

    @Test
    void whatShmdtDetachedIsMappedNoLonger() {
        moved(HALF);
        besides();
        detach(MOVED);
        told.unmap(7, MOVED + HALF, HALF);
        assertThat(told.ways()).isEmpty();
        assertThat(told.stateOf(INDEX)).isEqualTo(EntryState.FREED);
        assertThat(memory()).isEqualTo(CoveredMemory.UNMAPPED);
    }

    @Test
    void whatWasNotDetachedStays() {
        moved(HALF);
        besides();
        unmapPage(2);
        told.unmap(7, MOVED + HALF, HALF);
        assertThat(told.ways()).containsExactly(Way.SHARED_NOT_ZAPPED);
    }

    /** Its first pages are unmapped: what is left begins behind the address that is given. */
    @Test
    void aSegmentWithoutItsBeginningIsNotKnownToStay() {
        moved(HALF);
        besides();
        unmapPage(0);
        detach(MOVED);
        told.unmap(7, MOVED + HALF, HALF);
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void aSegmentWithAHoleIsNotKnownToStayBehindIt() {
        moved(HALF);
        besides();
        unmapPage(2);
        detach(MOVED);
        told.unmap(7, MOVED + HALF, HALF);
        assertThat(told.ways()).isEmpty();
    }
}
