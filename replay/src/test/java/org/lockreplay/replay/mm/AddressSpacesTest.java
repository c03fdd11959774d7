package org.lockreplay.replay.mm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.replay.mm.Mapping.Kind;

class AddressSpacesTest {

    private final SpaceScript script = new SpaceScript();
    private final AddressSpaces spaces = script.spaces();

    @Test
    void aThreadSharesAndAForkedProcessCopies() {
        play(
                "7 sys_clone(clone_flags: 3d0f00, newsp: 0)",
                "7 sched_process_fork: comm=a pid=7 child_comm=a child_pid=8",
                "7 sys_clone -> 0x8",
                "8 sys_clone -> 0x0",
                "8 sys_mmap(addr: 0, len: 1000, prot: 3, flags: 22, fd: ffffffff, off: 0)",
                "8 sys_mmap -> 0x10000",
                "7 sys_clone(clone_flags: 1200011, newsp: 0)",
                "7 sched_process_fork: comm=a pid=7 child_comm=a child_pid=9",
                "9 sys_munmap(addr: 10000, len: 1000)",
                "9 sys_munmap -> 0x0");
        assertThat(space(8)).isSameAs(space(7));
        assertThat(space(9)).isNotSameAs(space(7));
        assertThat(space(9).origin()).isEqualTo(SpaceOrigin.FORK);
        assertThat(space(9).doubtful()).isFalse();
        assertThat(kindAt(7, 0x10000)).isEqualTo(Kind.MEMORY);
        assertThat(kindAt(9, 0x10000)).isEqualTo(Kind.UNMAPPED);
    }

    @Test
    void theResultOfACloneTellsOfAChildWhoseForkIsNotRecorded() {
        play(
                "7 sched_process_exec: filename=/bin/b pid=7 old_pid=7",
                "7 sys_clone(clone_flags: 3d0f00, newsp: 0)",
                "7 sys_clone -> 0x8",
                "7 sys_clone(clone_flags: 1200011, newsp: 0)",
                "8 sys_mmap(addr: 10000, len: 1000, prot: 3, flags: 32, fd: ffffffff, off: 0)",
                "8 sys_mmap -> 0x10000",
                "7 sys_clone -> 0x9");
        assertThat(space(8)).isSameAs(space(7));
        assertThat(space(7).doubtful()).isFalse();
        assertThat(space(9)).isNotSameAs(space(7));
        assertThat(space(9).origin()).isEqualTo(SpaceOrigin.FORK);
        assertThat(kindAt(7, 0x10000)).isEqualTo(Kind.MEMORY);
        assertThat(space(9).memory().at(0x10000)).isEmpty();
    }

    @Test
    void aTaskThatActsBeforeTheCloneThatMayHaveMadeItEndsIsDoubtful() {
        play(
                "7 sched_process_exec: filename=/bin/b pid=7 old_pid=7",
                "7 sys_clone(clone_flags: 3d0f00, newsp: 0)",
                "8 sys_clone -> 0x0",
                "7 sys_clone -> 0x8");
        assertThat(space(7).doubtful()).isTrue();
        assertThat(space(8).doubtful()).isTrue();
    }

    @Test
    void aTaskThatNothingExplainsIsNoThreadWhereForksAreRecorded() {
        play(
                "6 sched_process_fork: comm=a pid=6 child_comm=a child_pid=7",
                "7 sched_process_exec: filename=/bin/b pid=7 old_pid=7",
                "9 sys_getpid()");
        assertThat(space(7).doubtful()).isFalse();
    }

    @Test
    void aTaskThatNothingExplainsMayBeAThreadWhereForksAreNotRecorded() {
        play(
                "7 sched_process_exec: filename=/bin/b pid=7 old_pid=7",
                "9 sys_munmap(addr: 10000, len: 1000)");
        assertThat(space(7).doubtful()).isTrue();
    }

