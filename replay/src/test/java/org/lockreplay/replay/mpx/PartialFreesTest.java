package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A search of a part of an entry's memory, in a recording that may not show zaps. */
class PartialFreesTest {

    private final Told told = new Told();

    @BeforeEach
    void aTable() {
        told.fault(7, 3);
        told.table(7, TABLE);
    }

    @Test
    void withoutAnyZapTheTableMayStayForWhatIsMappedUnseen() {
        told.unmap(7, 0x38_0000, 0x8_0000);
        DirectoryState state = told.replay(Questions.NONE).addressSpaces().get(0);
        assertThat(state.entries().get(0).state()).isEqualTo(EntryState.MAYBE_FREED);
        assertThat(state.tables()).isEqualTo(new TableCounts(1, 0, 1, 0, 1, 0));
        assertThat(told.replay(Questions.NONE.historyOf(HistoryScope.ALL)).history())
                .extracting(HistoryEvent::what)
                .contains(Happening.UNDECIDED)
                .doesNotContain(Happening.FREED);
    }

    @Test
    void soItDoesInACopy() {
        told.unmap(7, 0x38_0000, 0x8_0000);
        told.fork(7, 8, "1200011");
        List<DirectoryState> states = told.replay(Questions.NONE).addressSpaces();
        assertThat(states.get(1).entries().get(0).state()).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void withoutAZapATableIsGoneWhoseMemoryIsSearchedAsAWhole() {
        told.unmap(7, 2 * MIB, 3 * MIB);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
    }

    @Test
    void orWhoseOtherMemoryIsKnownToBeUnmapped() {
        told.add(7, "sys_munmap(addr: 300000, len: 80000)");
        told.add(7, "sys_munmap -> 0x0");
        told.unmap(7, 0x38_0000, 0x8_0000);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
    }

    @Test
    void aZapThatComesLaterTellsThatTheyAreShown() {
        told.unmap(7, 0x38_0000, 0x8_0000);
        told.fault(7, 4);
        told.table(7, TABLE);
        told.add(7, "sys_munmap(addr: 480000, len: 80000)");
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(0x48_0000, 0x50_0000));
        long part = TABLE + 0x20_0000;
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(part, part + 0x20_0000));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
        assertThat(told.stateOf(4)).isEqualTo(EntryState.VALID);
    }

    @Test
    void aTableInTwoMappingsIsZappedInTwoPieces() {
        told.add(7, "sys_munmap(addr: 380000, len: 80000)");
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(0x38_0000, 0x40_0000));
        long half = TABLE + 0x20_0000;
        long middle = half + 0x10_0000;
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(half, middle));
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(middle, TABLE + 4 * MIB));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.stateOf(3)).isEqualTo(EntryState.VALID);
    }

    @Test
    void aZapOfMoreThanIsSearchedIsNoneOfThatTable() {
        told.add(7, "sys_munmap(addr: 380000, len: 80000)");
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(0x38_0000, 0x40_0000));
        long early = TABLE + 0x1f_0000;
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(early, early + 0x2_0000));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
    }
}
