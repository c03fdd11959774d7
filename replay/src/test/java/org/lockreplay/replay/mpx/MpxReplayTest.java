package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.EntryState.FREED;
import static org.lockreplay.replay.mpx.EntryState.INVALIDATED;
import static org.lockreplay.replay.mpx.EntryState.MAYBE_FREED;
import static org.lockreplay.replay.mpx.EntryState.VALID;
import static org.lockreplay.replay.mpx.Told.BASE;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.mm.Moment;

/** The rules of inference, each on a few lines. */
class MpxReplayTest {

    private Told told = new Told();

    @Test
    void aTableGoesIntoTheEntryOfItsTasksException() {
        told.fault(7, 3);
        told.table(7, TABLE);
        DirectoryState state = only();
        assertThat(state.managed()).isEqualTo(Management.ON);
        assertThat(state.directory()).hasValue(BASE);
        assertThat(state.geometry()).contains(Geometry.BITS_64);
        assertThat(state.complete()).isTrue();
        DirectoryEntry entry = state.entry(3).orElseThrow();
        assertThat(entry.state()).isEqualTo(VALID);
        assertThat(entry.table()).hasValue(TABLE);
        assertThat(entry.address()).isEqualTo(BASE + 24);
        assertThat(entry.covers().first()).isEqualTo(3 * MIB);
        assertThat(entry.since()).isEqualTo(new Moment(5, 5000));
        assertThat(state.tables()).isEqualTo(new TableCounts(1, 0, 0, 1, 1, 0));
    }

    @Test
    void theLoserOfARaceChangesNothing() {
        told.thread(7, 8);
        told.fault(7, 3);
        told.fault(8, 3);
        told.table(8, TABLE);
        assertThat(only().tables().allocated()).isEqualTo(1);
        assertThat(stateOf(3)).contains(VALID);
    }

    @Test
    void whatIsSearchedAndNotZappedIsFreedWhenTheCallEnds() {
        told.allocate(7, 3, TABLE);
        told.munmap(7, 3 * MIB, MIB);
        told.search(7, 3 * MIB, 4 * MIB);
        assertThat(stateOf(3)).contains(MAYBE_FREED);
        told.munmapped(7);
        assertThat(stateOf(3)).contains(FREED);
        assertThat(only().entry(3).orElseThrow().since().line()).isEqualTo(7);
        assertThat(only().tables()).isEqualTo(new TableCounts(1, 1, 0, 0, 1, 0));
    }

    @Test
    void theNextSearchEndsTheOneBefore() {
        told.allocate(7, 3, TABLE);
        told.munmap(7, 3 * MIB, MIB);
        told.search(7, 3 * MIB, 4 * MIB);
        told.search(7, 9 * MIB, 10 * MIB);
        assertThat(stateOf(3)).contains(FREED);
    }

