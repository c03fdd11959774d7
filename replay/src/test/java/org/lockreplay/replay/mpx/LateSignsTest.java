package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A kind of event that a recording shows only later: what came before rests on the whole recording,
 * or is said not to be judged.
 */
class LateSignsTest {

    private static final long MEMORY = 0x1000_0000_0000L;
    private static final long OTHER = MEMORY + 16 * Told.MIB;

    private final Told told = new Told();

    // ---- what rests on the whole recording ----

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableThatOutlivesMemoryWhichWentBitByBitIsFoundWhateverCallsComeFirst(boolean early) {
        table(OTHER, Told.TABLE);
        clear(OTHER, Told.TABLE);
        if (early) {
            callsThatMap();
        }
        table(MEMORY, Told.TABLE - 4 * Told.MIB);
        told.unmap(7, MEMORY, Told.MIB / 2);
        told.unmap(7, MEMORY + Told.MIB / 2, Told.MIB / 2);
        if (!early) {
            callsThatMap();
        }
        assertThat(told.ways()).containsOnlyOnce(Way.MEMORY_GONE);
    }

    @Test
    void withoutTheCallsThatMapMemoryThatWentBitByBitMayBeThereAgain() {
        table(OTHER, Told.TABLE);
        clear(OTHER, Told.TABLE);
        table(MEMORY, Told.TABLE - 4 * Told.MIB);
        told.unmap(7, MEMORY, Told.MIB / 2);
        told.unmap(7, MEMORY + Told.MIB / 2, Told.MIB / 2);
        assertThat(told.ways()).doesNotContain(Way.MEMORY_GONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"early", "late", "never"})
    void aLoserIsFoundWhereSignalsAreTracedWheneverTheFirstOneComes(String signal) {
        told.fork(7, 8, "3d0f00");
        if (signal.equals("early")) {
            signal();
        }
        exception(7, true);
        exception(8, false);
        told.add(8, "sys_munmap(addr: 1000, len: 1000)");
        told.add(8, "sys_munmap -> 0x0");
        if (signal.equals("late")) {
            signal();
        }
        assertThat(told.ways())
                .isEqualTo(signal.equals("never") ? List.of() : List.of(Way.LOSER_KEPT));
    }

    @Test
    void whileManagementIsOffTheTableIsLeftBehindWhateverWasSeenSoFar() {
        table(MEMORY, Told.TABLE);
        told.add(7, "sys_prctl(option: 2c, arg2: 0, arg3: 0, arg4: 0, arg5: 0)");
        told.add(7, "sys_prctl -> 0x0");
        unmapWithoutSearch(MEMORY);
        assertThat(told.ways()).isEmpty();
        told.unmap(7, OTHER, Told.MIB);
        assertThat(told.ways()).containsExactly(Way.MEMORY_GONE_UNMANAGED);
    }

    // ---- what is said not to be judged ----

    @Test
    void anUnmapBeforeTheFirstBracketIsNotHeldAgainstAnybodyAndThatIsSaid() {
        table(MEMORY, Told.TABLE);
        unmapWithoutSearch(MEMORY);
        clear(OTHER, Told.TABLE);
        assertThat(told.ways()).isEmpty();
        assertThat(signs()).contains(Sign.EARLY_UNMAPS, Sign.UNTOLD_REMOVALS);
    }

    @Test
    void anUnmapWithItsBracketIsNotEarlyThoughItIsTheFirst() {
        table(MEMORY, Told.TABLE);
        clear(MEMORY, Told.TABLE);
        assertThat(signs()).doesNotContain(Sign.EARLY_UNMAPS, Sign.EARLY_SEARCHES);
    }

    @Test
    void whatASearchFreedIsUncertainFromTheFirstInvalidationOnAndThatIsSaid() {
        table(MEMORY, Told.TABLE);
        table(OTHER, Told.TABLE - 4 * Told.MIB);
        told.unmap(7, MEMORY, Told.MIB);
        assertThat(told.stateOf(index(MEMORY))).isEqualTo(EntryState.FREED);
        assertThat(signs()).doesNotContain(Sign.EARLY_SEARCHES);
        clear(OTHER, Told.TABLE - 4 * Told.MIB);
        assertThat(told.stateOf(index(MEMORY))).isEqualTo(EntryState.MAYBE_FREED);
        assertThat(signs()).contains(Sign.EARLY_SEARCHES);
        assertThat(told.ways()).isEmpty();
    }

    @Test
    void whatASearchFreedIsUncertainInStatesAndCountsFromTheSearchOn() {
        table(MEMORY, Told.TABLE);
        table(OTHER, Told.TABLE - 4 * Told.MIB);
        int call = told.add(7, "sys_munmap(addr: %x, len: 100000)".formatted(MEMORY));
        told.add(7, "mpx_unmap_search: [0x%x:0x%x]".formatted(MEMORY, MEMORY + Told.MIB));
        told.add(7, "sys_munmap -> 0x0");
        told.add(7, "sys_getpid()");
        long[] lines = {call, call + 2, call + 3, call + 4};
        assertThat(statesAt(lines))
                .containsExactly("VALID 0 0", "FREED 1 0", "FREED 1 0", "FREED 1 0");
        clear(OTHER, Told.TABLE - 4 * Told.MIB);
        assertThat(statesAt(lines))
                .containsExactly(
                        "VALID 0 0", "MAYBE_FREED 0 1", "MAYBE_FREED 0 1", "MAYBE_FREED 0 1");
        DirectoryState end = told.replay(Questions.NONE).addressSpaces().get(0);
        assertThat(end.tables().freed()).isOne();
        assertThat(end.tables().maybeFreed()).isOne();
        DirectoryEntry entry = end.entry(index(MEMORY)).orElseThrow();
        assertThat(entry.table()).hasValue(Told.TABLE);
        assertThat(entry.since().line()).isEqualTo(call + 1);
    }

