package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;

/** The exact model, as a scheduler uses it: every rule broken, and nearly broken. */
class MpxModelTest {

    private static final long MIB = 0x10_0000;
    private static final AddressRange LOWER_HALF = new AddressRange(0, MIB / 2 - 1);
    private static final AddressRange UPPER_HALF = new AddressRange(MIB / 2, MIB - 1);
    private static final AddressRange SECOND = new AddressRange(MIB, 2 * MIB - 1);
    private static final long TABLE = 0x7000_0000_0000L;
    private static final long OTHER = TABLE + 4 * MIB;
    private static final Moment NOW = new Moment(1, 1);

    private final MpxModel model = MpxModel.exact(Geometry.BITS_64, true);
    private final List<Broken> broken = new ArrayList<>();

    MpxModelTest() {
        model.map(LOWER_HALF, NOW);
        model.map(UPPER_HALF, NOW);
        model.map(SECOND, NOW);
    }

    @Test
    void theUnmapOfTheProposalBreaksNothing() {
        allocate(1, TABLE);
        model.invalidate(1, TABLE, List.of(SECOND), broken, NOW);
        model.mark(TABLE, broken, NOW);
        model.unmap(SECOND, broken, NOW);
        model.remove(TABLE, true, broken, NOW);
        model.afterRemoval(broken, NOW);
        model.atRest(broken);
        assertThat(broken).isEmpty();
    }

    @Test
    void aTableUnmappedUnderItsEntryDangles() {
        allocate(1, TABLE);
        model.unmap(new AddressRange(TABLE, TABLE + 4 * MIB - 1), broken, NOW);
        assertThat(ways()).containsExactly(Way.TABLE_UNMAPPED);
    }

    @Test
    void theNeighbourOfATableMayGo() {
        allocate(1, TABLE);
        model.unmap(new AddressRange(TABLE + 4 * MIB, TABLE + 8 * MIB - 1), broken, NOW);
        model.unmap(new AddressRange(TABLE - 4 * MIB, TABLE - 1), broken, NOW);
        assertThat(ways()).isEmpty();
    }

    @Test
    void aTableRemovedWithoutInvalidationDangles() {
        allocate(1, TABLE);
        model.mark(TABLE, broken, NOW);
        model.remove(TABLE, true, broken, NOW);
        assertThat(ways()).containsExactly(Way.TABLE_REMOVED);
    }

    @Test
    void anEntryIsNotGivenATableThatIsGone() {
        model.mapTable(TABLE, NOW);
        model.release(TABLE, broken, NOW);
        model.store(1, TABLE, true, broken, NOW);
        assertThat(ways()).containsExactly(Way.TABLE_MISSING);
    }

    @Test
    void theCmpxchgKeepsTwoTablesOutOfOneEntry() {
        allocate(1, TABLE);
        model.mapTable(OTHER, NOW);
        assertThat(model.cmpxchg(1, OTHER, broken, NOW)).isFalse();
        model.release(OTHER, broken, NOW);
        model.atRest(broken);
        assertThat(ways()).isEmpty();
        assertThat(model.table(1)).hasValue(TABLE);
    }

    @Test
    void aPlainStoreDoesNot() {
        allocate(1, TABLE);
        model.mapTable(OTHER, NOW);
        model.store(1, OTHER, true, broken, NOW);
        assertThat(ways()).containsExactly(Way.ENTRY_OVERWRITTEN);
        broken.clear();
        model.atRest(broken);
        assertThat(ways()).containsExactly(Way.ORPHAN);
    }

    @Test
    void oneTableInTwoEntriesIsOneTooMany() {
        allocate(0, TABLE);
        model.store(1, TABLE, true, broken, NOW);
        assertThat(ways()).containsExactly(Way.TABLE_SHARED);
    }

    @Test
    void aLoserThatKeepsItsTableLeaksIt() {
        allocate(1, TABLE);
        model.mapTable(OTHER, NOW);
        model.cmpxchg(1, OTHER, broken, NOW);
        model.atRest(broken);
        assertThat(ways()).containsExactly(Way.ORPHAN);
    }

    @Test
    void aTableWhoseMemoryIsGoneLeaksUnlessSomeOfItStays() {
        allocate(0, TABLE);
        model.unmap(LOWER_HALF, broken, NOW);
        model.atRest(broken);
        assertThat(ways()).isEmpty();
        model.unmap(UPPER_HALF, broken, NOW);
        model.atRest(broken);
        assertThat(ways()).containsExactly(Way.MEMORY_GONE);
    }