    @Test
    void aVforkSharesUntilTheExec() {
        play("7 sys_vfork()", "7 sched_process_fork: comm=a pid=7 child_comm=a child_pid=8");
        AddressSpace shared = space(8);
        assertThat(shared).isSameAs(space(7));
        play(
                "8 sched_process_exec: filename=/bin/b pid=8 old_pid=8",
                "8 sched_process_exit: comm=b pid=8 prio=120");
        assertThat(space(7)).isSameAs(shared);
        assertThat(shared.end()).isEmpty();
    }

    @Test
    void anExecMakesANewOneAndTheLastExitEndsIt() {
        play("7 sched_process_exec: filename=/bin/b pid=7 old_pid=7");
        AddressSpace made = space(7);
        assertThat(made.origin()).isEqualTo(SpaceOrigin.EXEC);
        assertThat(made.doubtful()).isFalse();
        play("7 sched_process_exit: comm=b pid=7 prio=120");
        assertThat(made.end()).contains(new Moment(2, 2000));
    }

    @Test
    void aThreadThatExecsTakesTheLeadersPid() {
        play(
                "7 sys_clone(clone_flags: 100, newsp: 0)",
                "7 sched_process_fork: comm=a pid=7 child_comm=a child_pid=8");
        AddressSpace old = space(8);
        play("8 sched_process_exec: filename=/bin/b pid=7 old_pid=8");
        assertThat(old.end()).isPresent();
        assertThat(space(7).origin()).isEqualTo(SpaceOrigin.EXEC);
    }

    @Test
    void anAddressSpaceKnowsItsTasksAsTheyComeAndGo() {
        play(
                "7 sched_process_exec: filename=/bin/b pid=7 old_pid=7",
                "7 sys_clone(clone_flags: 3d0f00, newsp: 0)",
                "7 sched_process_fork: comm=b pid=7 child_comm=b child_pid=8",
                "7 sys_clone -> 0x8",
                "7 sys_clone(clone_flags: 1200011, newsp: 0)",
                "7 sched_process_fork: comm=b pid=7 child_comm=b child_pid=9");
        AddressSpace shared = space(7);
        assertThat(shared.tasks()).containsExactly(spaces.task(7), spaces.task(8));
        assertThat(shared.shared()).isTrue();
        assertThat(space(9).tasks()).containsExactly(spaces.task(9));
        play("8 sched_process_exec: filename=/bin/c pid=8 old_pid=8");
        assertThat(shared.tasks()).containsExactly(spaces.task(7));
        assertThat(space(8).tasks()).containsExactly(spaces.task(8));
        play("7 sched_process_exit: comm=b pid=7 prio=120");
        assertThat(shared.tasks()).isEmpty();
        assertThat(shared.end()).isPresent();
    }

    @Test
    void oneThatEndedIsNotDoubtedByATaskThatNothingExplains() {
        play(
                "7 sched_process_exec: filename=/bin/b pid=7 old_pid=7",
                "8 sched_process_exec: filename=/bin/c pid=8 old_pid=8");
        AddressSpace ended = space(7);
        AddressSpace going = space(8);
        play("7 sched_process_exit: comm=b pid=7 prio=120", "9 sys_munmap(addr: 10000, len: 1000)");
        assertThat(ended.doubtful()).isFalse();
        assertThat(going.doubtful()).isTrue();
    }

    @Test
    void whatIsNotTracedIsDoubtful() {
        play(
                "7 sched_process_exec: filename=/bin/b pid=7 old_pid=7",
                "7 sched_process_fork: comm=a pid=7 child_comm=a child_pid=8");
        assertThat(space(8)).isNotSameAs(space(7));
        assertThat(space(8).doubtful()).isTrue();
        assertThat(space(7).doubtful()).isTrue();
        assertThat(space(12).doubtful()).isTrue();
        play(
                "7 sys_clone3(uargs: 7fff, size: 58)",
                "7 sched_process_fork: child_pid=9 child_pid=9");
        assertThat(space(9).doubtful()).isTrue();
    }

    @Test
    void mmapMapsWhereItsResultSaysInWholePages() {
        play("7 sys_mmap(addr: 0, len: 801, prot: 3, flags: 22)", "7 sys_mmap -> 0x7f0000000000");
        assertThat(kindAt(7, 0x7f0000000fffL)).isEqualTo(Kind.MEMORY);
        assertThat(space(7).memory().at(0x7f0000001000L)).isEmpty();
        play(
                "7 sys_mmap(addr: 0, len: 801, prot: 3, flags: 22)",
                "7 sys_mmap -> 0xfffffffffffffff4");
        assertThat(space(7).memory().intervals()).hasSize(1);
    }