    @Test
    void theHistoryTellsOfTheUncertaintyWhereTheTableMayHaveBeenFreed() {
        table(MEMORY, Told.TABLE);
        told.unmap(7, MEMORY, Told.MIB);
        assertThat(history()).endsWith(Happening.SEARCHED, Happening.FREED, Happening.UNMAPPED);
        clear(OTHER, Told.TABLE - 4 * Told.MIB);
        assertThat(history())
                .contains(Happening.UNDECIDED)
                .doesNotContain(Happening.FREED, Happening.DOUBTED);
    }

    @Test
    void whatAProgramThatHasEndedFreedByASearchIsUncertainToo() {
        told.fork(7, 8, "11");
        told.add(
                8,
                "sys_mmap(addr: %x, len: 100000, prot: 3, flags: 32, fd: ffffffff, off: 0)"
                        .formatted(MEMORY));
        told.add(8, "sys_mmap -> 0x%x".formatted(MEMORY));
        told.fault(8, index(MEMORY));
        told.table(8, Told.TABLE);
        told.unmap(8, MEMORY, Told.MIB);
        told.add(8, "sched_process_exit: comm=a pid=8 prio=120");
        table(OTHER, Told.TABLE - 4 * Told.MIB);
        clear(OTHER, Told.TABLE - 4 * Told.MIB);
        MpxObservations found = told.replay(Questions.NONE);
        assertThat(found.addressSpaces().get(1).entry(index(MEMORY)).orElseThrow().state())
                .isEqualTo(EntryState.MAYBE_FREED);
        assertThat(found.signs()).containsKey(Sign.EARLY_SEARCHES);
    }

    @Test
    void whatAnUnmapWithoutASearchMayHaveFreedIsUncertainFromItsBeginningOn() {
        table(MEMORY, Told.TABLE);
        int call = told.add(7, "sys_munmap(addr: %x, len: 100000)".formatted(MEMORY));
        told.add(7, "mpx_pre_unmap: start=0x%x end=0x%x".formatted(MEMORY, MEMORY + Told.MIB));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(statesAt(call - 1, call, call + 1, call + 2))
                .containsExactly(
                        "VALID 0 0", "MAYBE_FREED 0 1", "MAYBE_FREED 0 1", "MAYBE_FREED 0 1");
    }

    /** State of the entry of {@code MEMORY}, tables freed, tables maybe freed. */
    private List<String> statesAt(long... lines) {
        return told
                .replay(Questions.NONE.atLines(Arrays.stream(lines).boxed().toList()))
                .snapshots()
                .stream()
                .map(shot -> shot.addressSpaces().get(0))
                .map(
                        state ->
                                "%s %d %d"
                                        .formatted(
                                                state.entry(index(MEMORY)).orElseThrow().state(),
                                                state.tables().freed(),
                                                state.tables().maybeFreed()))
                .toList();
    }

    private List<Happening> history() {
        return told.replay(Questions.NONE.historyOf(HistoryScope.ALL)).history().stream()
                .map(HistoryEvent::what)
                .toList();
    }

    private Set<Sign> signs() {
        return told.replay(Questions.NONE).signs().keySet();
    }

    private static long index(long memory) {
        return Geometry.BITS_64.index(memory);
    }

    private void table(long memory, long table) {
        told.add(
                7,
                "sys_mmap(addr: %x, len: 100000, prot: 3, flags: 32, fd: ffffffff, off: 0)"
                        .formatted(memory));
        told.add(7, "sys_mmap -> 0x%x".formatted(memory));
        told.fault(7, index(memory));
        told.table(7, table);
    }

    private void unmapWithoutSearch(long memory) {
        told.add(7, "sys_munmap(addr: %x, len: 100000)".formatted(memory));
        told.add(7, "sys_munmap -> 0x0");
    }

    /** An unmap as the proposal has it. */
    private void clear(long memory, long table) {
        long end = memory + Told.MIB;
        told.add(7, "sys_munmap(addr: %x, len: 100000)".formatted(memory));
        told.add(7, "mpx_pre_unmap: start=0x%x end=0x%x".formatted(memory, end));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(memory, end));
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(Told.BASE + 8 * index(memory), table));
        told.add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(table, table + 4 * Told.MIB));
        told.add(7, "mpx_post_unmap:");
        told.add(7, "sys_munmap -> 0x0");
    }

    /** They fail, and change nothing. */
    private void callsThatMap() {
        for (String call : List.of("mremap", "brk", "shmat", "shmdt")) {
            told.add(7, "sys_%s(a: 1, b: 0, c: 0, d: 0, e: 0)".formatted(call));
            told.add(7, "sys_%s -> 0xffffffffffffffea".formatted(call));
        }
    }

    private void signal() {
        told.add(7, "signal_generate: sig=10 errno=0 code=0 comm=a pid=7 grp=0 res=0");
    }

    private void exception(int pid, boolean won) {
        told.fault(pid, index(MEMORY));
        told.add(pid, "lock_acquire: ffff8880000000bb &mm->mmap_sem");
        told.add(pid, "lock_acquired: ffff8880000000bb &mm->mmap_sem");
        told.add(pid, "lock_release: ffff8880000000bb &mm->mmap_sem");
        if (won) {
            told.table(pid, Told.TABLE);
        }
    }
}
