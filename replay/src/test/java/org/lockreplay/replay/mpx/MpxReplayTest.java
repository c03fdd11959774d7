package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.EntryState.FREED;
import static org.lockreplay.replay.mpx.EntryState.INVALIDATED;
import static org.lockreplay.replay.mpx.EntryState.MAYBE_FREED;
import static org.lockreplay.replay.mpx.EntryState.VALID;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.replay.mm.Moment;

/** The rules of inference, each on a few lines; the directory is at 0x7f0000000000. */
class MpxReplayTest {

    private static final long BASE = 0x7f00_0000_0000L;
    private static final long TABLE = 0x7eff_0000_0000L;
    private static final long MIB = 0x10_0000;

    private final List<String> lines = new ArrayList<>();

    MpxReplayTest() {
        add(7, "sched_process_exec: filename=/bin/a pid=7 old_pid=7");
        add(7, "sys_prctl(option: 2b, arg2: 0, arg3: 0, arg4: 0, arg5: 0)");
        add(7, "sys_prctl -> 0x0");
    }

    @Test
    void aTableGoesIntoTheEntryOfItsTasksException() {
        fault(7, 3);
        table(7, TABLE);
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
        thread(7, 8);
        fault(7, 3);
        fault(8, 3);
        table(8, TABLE);
        assertThat(only().tables().allocated()).isEqualTo(1);
        assertThat(stateOf(3)).contains(VALID);
    }

    @Test
    void whatIsSearchedAndNotZappedIsFreedWhenTheCallEnds() {
        allocate(7, 3, TABLE);
        munmap(7, 3 * MIB, MIB);
        search(7, 3 * MIB, 4 * MIB);
        assertThat(stateOf(3)).contains(MAYBE_FREED);
        munmapped(7);
        assertThat(stateOf(3)).contains(FREED);
        assertThat(only().entry(3).orElseThrow().since().line()).isEqualTo(7);
        assertThat(only().tables()).isEqualTo(new TableCounts(1, 1, 0, 0, 1, 0));
    }

    @Test
    void theNextSearchEndsTheOneBefore() {
        allocate(7, 3, TABLE);
        munmap(7, 3 * MIB, MIB);
        search(7, 3 * MIB, 4 * MIB);
        search(7, 9 * MIB, 10 * MIB);
        assertThat(stateOf(3)).contains(FREED);
    }