    @Test
    void mremapShrinksGrowsAndMoves() {
        play(
                "7 sys_mmap(addr: 100000, len: 4000, prot: 3, flags: 32)",
                "7 sys_mmap -> 0x100000",
                "7 sys_mremap(addr: 100000, old_len: 4000, new_len: 2000, flags: 0, new_addr: 0)",
                "7 sys_mremap -> 0x100000");
        assertThat(kindAt(7, 0x101000)).isEqualTo(Kind.MEMORY);
        assertThat(kindAt(7, 0x102000)).isEqualTo(Kind.UNMAPPED);
        play(
                "7 sys_mremap(addr: 100000, old_len: 2000, new_len: 3000, flags: 0, new_addr: 0)",
                "7 sys_mremap -> 0x100000");
        assertThat(kindAt(7, 0x102000)).isEqualTo(Kind.MEMORY);
        play(
                "7 sys_mremap(addr: 100000, old_len: 3000, new_len: 3000, flags: 3, new_addr:"
                        + " 200000)",
                "7 sys_mremap -> 0x200000");
        assertThat(kindAt(7, 0x100000)).isEqualTo(Kind.UNMAPPED);
        assertThat(kindAt(7, 0x202000)).isEqualTo(Kind.MEMORY);
    }

    @Test
    void aFixedMappingReplacesWhatWasThere() {
        play(
                "7 sys_shmat(shmid: 0, shmaddr: 0, shmflg: 0)",
                "7 sys_shmat -> 0x10000",
                "7 sys_mmap(addr: f000, len: 3000, prot: 3, flags: 32, fd: ffffffff, off: 0)",
                "7 sys_mmap -> 0xf000");
        assertThat(space(7).memory().intervals()).hasSize(1);
        assertThat(kindAt(7, 0x10000)).isEqualTo(Kind.MEMORY);
    }

    @Test
    void mremapToAFixedPlaceReplacesWhatWasThereAndFreesTheOldOne() {
        play(
                "7 sys_mremap(addr: 10000, old_len: 4000, new_len: 2000, flags: 3, new_addr: 50000)",
                "7 sys_mremap -> 0x50000");
        assertThat(kindAt(7, 0x50000)).isEqualTo(Kind.MEMORY);
        assertThat(kindAt(7, 0x51fff)).isEqualTo(Kind.MEMORY);
        assertThat(space(7).memory().at(0x52000)).isEmpty();
        assertThat(kindAt(7, 0x10000)).isEqualTo(Kind.UNMAPPED);
        assertThat(kindAt(7, 0x13fff)).isEqualTo(Kind.UNMAPPED);
    }

    @Test
    void mremapMayLeaveTheOldPlaceMapped() {
        play(
                "7 sys_mremap(addr: 10000, old_len: 1000, new_len: 1000, flags: 5, new_addr: 0)",
                "7 sys_mremap -> 0x50000");
        assertThat(space(7).memory().at(0x10000)).isEmpty();
        assertThat(kindAt(7, 0x50000)).isEqualTo(Kind.MEMORY);
    }

