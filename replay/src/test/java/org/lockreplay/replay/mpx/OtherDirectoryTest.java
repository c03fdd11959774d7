package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A program loads another directory into BNDCFGU: the processor reads that one, and the kernel goes
 * on to look for tables in the one that prctl gave it.
 */
class OtherDirectoryTest {

    private static final long OTHER = 0x7e00_0000_0000L;
    private static final long DATA = 3 * Told.MIB;
    private static final long SECOND = Told.TABLE - 4 * Told.MIB;

    private final Told told = new Told();

    OtherDirectoryTest() {
        told.add(
                7,
                "sys_mmap(addr: %x, len: %x, prot: 3, flags: 32, fd: ffffffff, off: 0)"
                        .formatted(DATA, Told.MIB));
        told.add(7, "sys_mmap -> 0x%x".formatted(DATA));
        told.fault(7, 9);
        told.table(7, Told.TABLE);
    }

    private void faultInOther() {
        told.add(
                7,
                "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                        .formatted(OTHER + 3, OTHER + 8 * 3 + 2));
        told.table(7, SECOND);
    }

    private void prctl(String first, String answer) {
        told.add(7, "sys_prctl(option: %s, arg3: 0, arg4: 0, arg5: 0)".formatted(first));
        told.add(7, "sys_prctl -> " + answer);
    }

    @Test
    void whatTheKernelSearchesInAnotherDirectoryIsNotKnownToBeFreed() {
        faultInOther();
        told.unmap(7, DATA, Told.MIB);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void aSearchThatGoesOnAsTheOtherDirectoryShowsIsOfEither() {
        told.fork(7, 8, "3d0f00");
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(DATA, Told.MIB));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(DATA, DATA + Told.MIB));
        told.add(
                8,
                "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                        .formatted(OTHER + 3, OTHER + 8 * 3 + 2));
        told.table(8, SECOND);
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.stateOf(3)).isNotEqualTo(EntryState.FREED);
    }

    @Test
    void aKernelThatLeavesTheOtherDirectoryAloneBreaksNoRule() {
        told.unmap(7, 2 * DATA, Told.MIB);
        faultInOther();
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(DATA, Told.MIB));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.ways()).doesNotContain(Way.MEMORY_GONE);
    }

    @Test
    void aPrctlGivesTheKernelTheOtherOne() {
        prctl("2b, arg2: 0", "0x0");
        faultInOther();
        told.unmap(7, DATA, Told.MIB);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
    }

    /** All but the first have to be 0, or the kernel does nothing. */
    @Test
    void aPrctlWithArgumentsGivesItNone() {
        told.fault(7, 3);
        told.table(7, SECOND);
        told.unmap(7, 2 * DATA, Told.MIB);
        prctl("2b, arg2: 1", "0xffffffffffffffea");
        assertThat(management()).isEqualTo(Management.ON);
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(DATA, Told.MIB));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.ways()).contains(Way.MEMORY_GONE);
    }

    @Test
    void aPrctlThatFailsOtherwiseMayHaveDoneSomething() {
        prctl("2b, arg2: 0", "0xfffffffffffffffa");
        assertThat(management()).isEqualTo(Management.UNKNOWN);
    }

    private Management management() {
        return told.replay(Questions.NONE).addressSpaces().get(0).managed();
    }
}