    @Test
    void aZappedTableStays() {
        told.allocate(7, 3, TABLE);
        told.munmap(7, 3 * MIB, 0x1000);
        told.search(7, 3 * MIB, 3 * MIB + 0x1000);
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 0x4000));
        told.munmapped(7);
        DirectoryEntry entry = only().entry(3).orElseThrow();
        assertThat(entry.state()).isEqualTo(VALID);
        assertThat(entry.since().line()).isEqualTo(5);
    }

    /** The head of the range is in entry 3, its tail in entry 5; between, tables go whole. */
    @Test
    void aZapTellsWhichOfTwoTablesStays() {
        told.allocate(7, 3, TABLE);
        told.allocate(7, 4, TABLE - 4 * MIB);
        told.allocate(7, 5, TABLE - 8 * MIB);
        told.munmap(7, 0x38_0000, 0x1a_0000);
        told.search(7, 0x38_0000, 0x52_0000);
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(TABLE + 2 * MIB, TABLE + 4 * MIB));
        told.munmapped(7);
        assertThat(stateOf(3)).contains(VALID);
        assertThat(stateOf(4)).contains(FREED);
        assertThat(stateOf(5)).contains(FREED);
    }

    @Test
    void withoutASearchNothingIsFreed() {
        told.allocate(7, 3, TABLE);
        told.munmap(7, 9 * MIB, MIB);
        told.search(7, 9 * MIB, 10 * MIB);
        told.munmapped(7);
        told.munmap(7, 3 * MIB, MIB);
        told.munmapped(7);
        assertThat(stateOf(3)).contains(VALID);
    }

    @Test
    void whereNoSearchIsTracedAnUnmapLeavesItsEntriesUndecided() {
        told.allocate(7, 3, TABLE);
        told.allocate(7, 5, TABLE - 4 * MIB);
        told.munmap(7, 3 * MIB, MIB);
        told.munmapped(7);
        assertThat(stateOf(3)).contains(MAYBE_FREED);
        assertThat(stateOf(5)).contains(VALID);
    }

    @Test
    void aSearchEndedByASignalLeavesItsEntriesUndecided() {
        told.allocate(7, 3, TABLE);
        told.munmap(7, 3 * MIB, MIB);
        told.search(7, 3 * MIB, 4 * MIB);
        told.add(7, "signal_generate: sig=11 errno=0 code=128 comm=a pid=7 grp=0 res=0");
        told.munmapped(7);
        assertThat(stateOf(3)).contains(MAYBE_FREED);
    }

    @Test
    void aSearchBetweenExceptionAndTableLeavesTheEntryUndecided() {
        told.thread(7, 8);
        told.fault(8, 3);
        told.munmap(7, 3 * MIB, MIB);
        told.search(7, 3 * MIB, 4 * MIB);
        told.munmapped(7);
        told.table(8, TABLE);
        assertThat(stateOf(3)).contains(MAYBE_FREED);
        assertThat(only().tables()).isEqualTo(new TableCounts(1, 0, 1, 0, 0, 0));
    }

    @Test
    void aSearchOfOtherMemoryMeanwhileDecidesNothing() {
        told.thread(7, 8);
        told.fault(8, 3);
        told.search(7, 9 * MIB, 10 * MIB);
        told.table(8, TABLE);
        assertThat(stateOf(3)).contains(VALID);
    }

    @Test
    void aForkedProcessHasADirectoryOfItsOwn() {
        told.allocate(7, 3, TABLE);
        told.fork(7, 9, "1200011");
        told.munmap(9, 3 * MIB, MIB);
        told.search(9, 3 * MIB, 4 * MIB);
        told.munmapped(9);
        List<DirectoryState> states = replay().addressSpaces();
        assertThat(states).extracting(DirectoryState::pid).containsExactly(7, 9);
        assertThat(states.get(0).entry(3).orElseThrow().state()).isEqualTo(VALID);
        assertThat(states.get(1).entry(3).orElseThrow().state()).isEqualTo(FREED);
        assertThat(states.get(1).tables()).isEqualTo(new TableCounts(0, 1, 0, 0, 1, 0));
    }

    @Test
    void whatAThreadDidWhileAnotherForkedMayBeInTheCopyOrNot() {
        told.thread(7, 8);
        told.add(7, "sys_clone(clone_flags: 1200011, newsp: 0)");
        told.allocate(8, 3, TABLE);
        told.fault(8, 4);
        told.add(7, "sched_process_fork: comm=a pid=7 child_comm=a child_pid=9");
        told.table(8, TABLE - 4 * MIB);
        DirectoryState child = replay().addressSpaces().get(1);
        assertThat(child.pid()).isEqualTo(9);
        assertThat(child.entry(3).orElseThrow().state()).isEqualTo(MAYBE_FREED);
        assertThat(child.entry(4).orElseThrow().state()).isEqualTo(MAYBE_FREED);
    }

    /** Which of the two shares with the other is not in the trace. */
    @Test
    void tasksThatMayShareMakeEachOtherUncertain() {
        told = Told.empty();
        told.allocate(7, 3, TABLE);
        told.fault(8, 5);
        told.search(8, 3 * MIB, 4 * MIB);
        List<DirectoryState> states = replay().addressSpaces();
        assertThat(states).hasSize(2).allMatch(state -> !state.complete());
        assertThat(states.get(0).entry(3).orElseThrow().state()).isEqualTo(MAYBE_FREED);
    }

    @Test
    void aLossLeavesNothingCertainAndWhatFollowsIs() {
        told.allocate(7, 3, TABLE);
        told.allocate(7, 4, TABLE - 4 * MIB);
        told.munmap(7, 4 * MIB, MIB);
        told.search(7, 4 * MIB, 5 * MIB);
        told.munmapped(7);
        told.line("CPU:0 [LOST 3 EVENTS]");
        told.allocate(7, 5, TABLE - 8 * MIB);
        DirectoryState state = only();
        assertThat(state.complete()).isFalse();
        assertThat(stateOf(3)).contains(MAYBE_FREED);
        assertThat(stateOf(4)).contains(MAYBE_FREED);
        assertThat(state.entry(4).orElseThrow().table()).isEmpty();
        assertThat(stateOf(5)).contains(VALID);
        assertThat(state.tables()).isEqualTo(new TableCounts(3, 1, 1, 1, 2, 0));
    }

    /** CPU 1 was last seen at line 1: what its missing events did may have been before line 6. */
    @Test
    void aLossIsOneSinceTheCpuWasLastSeen() {
        told = new Told(" b-5 [001] .... 0.000000: sched_process_exit: comm=b pid=5 prio=120");
        told.allocate(7, 3, TABLE);
        told.line("CPU:1 [LOST 3 EVENTS]");
        Snapshot snapshot = replay(6).snapshots().get(0);
        assertThat(snapshot.of(7).orElseThrow().entry(3).orElseThrow().state())
                .isEqualTo(MAYBE_FREED);
        assertThat(snapshot.of(7).orElseThrow().complete()).isFalse();
    }

    @Test
    void aZapShowsTheTableOfAnEntryThatIsNotKnown() {
        told.fault(7, 9);
        told.line("CPU:0 [LOST 3 EVENTS]");
        told.munmap(7, 3 * MIB, 0x1000);
        told.search(7, 3 * MIB, 3 * MIB + 0x1000);
        told.add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 0x4000));
        told.munmapped(7);
        assertThat(stateOf(3)).contains(VALID);
        assertThat(only().entry(3).orElseThrow().table()).hasValue(TABLE);
    }

    @Test
    void aTableWithoutItsExceptionIsCountedAndNotPlaced() {
        told.table(7, TABLE);
        assertThat(only().tables()).isEqualTo(new TableCounts(1, 0, 0, 0, 0, 1));
        assertThat(only().complete()).isFalse();
    }

    @Test
    void theProposalInvalidatesFirstAndRemovesLater() {
        told.allocate(7, 3, TABLE);
        told.munmap(7, 3 * MIB, MIB);
        told.search(7, 3 * MIB, 4 * MIB);
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x".formatted(BASE + 24, TABLE));
        assertThat(stateOf(3)).contains(INVALIDATED);
        told.add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
        assertThat(stateOf(3)).contains(FREED);
        told.munmapped(7);
        assertThat(only().tables()).isEqualTo(new TableCounts(1, 1, 0, 0, 1, 0));
    }

    @Test
    void managementIsWhatPrctlAndSearchesSay() {
        assertThat(only().managed()).isEqualTo(Management.ON);
        told.add(7, "sys_prctl(option: 2c, arg2: 0, arg3: 0, arg4: 0, arg5: 0)");
        told.add(7, "sys_prctl -> 0x0");
        told.allocate(7, 3, TABLE);
        assertThat(only().managed()).isEqualTo(Management.ON);
        told.add(7, "sys_prctl(option: 2b, arg2: 0, arg3: 0, arg4: 0, arg5: 0)");
        told.add(7, "sys_prctl -> 0xfffffffffffffffa");
        assertThat(only().managed()).isEqualTo(Management.UNKNOWN);
    }

    @Test
    void memoryAboveTheManagedPartIsRefusedWithASentence() {
        told.allocate(7, 3, TABLE);
        told.search(7, 0x00ff_0000_0000_0000L, 0x00ff_0000_0000_1000L);
        assertThat(replay().refused())
                .containsExactly(
                        "0xff000000000fff is above the 47 bits of user addresses that MPX manages"
                                + " (LA57 is not modelled)");
        assertThat(stateOf(3)).contains(VALID);
    }

    @Test
    void anExceptionOutsideTheDirectoryNamesNoEntry() {
        told.add(
                7, "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x".formatted(BASE + 3, 0x1002));
        told.table(7, TABLE);
        assertThat(only().tables().unplaced()).isEqualTo(1);
        assertThat(only().activity().misplaced()).isEqualTo(1);
    }

    @Test
    void anExceptionBetweenTwoEntriesNamesNone() {
        told.add(
                7,
                "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                        .formatted(BASE + 3, BASE + 0x1c + 2));
        told.table(7, TABLE);
        assertThat(only().tables().unplaced()).isEqualTo(1);
        assertThat(only().activity().misplaced()).isEqualTo(1);
        told.table(7, TABLE + 4 * MIB);
        assertThat(only().tables().unplaced()).isEqualTo(2);
        assertThat(only().activity().misplaced()).isEqualTo(1);
    }

    @Test
    void withoutEventsOfTablesTheEntriesOfExceptionsAreUnknown() {
        told.thread(7, 8);
        told.fault(7, 3);
        told.fault(8, 3);
        told.fault(7, 4);
        told.fault(8, 5);
        DirectoryState state = only();
        assertThat(state.complete()).isFalse();
        assertThat(state.entry(3).orElseThrow().state()).isEqualTo(MAYBE_FREED);
        assertThat(state.entry(3).orElseThrow().table()).isEmpty();
        assertThat(state.tables().live()).isZero();
        told.add(7, "sys_getpid()");
        assertThat(stateOf(4)).contains(MAYBE_FREED);
    }

    @Test
    void theLoserOfARaceLeavesAValidEntryAndACompleteDirectory() {
        told.thread(7, 8);
        told.fault(7, 3);
        told.fault(8, 3);
        told.table(8, TABLE);
        told.add(7, "sys_getpid()");
        assertThat(stateOf(3)).contains(VALID);
        assertThat(only().complete()).isTrue();
    }

    @Test
    void anExceptionWithoutATableOrARivalLeavesItsEntryUnknown() {
        told.allocate(7, 3, TABLE);
        told.fault(7, 4);
        told.add(7, "sys_getpid()");
        assertThat(stateOf(4)).contains(MAYBE_FREED);
        assertThat(stateOf(3)).contains(VALID);
        assertThat(only().complete()).isTrue();
    }

    @Test
    void violationsHaveTheirBounds() {
        told.add(7, "bounds_exception_mpx: bndcfgu:0x7f0000000003 bndstatus:0x1");
        told.add(
                7,
                "mpx_bounds_register_exception: address referenced: 0x00000000004bf33f bounds:"
                        + " lower: 0x4bf340 ~upper: 0x4bf34f");
        assertThat(replay().violations())
                .containsExactly(
                        new BoundsViolation(
                                new Moment(5, 5000),
                                7,
                                0,
                                OptionalLong.of(0x4bf33f),
                                OptionalLong.of(0x4bf340),
                                OptionalLong.of(0x4bf34f)));
    }

    @Test
    void aNewRecordingKnowsNothingOfTheOneBefore() {
        told.allocate(7, 3, TABLE);
        told.line("# tracer: nop");
        told.fault(7, 4);
        List<DirectoryState> states = replay().addressSpaces();
        assertThat(states).hasSize(2);
        assertThat(states.get(0).end()).isPresent();
        assertThat(states.get(1).complete()).isFalse();
    }

    @Test
    void aTraceWhoseTimeGoesBackIsTwo() {
        told.allocate(7, 3, TABLE);
        told.line(
                " a-7 [000] .... 0.000001: mpx_new_bounds_table: table vaddr:%016x"
                        .formatted(TABLE));
        List<DirectoryState> states = replay().addressSpaces();
        assertThat(states).hasSize(2);
        assertThat(states.get(0).end()).contains(new Moment(6, 5000));
        assertThat(states.get(1).tables().unplaced()).isEqualTo(1);
    }

    @Test
    void anotherDirectoryIsAnotherDirectory() {
        told.allocate(7, 3, TABLE);
        told.add(7, "bounds_exception_mpx: bndcfgu:0x6f0000000003 bndstatus:0x6f0000000022");
        told.table(7, TABLE - 4 * MIB);
        DirectoryState state = only();
        assertThat(state.directory()).hasValue(0x6f00_0000_0000L);
        assertThat(state.entry(3)).isEmpty();
        assertThat(state.entry(4)).isPresent();
        assertThat(state.complete()).isFalse();
        assertThat(state.tables().allocated()).isEqualTo(2);
    }

    @Test
    void aSnapshotIsTheStateBehindItsLine() {
        told.allocate(7, 3, TABLE);
        told.munmap(7, 3 * MIB, MIB);
        told.search(7, 3 * MIB, 4 * MIB);
        told.munmapped(7);
        List<Snapshot> snapshots = replay(8, 4, 5, 100, 7).snapshots();
        assertThat(snapshots).extracting(Snapshot::atLine).containsExactly(4L, 5L, 7L, 8L, 100L);
        assertThat(snapshots)
                .extracting(
                        snapshot ->
                                snapshot.of(7)
                                        .flatMap(state -> state.entry(3))
                                        .map(DirectoryEntry::state))
                .containsExactly(
                        Optional.empty(),
                        Optional.of(VALID),
                        Optional.of(MAYBE_FREED),
                        Optional.of(FREED),
                        Optional.of(FREED));
    }

    // ---- the state at its end ----

    private DirectoryState only() {
        List<DirectoryState> states = replay().addressSpaces();
        assertThat(states).hasSize(1);
        return states.get(0);
    }

    private Optional<EntryState> stateOf(long index) {
        return only().entry(index).map(DirectoryEntry::state);
    }

    private MpxObservations replay(long... snapshotLines) {
        List<Long> lines = Arrays.stream(snapshotLines).boxed().toList();
        return told.replay(Questions.NONE.atLines(lines));
    }
}
