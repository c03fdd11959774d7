package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Linux does without an event of its own shows by what it does not do. */
class SilentKernelTest {

    private static final String ZAP =
            "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 2 * MIB);
    private static final String SIGNAL =
            "signal_generate: sig=11 errno=0 code=128 comm=a pid=7 grp=0 res=0";

    private final Told told = new Told();

    @BeforeEach
    void aTableIsSharedByTwoHalvesOfItsMemory() {
        told.add(7, "sys_mmap(addr: 0, len: 100000, prot: 3, flags: 22, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x300000");
        told.fault(7, 3);
        told.table(7, TABLE);
    }

    @Test
    void aSharedTableThatIsNotZappedIsGivenUp() {
        unmapHalf(Optional.of(ZAP));
        told.add(7, "sys_mmap(addr: 300000, len: 80000, prot: 3, flags: 32, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x300000");
        unmapHalf(Optional.empty());
        assertThat(ways()).containsExactly(Way.SHARED_NOT_ZAPPED);
    }

    @Test
    void oneThatIsZappedStays() {
        unmapHalf(Optional.of(ZAP));
        assertThat(ways()).isEmpty();
    }

    @Test
    void withoutZapsInTheTraceNobodyKnows() {
        unmapHalf(Optional.empty());
        assertThat(ways()).isEmpty();
    }

    @Test
    void aPageFaultMayMakeTheKernelGiveUp() {
        unmapHalf(Optional.of(ZAP));
        unmapHalf(Optional.of("page_fault_kernel: address=0x7f0000000018 ip=a error_code=0x0"));
        assertThat(ways()).isEmpty();
    }

    @Test
    void whoeverMapsATableAndDoesNotUnmapItKeepsIt() {
        told.add(7, SIGNAL);
        write();
        told.fault(7, 4);
        write();
        told.add(7, "sys_getpid()");
        assertThat(ways()).containsExactly(Way.LOSER_KEPT);
    }

    @Test
    void whoeverUnmapsItDoesNot() {
        told.add(7, SIGNAL);
        told.fault(7, 4);
        write();
        write();
        told.add(7, "sys_getpid()");
        assertThat(ways()).isEmpty();
    }

    private void write() {
        told.add(7, "lock_acquire: 00000000aaaaaaaa mmap_sem");
        told.add(7, "lock_acquired: 00000000aaaaaaaa mmap_sem");
        told.add(7, "lock_release: 00000000aaaaaaaa mmap_sem");
    }

    private void unmapHalf(Optional<String> answer) {
        told.add(7, "sys_munmap(addr: 300000, len: 80000)");
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(3 * MIB, 3 * MIB + MIB / 2));
        answer.ifPresent(event -> told.add(7, event));
        told.add(7, "sys_munmap -> 0x0");
    }

    private List<Way> ways() {
        return told.replay(Questions.NONE).breaches().stream().map(Breach::way).toList();
    }
}
