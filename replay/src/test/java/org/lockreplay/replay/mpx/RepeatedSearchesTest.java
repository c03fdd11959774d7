package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.TABLE;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Searches of memory that the trace does not tell, several of which belong to one call: each looks
 * at entries anew, whatever the task gave back after the one before.
 */
class RepeatedSearchesTest {

    private static final String SEARCH =
            "mpx_unmap_search: [0x(____ptrval____):0x(____ptrval____)]";
    private static final String MMAP_SEM = "00000000aaaaaaaa mmap_sem";

    private final Told told = new Told();

    /** A thread misses its table, and another one looks for tables meanwhile. */
    @BeforeEach
    void aSearchDuringAFault() {
        told.fork(7, 8, "3d0f00");
        told.fault(8, 3);
        told.add(7, "sys_mremap(addr: 300000, old_len: 200000, new_len: 100000, flags: 3, new: 0)");
        takesWrite(7);
        told.add(7, SEARCH);
    }

    @Test
    void aTableThatIsMappedBehindASearchIsNotFreedByIt() {
        givesBack(7);
        mapsTable();
        assertThat(comes()).isEqualTo(EntryState.VALID);
    }

    @Test
    void whileTheTaskStillLooksItMayBe() {
        mapsTable();
        assertThat(comes()).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void whoeverSearchesAgainStillLooks() {
        givesBack(7);
        told.add(7, SEARCH);
        mapsTable();
        assertThat(comes()).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void anotherSearchBehindTheMappingMayFreeTheTable() {
        givesBack(7);
        mapsTable();
        takesWrite(7);
        told.add(7, SEARCH);
        assertThat(comes()).isEqualTo(EntryState.MAYBE_FREED);
    }

    private EntryState comes() {
        told.table(8, TABLE);
        return told.stateOf(3);
    }

    private void mapsTable() {
        takesWrite(8);
        givesBack(8);
    }

    private void takesWrite(int pid) {
        told.add(pid, "lock_acquire: " + MMAP_SEM);
        told.add(pid, "lock_acquired: " + MMAP_SEM);
    }

    private void givesBack(int pid) {
        told.add(pid, "lock_release: " + MMAP_SEM);
    }
}
