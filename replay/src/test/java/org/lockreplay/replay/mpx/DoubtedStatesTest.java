package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a state that was taken before it was known that events were missing. */
class DoubtedStatesTest {

    @Test
    void itsCountsAreThoseOfItsEntries() {
        Told told = new Told();
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        told.fault(7, 5);
        told.table(7, Told.TABLE - 4 * Told.MIB);
        int asked =
                told.add(
                        7,
                        "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                                .formatted(Told.BASE + 8 * 5, Told.TABLE - 4 * Told.MIB));
        Questions questions = Questions.NONE.atLines(List.of((long) asked));
        assertThat(told.replay(questions).snapshots().get(0).of(7).orElseThrow().entries())
                .extracting(DirectoryEntry::state)
                .containsExactly(EntryState.VALID, EntryState.INVALIDATED);
        told.line("CPU:1 [LOST 7 EVENTS]");
        DirectoryState state = told.replay(questions).snapshots().get(0).of(7).orElseThrow();
        assertThat(state.entries())
                .extracting(DirectoryEntry::state)
                .containsOnly(EntryState.MAYBE_FREED);
        long tables = state.entries().stream().filter(DirectoryEntry::hasTable).count();
        assertThat(tables).isEqualTo(2);
        assertThat(state.tables()).isEqualTo(new TableCounts(2, 0, tables, 0, 2, 0));
    }
}