    @Test
    void whatIsLeftBehindUnmanagedIsAnotherThing() {
        allocate(1, TABLE);
        model.manage(Management.OFF);
        model.unmap(SECOND, broken, NOW);
        model.atRest(broken);
        assertThat(ways()).containsExactly(Way.MEMORY_GONE_UNMANAGED);
    }

    @Test
    void aMarkedTableIsNotUsedAgain() {
        allocate(1, TABLE);
        model.invalidate(1, TABLE, List.of(SECOND), broken, NOW);
        model.mark(TABLE, broken, NOW);
        assertThat(model.cmpxchg(1, TABLE, broken, NOW)).isTrue();
        assertThat(ways()).containsExactly(Way.MARKED_INSERTED);
    }

    @Test
    void marksAreCountedOnceEach() {
        allocate(1, TABLE);
        model.mark(TABLE, broken, NOW);
        model.mark(TABLE, broken, NOW);
        assertThat(ways()).containsExactly(Way.MARKED_TWICE);
    }

    @Test
    void noMarkOutlivesTheCleanUp() {
        allocate(1, TABLE);
        model.invalidate(1, TABLE, List.of(SECOND), broken, NOW);
        model.mark(TABLE, broken, NOW);
        model.unmap(SECOND, broken, NOW);
        model.afterRemoval(broken, NOW);
        assertThat(ways()).containsExactly(Way.MARKS_LEFT);
    }

    @Test
    void aCountThatIsOffByOneIsLeftOver() {
        model.miscount(1);
        model.afterRemoval(broken, NOW);
        assertThat(ways()).containsExactly(Way.MARKS_LEFT);
    }

    @Test
    void aTableIsNotRemovedUnmarked() {
        allocate(1, TABLE);
        model.invalidate(1, TABLE, List.of(SECOND), broken, NOW);
        model.remove(TABLE, true, broken, NOW);
        assertThat(ways()).containsExactly(Way.REMOVED_UNMARKED);
    }

    @Test
    void aTableThatOthersNeedIsNotGivenUp() {
        allocate(0, TABLE);
        model.invalidate(0, TABLE, List.of(LOWER_HALF), broken, NOW);
        assertThat(ways()).containsExactly(Way.STAYING_MEMORY);
        broken.clear();
        model.store(0, OTHER, true, broken, NOW);
        broken.clear();
        model.free(0, List.of(UPPER_HALF), broken, NOW);
        assertThat(ways()).containsExactly(Way.STAYING_MEMORY);
        broken.clear();
        model.store(0, TABLE, true, broken, NOW);
        broken.clear();
        model.free(0, List.of(LOWER_HALF, UPPER_HALF), broken, NOW);
        assertThat(ways()).isEmpty();
    }

    @Test
    void anEntryThatNamesOrdinaryMemoryIsSeenWhenItIsInvalidated() {
        long memory = 0x1000_0000_0000L;
        model.map(new AddressRange(memory, memory + 4 * MIB - 1), NOW);
        model.invalidate(1, memory, List.of(SECOND), broken, NOW);
        assertThat(ways()).containsExactly(Way.NOT_A_TABLE);
    }

    @Test
    void equalStatesHaveEqualCodesWhateverLedToThem() {
        List<Long> before = code(model);
        MpxModel copy = model.copy();
        allocate(1, TABLE);
        assertThat(code(model)).isNotEqualTo(before);
        assertThat(code(copy)).isEqualTo(before);
        model.invalidate(1, TABLE, List.of(SECOND), broken, NOW);
        model.mark(TABLE, broken, NOW);
        model.unmap(SECOND, broken, NOW);
        model.remove(TABLE, true, broken, NOW);
        model.map(SECOND, new Moment(9, 9));
        assertThat(code(model)).isEqualTo(before);
    }

    private void allocate(long entry, long table) {
        model.mapTable(table, NOW);
        assertThat(model.cmpxchg(entry, table, broken, NOW)).isTrue();
        assertThat(broken).isEmpty();
    }

    private List<Way> ways() {
        return broken.stream().map(Broken::way).toList();
    }

    private static List<Long> code(MpxModel state) {
        List<Long> code = new ArrayList<>();
        state.encode(code::add);
        return code;
    }
}
