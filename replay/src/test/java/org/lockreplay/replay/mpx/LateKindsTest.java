package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kinds of events are switched on one after another: what began before the first event of a kind is
 * not known to have none of it.
 */
class LateKindsTest {

    private static final long MEMORY = 0x1000_0000_0000L;
    private static final long OTHER = Told.TABLE - 4 * Told.MIB;

    private final Told told = new Told("# entries-in-buffer/entries-written: 20/20   #P:1");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLoserMayHaveTakenMmapSemBeforeLocksWereRecorded(boolean early) {
        if (early) {
            lock("lock_acquire", "mmap_sem");
            lock("lock_release", "mmap_sem");
        }
        told.add(7, "signal_generate: sig=17 errno=0 code=1 comm=a pid=7 grp=1 res=0");
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        told.fault(7, 5);
        lock("lock_acquire", "mmap_sem");
        lock("lock_release", "mmap_sem");
        told.add(7, "sys_getpid()");
        assertFound(early, Way.LOSER_KEPT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableThatWasToldToLoseMayHaveBeenFreedBeforeLocksWereRecorded(boolean early) {
        if (early) {
            lock("lock_acquire", "mmap_sem");
            lock("lock_release", "mmap_sem");
        }
        told.fork(7, 8, "3d0f00");
        told.fault(7, 5);
        told.add(
                7,
                "mpx_bd_cmpxchg: bd_entry=0x%x old=0x0 new=0x%x found=0x%x"
                        .formatted(Told.BASE + 40, Told.TABLE | 1, OTHER | 1));
        told.add(8, "lock_acquire: 00000000aaaaaaaa mmap_sem");
        told.add(7, "sys_getpid()");
        assertFound(early, Way.LOSER_KEPT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnmapMayHaveTakenBdSemBeforeLocksWereRecorded(boolean early) {
        if (early) {
            lock("lock_acquire", "bd_sem");
            lock("lock_release", "bd_sem");
        }
        told.add(7, "sys_mmap(addr: 0, len: 100000, prot: 3, flags: 22, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x%x".formatted(MEMORY));
        told.unmap(7, 64 * Told.MIB, Told.MIB);
        told.add(7, "sys_munmap(addr: %x, len: 100000)".formatted(MEMORY));
        lock("lock_release", "bd_sem");
        told.add(7, "sys_munmap -> 0x0");
        lock("lock_acquire", "bd_sem");
        lock("lock_release", "bd_sem");
        assertFound(early, Way.NO_BRACKET);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableMayHaveBeenRemovedBeforeRemovalsWereRecorded(boolean early) {
        String removal = "mpx_bt_remove: [0x%016x:0x%016x]".formatted(OTHER, Told.TABLE);
        if (early) {
            told.add(7, removal);
        }
        told.add(7, "sys_mmap(addr: 0, len: 100000, prot: 3, flags: 22, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x%x".formatted(MEMORY));
        told.fault(7, MEMORY / Told.MIB);
        told.table(7, Told.TABLE);
        told.add(7, "sys_munmap(addr: %x, len: 100000)".formatted(MEMORY));
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(Told.BASE + 8 * (MEMORY / Told.MIB), Told.TABLE));
        told.add(7, "sys_munmap -> 0x0");
        told.add(7, removal);
        assertFound(early, Way.ORPHAN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableMayHaveBeenUnmappedBeforeCallsWereRecorded(boolean early) {
        Told late = Told.withoutPrctl();
        if (early) {
            unmapElsewhere(late);
        }
        late.fault(7, 3);
        late.table(7, Told.TABLE);
        late.fault(7, 5);
        late.table(7, Told.TABLE);
        unmapElsewhere(late);
        assertThat(late.ways().contains(Way.TABLE_SHARED)).isEqualTo(early);
    }

    private static void unmapElsewhere(Told told) {
        told.unmap(7, 64 * Told.MIB, Told.MIB);
    }

    private void lock(String event, String lockClass) {
        String address = lockClass.equals("mmap_sem") ? "00000000aaaaaaaa" : "00000000bbbbbbbb";
        told.add(7, "%s: %s %s".formatted(event, address, lockClass));
    }

    private void assertFound(boolean found, Way way) {
        assertThat(told.replay(Questions.NONE.callingLocks(name -> name)).breaches())
                .extracting(Breach::way)
                .matches(ways -> ways.contains(way) == found, way + " found: " + found);
    }
}
