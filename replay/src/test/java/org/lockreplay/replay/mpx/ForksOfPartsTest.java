package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Forks that do not copy all of the memory as it is: {@code madvise(MADV_DONTFORK)}, {@code
 * MADV_WIPEONFORK}, and a bounds directory in {@code MAP_SHARED} memory.
 */
class ForksOfPartsTest {

    private static final int PARENT = 7;
    private static final int CHILD = 8;
    private static final long DATA = 0x1000_0000_0000L;
    private static final long HALF = Told.MIB / 2;
    private static final long FIRST = DATA / Told.MIB;
    private static final int DONT_FORK = 0xa;
    private static final int DO_FORK = 0xb;
    private static final int WIPE_ON_FORK = 0x12;
    private static final int KEEP_ON_FORK = 0x13;
    private static final long DIRECTORY = 1L << 31;

    /** A kernel that frees a table of which memory stays, as far as the parent's memory tells. */
    private static Told oneTableForTwoHalves(int flags) {
        Told told = new Told();
        map(told, Told.BASE, DIRECTORY, flags);
        map(told, DATA, HALF, 0x32);
        map(told, DATA + HALF, HALF, 0x32);
        map(told, DATA + Told.MIB, Told.MIB, 0x32);
        told.fault(PARENT, FIRST);
        told.table(PARENT, Told.TABLE);
        told.fault(PARENT, FIRST + 1);
        told.table(PARENT, Told.TABLE + 4 * Told.MIB);
        told.add(PARENT, "sys_munmap(addr: %x, len: %x)".formatted(DATA + Told.MIB, HALF));
        told.add(
                PARENT,
                "mpx_unmap_search: [0x%016x:0x%016x]"
                        .formatted(DATA + Told.MIB, DATA + Told.MIB + HALF));
        told.add(
                PARENT,
                "mpx_unmap_zap: [0x%016x:0x%016x]"
                        .formatted(Told.TABLE + 4 * Told.MIB, Told.TABLE + 6 * Told.MIB));
        told.add(PARENT, "sys_munmap -> 0x0");
        return told;
    }

    private static void map(Told told, long address, long length, int flags) {
        told.add(
                PARENT,
                "sys_mmap(addr: %x, len: %x, prot: 3, flags: %x, fd: ffffffff, off: 0)"
                        .formatted(address, length, flags));
        told.add(PARENT, "sys_mmap -> 0x%x".formatted(address));
    }

    private static void advise(Told told, long address, long length, int advice, String answer) {
        told.add(
                PARENT,
                "sys_madvise(start: %x, len_in: %x, behavior: %x)"
                        .formatted(address, length, advice));
        told.add(PARENT, "sys_madvise -> " + answer);
    }

    private static EntryState inChild(Told told, long index) {
        return told.replay(Questions.NONE)
                .addressSpaces()
                .get(1)
                .entry(index)
                .orElseThrow()
                .state();
    }