    @Test
    void aZappedTableStays() {
        allocate(7, 3, TABLE);
        munmap(7, 3 * MIB, 0x1000);
        search(7, 3 * MIB, 3 * MIB + 0x1000);
        add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 0x4000));
        munmapped(7);
        DirectoryEntry entry = only().entry(3).orElseThrow();
        assertThat(entry.state()).isEqualTo(VALID);
        assertThat(entry.since().line()).isEqualTo(5);
    }

    /** The head of the range is in entry 3, its tail in entry 5; between, tables go whole. */
    @Test
    void aZapTellsWhichOfTwoTablesStays() {
        allocate(7, 3, TABLE);
        allocate(7, 4, TABLE - 4 * MIB);
        allocate(7, 5, TABLE - 8 * MIB);
        munmap(7, 0x38_0000, 0x1a_0000);
        search(7, 0x38_0000, 0x52_0000);
        add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(TABLE + 2 * MIB, TABLE + 4 * MIB));
        munmapped(7);
        assertThat(stateOf(3)).contains(VALID);
        assertThat(stateOf(4)).contains(FREED);
        assertThat(stateOf(5)).contains(FREED);
    }

    @Test
    void withoutASearchNothingIsFreed() {
        allocate(7, 3, TABLE);
        munmap(7, 9 * MIB, MIB);
        search(7, 9 * MIB, 10 * MIB);
        munmapped(7);
        munmap(7, 3 * MIB, MIB);
        munmapped(7);
        assertThat(stateOf(3)).contains(VALID);
    }

    @Test
    void whereNoSearchIsTracedAnUnmapLeavesItsEntriesUndecided() {
        allocate(7, 3, TABLE);
        allocate(7, 5, TABLE - 4 * MIB);
        munmap(7, 3 * MIB, MIB);
        munmapped(7);
        assertThat(stateOf(3)).contains(MAYBE_FREED);
        assertThat(stateOf(5)).contains(VALID);
    }

    @Test
    void aSearchEndedByASignalLeavesItsEntriesUndecided() {
        allocate(7, 3, TABLE);
        munmap(7, 3 * MIB, MIB);
        search(7, 3 * MIB, 4 * MIB);
        add(7, "signal_generate: sig=11 errno=0 code=128 comm=a pid=7 grp=0 res=0");
        munmapped(7);
        assertThat(stateOf(3)).contains(MAYBE_FREED);
    }

    @Test
    void aSearchBetweenExceptionAndTableLeavesTheEntryUndecided() {
        thread(7, 8);
        fault(8, 3);
        munmap(7, 3 * MIB, MIB);
        search(7, 3 * MIB, 4 * MIB);
        munmapped(7);
        table(8, TABLE);
        assertThat(stateOf(3)).contains(MAYBE_FREED);
        assertThat(only().tables()).isEqualTo(new TableCounts(1, 0, 1, 0, 0, 0));
    }

    @Test
    void aSearchOfOtherMemoryMeanwhileDecidesNothing() {
        thread(7, 8);
        fault(8, 3);
        search(7, 9 * MIB, 10 * MIB);
        table(8, TABLE);
        assertThat(stateOf(3)).contains(VALID);
    }

    @Test
    void aForkedProcessHasADirectoryOfItsOwn() {
        allocate(7, 3, TABLE);
        fork(7, 9, "1200011");
        munmap(9, 3 * MIB, MIB);
        search(9, 3 * MIB, 4 * MIB);
        munmapped(9);
        List<DirectoryState> states = replay().addressSpaces();
        assertThat(states).extracting(DirectoryState::pid).containsExactly(7, 9);
        assertThat(states.get(0).entry(3).orElseThrow().state()).isEqualTo(VALID);
        assertThat(states.get(1).entry(3).orElseThrow().state()).isEqualTo(FREED);
        assertThat(states.get(1).tables()).isEqualTo(new TableCounts(0, 1, 0, 0, 1, 0));
    }

    @Test
    void whatAThreadDidWhileAnotherForkedMayBeInTheCopyOrNot() {
        thread(7, 8);
        add(7, "sys_clone(clone_flags: 1200011, newsp: 0)");
        allocate(8, 3, TABLE);
        fault(8, 4);
        add(7, "sched_process_fork: comm=a pid=7 child_comm=a child_pid=9");
        table(8, TABLE - 4 * MIB);
        DirectoryState child = replay().addressSpaces().get(1);
        assertThat(child.pid()).isEqualTo(9);
        assertThat(child.entry(3).orElseThrow().state()).isEqualTo(MAYBE_FREED);
        assertThat(child.entry(4).orElseThrow().state()).isEqualTo(MAYBE_FREED);
    }

    /** Which of the two shares with the other is not in the trace. */
    @Test
    void tasksThatMayShareMakeEachOtherUncertain() {
        lines.clear();
        allocate(7, 3, TABLE);
        fault(8, 5);
        search(8, 3 * MIB, 4 * MIB);
        List<DirectoryState> states = replay().addressSpaces();
        assertThat(states).hasSize(2).allMatch(state -> !state.complete());
        assertThat(states.get(0).entry(3).orElseThrow().state()).isEqualTo(MAYBE_FREED);
    }

    @Test
    void aLossLeavesNothingCertainAndWhatFollowsIs() {
        allocate(7, 3, TABLE);
        allocate(7, 4, TABLE - 4 * MIB);
        munmap(7, 4 * MIB, MIB);
        search(7, 4 * MIB, 5 * MIB);
        munmapped(7);
        lines.add("CPU:0 [LOST 3 EVENTS]");
        allocate(7, 5, TABLE - 8 * MIB);
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
        lines.add(0, " b-5 [001] .... 0.000000: sched_process_exit: comm=b pid=5 prio=120");
        allocate(7, 3, TABLE);
        lines.add("CPU:1 [LOST 3 EVENTS]");
        Snapshot snapshot = replay(6).snapshots().get(0);
        assertThat(snapshot.of(7).orElseThrow().entry(3).orElseThrow().state())
                .isEqualTo(MAYBE_FREED);
        assertThat(snapshot.of(7).orElseThrow().complete()).isFalse();
    }

    @Test
    void aZapShowsTheTableOfAnEntryThatIsNotKnown() {
        fault(7, 9);
        lines.add("CPU:0 [LOST 3 EVENTS]");
        munmap(7, 3 * MIB, 0x1000);
        search(7, 3 * MIB, 3 * MIB + 0x1000);
        add(7, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 0x4000));
        munmapped(7);
        assertThat(stateOf(3)).contains(VALID);
        assertThat(only().entry(3).orElseThrow().table()).hasValue(TABLE);
    }

    @Test
    void aTableWithoutItsExceptionIsCountedAndNotPlaced() {
        table(7, TABLE);
        assertThat(only().tables()).isEqualTo(new TableCounts(1, 0, 0, 0, 0, 1));
        assertThat(only().complete()).isFalse();
    }

    @Test
    void theProposalInvalidatesFirstAndRemovesLater() {
        allocate(7, 3, TABLE);
        munmap(7, 3 * MIB, MIB);
        search(7, 3 * MIB, 4 * MIB);
        add(7, "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x".formatted(BASE + 24, TABLE));
        assertThat(stateOf(3)).contains(INVALIDATED);
        add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
        assertThat(stateOf(3)).contains(FREED);
        munmapped(7);
        assertThat(only().tables()).isEqualTo(new TableCounts(1, 1, 0, 0, 1, 0));
    }

    @Test
    void hashedPointersAreComparedAndNotReckonedWith() {
        allocate(7, 3, 0x5c6ebe32);
        allocate(7, 4, 0x80365dc0L);
        munmap(7, 0x38_0000, 0xa_0000);
        add(7, "mpx_unmap_search: [0x000000004d92c2fd:0x0000000051726cca]");
        add(7, "mpx_unmap_zap: [0x0000000080365dc0:0x000000009e334af2]");
        munmapped(7);
        assertThat(only().hashed()).isTrue();
        assertThat(stateOf(3)).contains(FREED);
        assertThat(stateOf(4)).contains(VALID);
        assertThat(only().entry(4).orElseThrow().table()).isEqualTo(OptionalLong.of(0x80365dc0L));
    }

    /** One search of two that a fixed mremap may do: that of the source is never missing. */
    @Test
    void aHashedSearchIsThatOfItsCall() {
        allocate(7, 3, 0x5c6ebe32);
        allocate(7, 4, 0x80365dc0L);
        add(
                7,
                "sys_mremap(addr: 300000, old_len: 100000, new_len: 100000, flags: 3, new_addr: 400000)");
        add(7, "mpx_unmap_search: [0x000000004d92c2fd:0x0000000051726cca]");
        add(7, "sys_mremap -> 0x400000");
        assertThat(stateOf(3)).contains(FREED);
        assertThat(stateOf(4)).contains(MAYBE_FREED);
    }

    @Test
    void aHashedSearchOfAnUnknownCallMayBeOfAnything() {
        allocate(7, 3, 0x5c6ebe32);
        add(7, "mpx_unmap_search: [0x000000004d92c2fd:0x0000000051726cca]");
        assertThat(stateOf(3)).contains(MAYBE_FREED);
    }

    @Test
    void managementIsWhatPrctlAndSearchesSay() {
        assertThat(only().managed()).isEqualTo(Management.ON);
        add(7, "sys_prctl(option: 2c, arg2: 0, arg3: 0, arg4: 0, arg5: 0)");
        add(7, "sys_prctl -> 0x0");
        allocate(7, 3, TABLE);
        assertThat(only().managed()).isEqualTo(Management.ON);
        add(7, "sys_prctl(option: 2b, arg2: 0, arg3: 0, arg4: 0, arg5: 0)");
        add(7, "sys_prctl -> 0xfffffffffffffffa");
        assertThat(only().managed()).isEqualTo(Management.UNKNOWN);
    }

    @Test
    void memoryAboveTheManagedPartIsRefusedWithASentence() {
        allocate(7, 3, TABLE);
        search(7, 0x00ff_0000_0000_0000L, 0x00ff_0000_0000_1000L);
        assertThat(replay().refused())
                .containsExactly(
                        "0xff000000000fff is above the 47 bits of user addresses that MPX manages"
                                + " (LA57 is not modelled)");
        assertThat(stateOf(3)).contains(VALID);
    }

    @Test
    void anExceptionOutsideTheDirectoryNamesNoEntry() {
        add(7, "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x".formatted(BASE + 3, 0x1002));
        table(7, TABLE);
        assertThat(only().tables().unplaced()).isEqualTo(1);
        assertThat(only().activity().misplaced()).isEqualTo(1);
    }

    @Test
    void anExceptionBetweenTwoEntriesNamesNone() {
        add(
                7,
                "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                        .formatted(BASE + 3, BASE + 0x1c + 2));
        table(7, TABLE);
        assertThat(only().tables().unplaced()).isEqualTo(1);
        assertThat(only().activity().misplaced()).isEqualTo(1);
        table(7, TABLE + 4 * MIB);
        assertThat(only().tables().unplaced()).isEqualTo(2);
        assertThat(only().activity().misplaced()).isEqualTo(1);
    }

    @Test
    void withoutEventsOfTablesTheEntriesOfExceptionsAreUnknown() {
        thread(7, 8);
        fault(7, 3);
        fault(8, 3);
        fault(7, 4);
        fault(8, 5);
        DirectoryState state = only();
        assertThat(state.complete()).isFalse();
        assertThat(state.entry(3).orElseThrow().state()).isEqualTo(MAYBE_FREED);
        assertThat(state.entry(3).orElseThrow().table()).isEmpty();
        assertThat(state.tables().live()).isZero();
        add(7, "sys_getpid()");
        assertThat(stateOf(4)).contains(MAYBE_FREED);
    }

    @Test
    void theLoserOfARaceLeavesAValidEntryAndACompleteDirectory() {
        thread(7, 8);
        fault(7, 3);
        fault(8, 3);
        table(8, TABLE);
        add(7, "sys_getpid()");
        assertThat(stateOf(3)).contains(VALID);
        assertThat(only().complete()).isTrue();
    }

    @Test
    void anExceptionWithoutATableOrARivalLeavesItsEntryUnknown() {
        allocate(7, 3, TABLE);
        fault(7, 4);
        add(7, "sys_getpid()");
        assertThat(stateOf(4)).contains(MAYBE_FREED);
        assertThat(stateOf(3)).contains(VALID);
        assertThat(only().complete()).isTrue();
    }

    @Test
    void violationsHaveTheirBounds() {
        add(7, "bounds_exception_mpx: bndcfgu:0x7f0000000003 bndstatus:0x1");
        add(
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
    void hiddenTablesAreNotOneTable() {
        fault(7, 3);
        add(7, "mpx_new_bounds_table: table vaddr:(____ptrval____)");
        fault(7, 4);
        add(7, "mpx_new_bounds_table: table vaddr:(ptrval)");
        munmap(7, 3 * MIB, MIB);
        add(7, "mpx_unmap_search: [0x(____ptrval____):0x(____ptrval____)]");
        munmapped(7);
        assertThat(replay().breaches()).isEmpty();
        assertThat(stateOf(3)).contains(FREED);
        assertThat(stateOf(4)).contains(VALID);
        assertThat(only().entry(4).orElseThrow().table()).isEmpty();
        assertThat(only().tables()).isEqualTo(new TableCounts(2, 1, 0, 1, 2, 0));
    }

    @Test
    void whatIsDoneToAHiddenTableIsDoneToNoOther() {
        fault(7, 3);
        add(7, "mpx_new_bounds_table: table vaddr:(____ptrval____)");
        fault(7, 4);
        add(7, "mpx_new_bounds_table: table vaddr:(____ptrval____)");
        for (long entry = 3; entry <= 4; entry++) {
            add(
                    7,
                    "mpx_bd_invalidate: bd_entry:0x%x table vaddr:(____ptrval____)"
                            .formatted(BASE + 8 * entry));
        }
        assertThat(stateOf(3)).contains(INVALIDATED);
        add(7, "mpx_bt_remove: [0x(____ptrval____):0x(____ptrval____)]");
        assertThat(stateOf(3)).contains(MAYBE_FREED);
        assertThat(stateOf(4)).contains(MAYBE_FREED);
        assertThat(replay().breaches()).isEmpty();
    }

    @Test
    void aHiddenViolationHasNoAddress() {
        add(
                7,
                "mpx_bounds_register_exception: address referenced: 0x(____ptrval____) bounds:"
                        + " lower: 0x(____ptrval____) ~upper: 0x(____ptrval____)");
        assertThat(replay().violations())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.address()).isEmpty();
                            assertThat(found.lower()).isEmpty();
                            assertThat(found.upper()).isEmpty();
                        });
    }

    @Test
    void aNewRecordingKnowsNothingOfTheOneBefore() {
        allocate(7, 3, TABLE);
        lines.add("# tracer: nop");
        fault(7, 4);
        List<DirectoryState> states = replay().addressSpaces();
        assertThat(states).hasSize(2);
        assertThat(states.get(0).end()).isPresent();
        assertThat(states.get(1).complete()).isFalse();
    }

    @Test
    void aTraceWhoseTimeGoesBackIsTwo() {
        allocate(7, 3, TABLE);
        lines.add(
                " a-7 [000] .... 0.000001: mpx_new_bounds_table: table vaddr:%016x"
                        .formatted(TABLE));
        List<DirectoryState> states = replay().addressSpaces();
        assertThat(states).hasSize(2);
        assertThat(states.get(0).end()).contains(new Moment(6, 5000));
        assertThat(states.get(1).tables().unplaced()).isEqualTo(1);
    }

    @Test
    void anotherDirectoryIsAnotherDirectory() {
        allocate(7, 3, TABLE);
        add(7, "bounds_exception_mpx: bndcfgu:0x6f0000000003 bndstatus:0x6f0000000022");
        table(7, TABLE - 4 * MIB);
        DirectoryState state = only();
        assertThat(state.directory()).hasValue(0x6f00_0000_0000L);
        assertThat(state.entry(3)).isEmpty();
        assertThat(state.entry(4)).isPresent();
        assertThat(state.complete()).isFalse();
        assertThat(state.tables().allocated()).isEqualTo(2);
    }

    @Test
    void aSnapshotIsTheStateBehindItsLine() {
        allocate(7, 3, TABLE);
        munmap(7, 3 * MIB, MIB);
        search(7, 3 * MIB, 4 * MIB);
        munmapped(7);
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

    // ---- the trace ----

    private void allocate(int pid, long index, long table) {
        fault(pid, index);
        table(pid, table);
    }

    private void fault(int pid, long index) {
        add(
                pid,
                "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                        .formatted(BASE + 3, BASE + 8 * index + 2));
    }

    private void table(int pid, long table) {
        add(pid, "mpx_new_bounds_table: table vaddr:%016x".formatted(table));
    }

    private void munmap(int pid, long address, long length) {
        add(pid, "sys_munmap(addr: %x, len: %x)".formatted(address, length));
    }

    private void munmapped(int pid) {
        add(pid, "sys_munmap -> 0x0");
    }

    private void search(int pid, long start, long end) {
        add(pid, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(start, end));
    }

    private void thread(int parent, int child) {
        fork(parent, child, "3d0f00");
        add(parent, "sys_clone -> 0x%x".formatted(child));
    }

    private void fork(int parent, int child, String flags) {
        add(parent, "sys_clone(clone_flags: %s, newsp: 0)".formatted(flags));
        add(
                parent,
                "sched_process_fork: comm=a pid=%d child_comm=a child_pid=%d"
                        .formatted(parent, child));
    }

    private void add(int pid, String event) {
        lines.add(" a-%d [000] .... 0.%06d: %s".formatted(pid, lines.size() + 1, event));
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
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        MpxReplay replay =
                new MpxReplay(
                        Questions.NONE.atLines(Arrays.stream(snapshotLines).boxed().toList()));
        try {
            new TraceReader(1).read("trace", new ByteArrayInputStream(text), replay);
        } catch (UnreadableTraceException impossible) {
            throw new AssertionError(impossible);
        }
        return replay.finish();
    }
}