    /** Linux before 4.17 takes MAP_FIXED_NOREPLACE for nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"32", "100032"})
    void aFixedMappingThatFailsMayHaveUnmappedItsTarget(String flags) {
        play(
                "7 sys_mmap(addr: 0, len: 3000, prot: 3, flags: 22, fd: ffffffff, off: 0)",
                "7 sys_mmap -> 0x10000",
                "7 sys_mmap(addr: 11000, len: 1000, prot: 3, flags: %s, fd: ffffffff, off: 0)"
                        .formatted(flags),
                "7 sys_mmap -> 0xfffffffffffffff4");
        assertThat(kindAt(7, 0x10000)).isEqualTo(Kind.MEMORY);
        assertThat(space(7).memory().at(0x11000)).isEmpty();
        assertThat(kindAt(7, 0x12000)).isEqualTo(Kind.MEMORY);
    }

    @Test
    void aCallThatFailsChangesNothing() {
        play(
                "7 sys_munmap(addr: 10001, len: 1000)",
                "7 sys_munmap -> 0xffffffffffffffea",
                "7 sys_mmap(addr: 0, len: 0, prot: 3, flags: 22, fd: ffffffff, off: 0)",
                "7 sys_mmap -> 0xffffffffffffffea");
        assertThat(space(7).memory().intervals()).isEmpty();
    }

    @Test
    void brkGrowsOverWhatIsThere() {
        play("7 sys_brk(brk: 0)", "7 sys_brk -> 0x20000");
        play("7 sys_shmat(shmid: 0, shmaddr: 21000, shmflg: 0)", "7 sys_shmat -> 0x21000");
        play("7 sys_brk(brk: 23000)", "7 sys_brk -> 0x23000");
        assertThat(kindAt(7, 0x21000)).isEqualTo(Kind.MEMORY);
        assertThat(kindAt(7, 0x22fff)).isEqualTo(Kind.MEMORY);
    }

    @Test
    void aRangeThatWrapsOrIsEmptyIsNone() {
        play(
                "7 sys_munmap(addr: fffffffffffff000, len: 2000)",
                "7 sys_munmap -> 0x0",
                "7 sys_munmap(addr: 1000, len: 0)",
                "7 sys_munmap -> 0x0");
        assertThat(space(7).memory().intervals()).isEmpty();
    }

    /** old_mmap (90) gets a pointer to its arguments, ipc (117) one to its result. */
    @Test
    void whatIsPassedInMemoryIsNotGuessed() {
        play(
                "7 sched_process_exec: filename=/bin/b pid=7 old_pid=7",
                "7 sys_exit: NR 11 = 0",
                "7 sys_enter: NR 90 (ffffd000, 0, 0, 0, 0, 0)",
                "7 sys_exit: NR 90 = 4160749568",
                "7 sys_enter: NR 117 (15, 0, 0, ffffd000, 0, 0)",
                "7 sys_exit: NR 117 = 0");
        assertThat(space(7).memory().intervals()).hasSize(1);
        assertThat(kindAt(7, 0xf800_0000L)).isEqualTo(Kind.MEMORY);
        assertThat(space(7).memory().at(0xf800_1000L)).isEmpty();
    }

    @Test
    void brkMovesTheEndOfTheHeapBothWays() {
        play(
                "7 sys_brk(brk: 0)",
                "7 sys_brk -> 0x5da000",
                "7 sys_brk(brk: 5dde40)",
                "7 sys_brk -> 0x5dde40");
        assertThat(kindAt(7, 0x5ddfff)).isEqualTo(Kind.MEMORY);
        play("7 sys_brk(brk: 5db000)", "7 sys_brk -> 0x5db000");
        assertThat(kindAt(7, 0x5daf00)).isEqualTo(Kind.MEMORY);
        assertThat(kindAt(7, 0x5db000)).isEqualTo(Kind.UNMAPPED);
    }

    @Test
    void sharedMemoryIsKnownByItsFirstPage() {
        play("7 sys_shmat(shmid: 0, shmaddr: 0, shmflg: 0)", "7 sys_shmat -> 0x10004b000000");
        assertThat(kindAt(7, 0x10004b000000L)).isEqualTo(Kind.SHARED_MEMORY);
        assertThat(space(7).memory().at(0x10004b001000L)).isEmpty();
        play("7 sys_shmdt(shmaddr: 10004b000000)", "7 sys_shmdt -> 0x0");
        assertThat(kindAt(7, 0x10004b000000L)).isEqualTo(Kind.UNMAPPED);
    }

    @Test
    void whatTwoTasksDidAtOnceIsUnknownWhereTheyDiffer() {
        play(
                "7 sys_clone(clone_flags: 100, newsp: 0)",
                "7 sched_process_fork: comm=a pid=7 child_comm=a child_pid=8",
                "7 sys_munmap(addr: 100000, len: 4000)",
                "8 sys_mmap(addr: 101000, len: 1000, prot: 3, flags: 32)",
                "8 sys_mmap -> 0x101000",
                "7 sys_munmap -> 0x0");
        assertThat(kindAt(7, 0x100000)).isEqualTo(Kind.UNMAPPED);
        assertThat(space(7).memory().at(0x101000)).isEmpty();
    }