    @Test
    void aTableIsNotMissedForMemoryThatTheChildHas() {
        Told told = oneTableForTwoHalves(0x22);
        told.fork(PARENT, CHILD, "1200011");
        told.unmap(CHILD, DATA, HALF);
        assertThat(told.ways()).containsExactly(Way.SHARED_NOT_ZAPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x0", "0xfffffffffffffff4"})
    void memoryThatTheChildDoesNotGetNeedsNoTable(String answer) {
        Told told = oneTableForTwoHalves(0x22);
        advise(told, DATA + HALF, HALF, DONT_FORK, answer);
        told.fork(PARENT, CHILD, "1200011");
        told.unmap(CHILD, DATA, HALF);
        assertThat(told.ways()).isEmpty();
        assertThat(inChild(told, FIRST)).isEqualTo(EntryState.FREED);
    }

    @Test
    void memoryThatTheChildGetsAfterAllNeedsItsTable() {
        Told told = oneTableForTwoHalves(0x22);
        advise(told, DATA + HALF, HALF, DONT_FORK, "0x0");
        advise(told, DATA + HALF, HALF, DO_FORK, "0x0");
        told.fork(PARENT, CHILD, "1200011");
        told.unmap(CHILD, DATA, HALF);
        assertThat(told.ways()).containsExactly(Way.SHARED_NOT_ZAPPED);
    }

    @Test
    void whatIsMappedAnewIsCopied() {
        Told told = oneTableForTwoHalves(0x22);
        advise(told, DATA + HALF, HALF, DONT_FORK, "0x0");
        map(told, DATA + HALF, HALF, 0x32);
        told.fork(PARENT, CHILD, "1200011");
        told.unmap(CHILD, DATA, HALF);
        assertThat(told.ways()).contains(Way.SHARED_NOT_ZAPPED);
    }

    @Test
    void whatMovedIsNotCopiedWhereItIsNow() {
        Told told = oneTableForTwoHalves(0x22);
        long from = 0x2000_0000_0000L;
        map(told, from, HALF, 0x22);
        advise(told, from, HALF, DONT_FORK, "0x0");
        told.add(
                PARENT,
                "sys_mremap(addr: %x, old_len: %x, new_len: %x, flags: 3, new_addr: %x)"
                        .formatted(from, HALF, HALF, DATA + HALF));
        told.add(
                PARENT,
                "mpx_unmap_search: [0x%016x:0x%016x]".formatted(DATA + HALF, DATA + Told.MIB));
        told.add(
                PARENT,
                "mpx_unmap_zap: [0x%016x:0x%016x]"
                        .formatted(Told.TABLE + 2 * Told.MIB, Told.TABLE + 4 * Told.MIB));
        told.add(PARENT, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(from, from + HALF));
        told.add(PARENT, "sys_mremap -> 0x%x".formatted(DATA + HALF));
        told.fork(PARENT, CHILD, "1200011");
        told.unmap(CHILD, DATA, HALF);
        assertThat(told.ways()).isEmpty();
    }

    /** The kernel looks for tables only where something is mapped. */
    @Test
    void nothingIsLeftBehindWhereTheChildHasNothing() {
        Told told = oneTableForTwoHalves(0x22);
        advise(told, DATA, Told.MIB, DONT_FORK, "0x0");
        told.fork(PARENT, CHILD, "1200011");
        told.add(CHILD, "sys_munmap(addr: %x, len: %x)".formatted(DATA, Told.MIB));
        told.add(CHILD, "sys_munmap -> 0x0");
        assertThat(told.ways()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {DONT_FORK, WIPE_ON_FORK})
    void entriesThatAreNotCopiedAreNotKnown(int advice) {
        Told told = oneTableForTwoHalves(0x22);
        advise(told, Told.BASE, DIRECTORY, advice, "0x0");
        told.fork(PARENT, CHILD, "1200011");
        told.unmap(CHILD, DATA, HALF);
        assertThat(told.ways()).isEmpty();
        assertThat(inChild(told, FIRST + 1)).isEqualTo(EntryState.MAYBE_FREED);
        assertThat(told.stateOf(FIRST + 1)).isEqualTo(EntryState.VALID);
    }

    @Test
    void entriesThatAreCopiedAfterAllAreKnown() {
        Told told = oneTableForTwoHalves(0x22);
        advise(told, Told.BASE, DIRECTORY, WIPE_ON_FORK, "0x0");
        advise(told, Told.BASE, DIRECTORY, KEEP_ON_FORK, "0x0");
        told.fork(PARENT, CHILD, "1200011");
        assertThat(inChild(told, FIRST)).isEqualTo(EntryState.VALID);
    }

    @Test
    void tablesThatAreNotCopiedAreNotKnown() {
        Told told = oneTableForTwoHalves(0x22);
        advise(told, Told.TABLE, 4 * Told.MIB, DONT_FORK, "0x0");
        told.fork(PARENT, CHILD, "1200011");
        told.add(CHILD, "sys_munmap(addr: %x, len: %x)".formatted(Told.TABLE, 4 * Told.MIB));
        told.add(CHILD, "sys_munmap -> 0x0");
        assertThat(told.ways()).isEmpty();
        assertThat(inChild(told, FIRST)).isEqualTo(EntryState.MAYBE_FREED);
        assertThat(inChild(told, FIRST + 1)).isEqualTo(EntryState.VALID);
    }

    /** Parent and child have one directory, and each fills and clears its entries. */
    @Test
    void whatTheOtherDoesToASharedDirectoryIsNotHeldAgainstOne() {
        Told told = oneTableForTwoHalves(0x21);
        told.fork(PARENT, CHILD, "1200011");
        told.unmap(CHILD, DATA, Told.MIB);
        told.unmap(PARENT, DATA, HALF);
        assertThat(told.ways()).isEmpty();
        assertThat(inChild(told, FIRST + 1)).isEqualTo(EntryState.VALID);
    }

    @Test
    void whatIsAllocatedInASharedDirectoryMayBeSoInBoth() {
        Told told = new Told();
        map(told, Told.BASE, DIRECTORY, 0x21);
        map(told, DATA, Told.MIB, 0x32);
        told.fork(PARENT, CHILD, "1200011");
        told.fault(CHILD, FIRST);
        told.table(CHILD, Told.TABLE);
        told.fault(PARENT, FIRST + 1);
        told.table(PARENT, Told.TABLE);
        told.unmap(CHILD, DATA, Told.MIB);
        assertThat(told.ways()).isEqualTo(List.of());
    }
}
