package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import org.junit.jupiter.api.Test;

/**
 * A kernel of the first series with MPX has no event of a new table: from the exception on, one may
 * be there.
 */
class UntracedTablesTest {

    private static final String ZAP =
            "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 2 * MIB);

    private final Told told = new Told();

    @Test
    void aFreedEntryMayHaveATableFromTheExceptionOn() {
        freeUntold(7);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
        told.fault(7, 3);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void soMayTheOneOfATaskThatMayShareTheAddressSpace() {
        freeUntold(9);
        assertThat(firstSeen(9)).isEqualTo(EntryState.FREED);
        told.fault(10, 3);
        assertThat(firstSeen(9)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void whereTablesAreTracedNoneIsThereBeforeItsEvent() {
        told.fault(7, 5);
        told.table(7, TABLE - 4 * MIB);
        freeUntold(7);
        told.fault(7, 3);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
    }

    @Test
    void theFirstTableOfARecordingFillsItsEntryNevertheless() {
        freeUntold(7);
        told.fault(7, 3);
        told.table(7, TABLE);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.VALID);
    }

    /** A zap shows that the entry has a table, an unmap of all frees it. */
    private void freeUntold(int pid) {
        told.fault(pid, 3);
        told.add(pid, "sys_munmap(addr: 300000, len: 80000)");
        told.add(pid, "mpx_unmap_search: [0x0000000000300000:0x0000000000380000]");
        told.add(pid, ZAP);
        told.add(pid, "sys_munmap -> 0x0");
        told.unmap(pid, 3 * MIB, MIB);
    }

    private EntryState firstSeen(int pid) {
        return told.replay(Questions.NONE).addressSpaces().stream()
                .filter(space -> space.pid() == pid)
                .findFirst()
                .flatMap(space -> space.entry(3))
                .orElseThrow()
                .state();
    }
}
