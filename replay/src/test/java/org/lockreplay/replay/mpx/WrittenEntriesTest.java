package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Entries that a program writes itself leave no event, but the kernel refuses what it finds there:
 * an empty entry gets a table, and an unmap passes over it.
 */
class WrittenEntriesTest {

    private final Told told = new Told();

    private void freed() {
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        told.unmap(7, 3 * Told.MIB, Told.MIB);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
    }

    private void refuse() {
        told.add(7, "signal_generate: sig=11 errno=0 code=128 comm=a pid=7 grp=0 res=0");
    }

    private void searchAndRefuse(long start, long length) {
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(start, length));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(start, start + length));
        refuse();
        told.add(7, "sys_munmap -> 0x0");
    }

    @Test
    void anEntryThatGetsNoTableMayNotBeEmpty() {
        freed();
        told.fault(7, 3);
        refuse();
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void withoutManagementNoEntryGetsATable() {
        freed();
        told.add(7, "sys_prctl(option: 2c, arg2: 0, arg3: 0, arg4: 0, arg5: 0)");
        told.add(7, "sys_prctl -> 0x0");
        told.fault(7, 3);
        refuse();
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
    }

    @Test
    void anEntryForWhichAnUnmapIsRefusedMayNotBeEmpty() {
        freed();
        searchAndRefuse(3 * Told.MIB, 0x1000);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void anEntryElsewhereIsStillEmpty() {
        freed();
        searchAndRefuse(5 * Told.MIB, 0x1000);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
        assertThat(told.stateOf(5)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void oneOfSeveralEntriesOfWhichNothingWasSeenMayNotBeEmpty() {
        freed();
        searchAndRefuse(5 * Told.MIB, 2 * Told.MIB);
        assertThat(told.replay(Questions.NONE).addressSpaces().get(0).complete()).isFalse();
    }

    @Test
    void anUnmapThatIsNotRefusedTellsThatItIsEmpty() {
        freed();
        searchAndRefuse(3 * Told.MIB, 0x1000);
        told.unmap(7, 3 * Told.MIB, Told.MIB);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
    }
}
