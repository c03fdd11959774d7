package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.replay.mm.AddressRange;

/** A table that is removed under its valid entry is gone: it did not outlive its memory too. */
class RemovedUnderItsEntryTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableIsEitherRemovedUnderItsEntryOrLeftBehind(boolean removed) {
        assertThat(unmapsOne(removed).ways())
                .containsExactly(removed ? Way.TABLE_REMOVED : Way.MEMORY_GONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableThatIsRemovedUnderItsEntryIsCountedAsFreedAlthoughTheEntryStaysValid(
            boolean removed) {
        DirectoryState end = unmapsOne(removed).replay(Questions.NONE).addressSpaces().get(0);
        assertThat(end.entry(0x100_0000).orElseThrow().state()).isEqualTo(EntryState.VALID);
        assertThat(end.tables())
                .isEqualTo(
                        removed
                                ? new TableCounts(2, 2, 0, 0, 2, 0)
                                : new TableCounts(2, 1, 0, 1, 2, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHistoryOfTheEntryTellsThatItsTableWent(boolean removed) {
        HistoryScope scope =
                HistoryScope.of(new AddressRange(0x1000_0000_0000L, 0x1000_000f_ffffL));
        assertThat(unmapsOne(removed).replay(Questions.NONE.historyOf(scope)).history())
                .filteredOn(event -> event.what() == Happening.TABLE_GONE)
                .extracting(HistoryEvent::index)
                .isEqualTo(removed ? List.of(OptionalLong.of(0x100_0000)) : List.of());
    }

    @Test
    void aTableThatTheProgramUnmapsIsCountedOnceWhenItsEntryIsFreedLater() {
        Told told = new Told();
        told.fault(7, 4);
        told.table(7, Told.TABLE);
        told.unmap(7, Told.TABLE, 4 * Told.MIB);
        TableCounts counts = new TableCounts(1, 1, 0, 0, 1, 0);
        assertThat(told.replay(Questions.NONE).addressSpaces().get(0).tables()).isEqualTo(counts);
        told.unmap(7, 4 * Told.MIB, Told.MIB);
        assertThat(told.stateOf(4)).isEqualTo(EntryState.FREED);
        assertThat(told.replay(Questions.NONE).addressSpaces().get(0).tables()).isEqualTo(counts);
    }

    /** Two tables, one of which goes as it should, and then the other one. */
    private static Told unmapsOne(boolean removed) {
        Told told = new Told();
        for (String address : new String[] {"100000000000", "100001000000"}) {
            told.add(
                    7,
                    "sys_mmap(addr: %s, len: 100000, prot: 3, flags: 32, fd: ffffffff, off: 0)"
                            .formatted(address));
            told.add(7, "sys_mmap -> 0x" + address);
        }
        told.fault(7, 0x100_0000);
        told.table(7, Told.TABLE);
        told.fault(7, 0x100_0010);
        told.table(7, Told.TABLE - 4 * Told.MIB);
        told.add(7, "sys_munmap(addr: 100001000000, len: 100000)");
        told.add(7, "mpx_pre_unmap: start=0x100001000000 end=0x100001100000");
        told.add(7, "mpx_bd_invalidate: bd_entry:0x7f0008000080 table vaddr:00007efeffc00000");
        told.add(7, "mpx_bt_mark: [0x00007efeffc00000:0x00007eff00000000]");
        told.add(7, "mpx_post_unmap:");
        told.add(7, "mpx_bt_remove: [0x00007efeffc00000:0x00007eff00000000]");
        told.add(7, "sys_munmap -> 0x0");
        told.add(7, "sys_munmap(addr: 100000000000, len: 100000)");
        told.add(7, "mpx_pre_unmap: start=0x100000000000 end=0x100000100000");
        if (removed) {
            told.add(7, "mpx_bt_mark: [0x00007eff00000000:0x00007eff00400000]");
        }
        told.add(7, "mpx_post_unmap:");
        if (removed) {
            told.add(7, "mpx_bt_remove: [0x00007eff00000000:0x00007eff00400000]");
        }
        told.add(7, "sys_munmap -> 0x0");
        return told;
    }
}