    /** 91 is munmap in 32 bits and fchmod in 64. */
    @Test
    void numbersMeanWhatTheProgramsAbiSays() {
        play(
                "7 sys_enter: NR 91 (100000, 1000, 0, 0, 0, 0)",
                "7 sys_exit: NR 91 = 0",
                "8 sched_process_exec: filename=/bin/b pid=8 old_pid=8",
                "8 sys_exit: NR 11 = 0",
                "8 sys_enter: NR 192 (0, 1000, 3, 32, ffffffff, 0)",
                "8 sys_exit: NR 192 = 4155895808",
                "8 sys_enter: NR 120 (1200011, 0, 0, 0, 0, 0)",
                "8 sched_process_fork: comm=b pid=8 child_comm=b child_pid=9",
                "9 sys_enter: NR 91 (f7b5f000, 1000, 0, 0, 0, 0)",
                "9 sys_exit: NR 91 = 0");
        assertThat(space(7).width()).isEqualTo(Width.UNKNOWN);
        assertThat(space(7).memory().intervals()).isEmpty();
        assertThat(space(9).width()).isEqualTo(Width.BITS_32);
        assertThat(kindAt(8, 0xf7b5f000L)).isEqualTo(Kind.MEMORY);
        assertThat(kindAt(9, 0xf7b5f000L)).isEqualTo(Kind.UNMAPPED);
    }

    @Test
    void ipcDetachesToo() {
        play(
                "8 sched_process_exec: filename=/bin/b pid=8 old_pid=8",
                "8 sys_exit: NR 11 = 0",
                "8 sys_enter: NR 117 (15, 0, 0, ffe5f0f8, 500b0000, 8106ff4)",
                "8 sys_exit: NR 117 = 0");
        assertThat(space(8).memory().intervals()).isEmpty();
        play("8 sys_enter: NR 117 (16, 0, 0, 0, 500b0000, 8106ff4)");
        assertThat(spaces.task(8).call().kind()).isEqualTo(CallKind.SHMDT);
        assertThat(spaces.task(8).call().sharedAddress()).isEqualTo(0x500b0000L);
    }

    @Test
    void aForkTellsTheAbiOfItsCall() {
        play(
                "7 sys_enter: NR 56 (1200011, 0, 0, 0, 0, 50)",
                "7 sched_process_fork: comm=a pid=7 child_comm=a child_pid=8");
        assertThat(space(7).width()).isEqualTo(Width.BITS_64);
        assertThat(space(8).origin()).isEqualTo(SpaceOrigin.FORK);
    }

    @Test
    void namesAndNumbersOfOneCallAreOneCall() {
        play(
                "7 sys_munmap(addr: 100000, len: 1000)",
                "7 sys_enter: NR 11 (100000, 1000, 0, 0, 0, 0)",
                "7 sys_munmap -> 0x0",
                "7 sys_exit: NR 11 = 0");
        assertThat(kindAt(7, 0x100000)).isEqualTo(Kind.UNMAPPED);
        assertThat(spaces.task(7).call().going()).isFalse();
    }

    @Test
    void aLossLeavesNothingCertain() {
        play("7 sys_mmap(addr: 0, len: 1000, prot: 3, flags: 22)", "7 sys_mmap -> 0x10000");
        play("7 sys_munmap(addr: 10000, len: 1000)");
        spaces.lose();
        assertThat(space(7).memory().intervals()).isEmpty();
        assertThat(space(7).doubtful()).isTrue();
        assertThat(spaces.task(7).call().going()).isFalse();
    }

    private AddressSpace space(int pid) {
        return spaces.task(pid).space();
    }

    private Kind kindAt(int pid, long address) {
        return space(pid).memory().at(address).orElseThrow().kind();
    }

    private void play(String... events) {
        script.play(events);
    }
}
