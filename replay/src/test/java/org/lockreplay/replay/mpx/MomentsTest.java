package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.FaultPlace;
import org.lockreplay.replay.mm.LockHolder;
import org.lockreplay.replay.mm.MappedRange;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.MemoryState;

/** States at a time, and the memory of a task then. */
class MomentsTest {

    private final Told told = new Told();

    @Test
    void aTimeIncludesTheEventsThatHaveIt() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.unmap(7, 3 * MIB, MIB);
        assertThat(stateAt("0.000004")).isEmpty();
        assertThat(stateAt("0.000005")).contains(EntryState.VALID);
        assertThat(stateAt("0.000005999")).contains(EntryState.VALID);
        assertThat(stateAt("0.000007")).contains(EntryState.MAYBE_FREED);
        assertThat(stateAt("0.000008")).contains(EntryState.FREED);
    }

    @Test
    void aTimeSaysAfterWhichLineItIs() {
        told.line("# a comment");
        told.fault(7, 3);
        Snapshot shot = at("0.000004").get(0);
        assertThat(shot.byTime()).isTrue();
        assertThat(shot.atTime()).hasValue(4000);
        assertThat(shot.atLine()).isEqualTo(3);
        assertThat(shot.atEnd()).isFalse();
    }

    @Test
    void aTimeBehindTheEndIsTheStateThere() {
        told.fault(7, 3);
        told.table(7, TABLE);
        Snapshot shot = at("100").get(0);
        assertThat(shot.atEnd()).isTrue();
        assertThat(shot.addressSpaces()).hasSize(1);
    }

    @Test
    void aClockOfTicksTakesWholeNumbers() {
        Told ticking = new Told();
        ticking.line("# tracer: nop");
        ticking.line(
                " a-7 [000] .... 90000000123: sched_process_exec: filename=/a pid=7 old_pid=7");
        ticking.line(
                " a-7 [000] .... 90000000124: bounds_exception_mpx: bndcfgu:0x7f0000000003"
                        + " bndstatus:0x7f000000001a");
        ticking.line(
                " a-7 [000] .... 90000000125: mpx_new_bounds_table: table vaddr:00007eff00000000");
        ticking.line(" a-7 [000] .... 90000000126: sys_getpid()");
        List<Snapshot> shots =
                ticking.replay(
                                Questions.NONE.atTimes(
                                        List.of(
                                                AskedTime.parse("90000000124").orElseThrow(),
                                                AskedTime.parse("90000000125").orElseThrow())))
                        .snapshots();
        assertThat(shots).extracting(Snapshot::atLine).containsExactly(6L, 7L);
        assertThat(shots.get(1).atTime()).hasValue(90000000125L);
        assertThat(shots.get(1).addressSpaces().get(0).tables().live()).isEqualTo(1);
    }

    @Test
    void momentsStandInTheOrderOfTheTrace() {
        told.fault(7, 3);
        Questions asked =
                Questions.NONE
                        .atLines(List.of(4L, 1L))
                        .atTimes(List.of(AskedTime.parse("0.000002").orElseThrow()));
        assertThat(told.replay(asked).snapshots())
                .extracting(Snapshot::atLine)
                .containsExactly(1L, 2L, 4L);
    }

    @Test
    void aTableIsMarkedUntilItIsRemoved() {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(7, "mpx_bd_invalidate: bd_entry:0x7f0000000018 table vaddr:00007eff00000000");
        told.add(7, "mpx_bt_mark: [0x00007eff00000000:0x00007eff00400000]");
        assertThat(told.replay(Questions.NONE).addressSpaces().get(0).marked())
                .containsExactly(TABLE);
        told.add(7, "mpx_bt_remove: [0x00007eff00000000:0x00007eff00400000]");
        assertThat(told.replay(Questions.NONE).addressSpaces().get(0).marked()).isEmpty();
    }

    @Test
    void theMemoryOfATaskIsThatOfTheMoment() {
        told.add(7, "sys_mmap(addr: 0, len: 3000, prot: 3, flags: 22, fd: ffffffff, off: 0)");
        told.add(7, "sys_mmap -> 0x10000");
        told.add(7, "page_fault_user: address=0x11008 ip=0x4 error_code=0x6");
        told.add(7, "page_fault_kernel: address=0x11010 ip=copy error_code=0x3");
        told.add(7, "page_fault_user: address=0x90000 ip=0x4 error_code=0x4");
        told.add(7, "sys_munmap(addr: 10000, len: 3000)");
        told.add(7, "sys_munmap -> 0x0");
        List<Snapshot> shots =
                told.replay(Questions.NONE.memoryOf(List.of(7)).atLines(List.of(8L, 10L)))
                        .snapshots();
        MemoryState before = shots.get(0).memory().get(7);
        MappedRange mapped = before.ranges().get(0);
        assertThat(mapped.range()).isEqualTo(new AddressRange(0x10000, 0x12fff));
        assertThat(mapped.kind()).isEqualTo(Mapping.Kind.MEMORY);
        assertThat(mapped.since()).isEqualTo(5);
        assertThat(mapped.faults().user()).isEqualTo(1);
        assertThat(mapped.faults().kernel()).isEqualTo(1);
        assertThat(mapped.faults().writes()).isEqualTo(2);
        assertThat(mapped.faults().present()).isEqualTo(1);
        assertThat(before.faults().get(FaultPlace.UNKNOWN).total()).isEqualTo(1);
        assertThat(before.space().task()).isEqualTo("a");
        MappedRange gone = shots.get(1).memory().get(7).ranges().get(0);
        assertThat(gone.kind()).isEqualTo(Mapping.Kind.UNMAPPED);
        assertThat(gone.faults().total()).isZero();
    }

    @Test
    void faultsInTablesAndInTheDirectoryAreToldApart() {
        told.fault(7, 3);
        told.add(7, "page_fault_kernel: address=0x7f0000000018 ip=cmpxchg error_code=0x3");
        told.table(7, TABLE);
        told.add(7, "page_fault_user: address=0x7eff00000040 ip=0x4 error_code=0x6");
        assertThat(told.replay(Questions.NONE).addressSpaces().get(0).pageFaults())
                .containsOnlyKeys(FaultPlace.TABLE, FaultPlace.DIRECTORY);
    }

    @Test
    void theMemoryOfATaskThatIsGoneIsTheLastThatItHad() {
        told.add(7, "sys_mmap(addr: 0, len: 3000, prot: 3, flags: 22, fd: ffffffff, off: 0)");
        told.add(7, "sys_mmap -> 0x10000");
        told.add(7, "sched_process_exit: comm=a pid=7 prio=120");
        MemoryState last = told.replay(Questions.NONE.memoryOf(List.of(7, 99))).memory().get(7);
        assertThat(last.space().end()).isPresent();
        assertThat(last.ranges()).hasSize(1);
        assertThat(told.replay(Questions.NONE.memoryOf(List.of(99))).memory()).isEmpty();
    }

    @Test
    void aLossForgetsTheMemory() {
        told.add(7, "sys_mmap(addr: 0, len: 3000, prot: 3, flags: 22, fd: ffffffff, off: 0)");
        told.add(7, "sys_mmap -> 0x10000");
        told.line("CPU:0 [LOST 3 EVENTS]");
        MemoryState last = told.replay(Questions.NONE.memoryOf(List.of(7))).memory().get(7);
        assertThat(last.ranges()).isEmpty();
        assertThat(last.space().whole()).isFalse();
    }

    @Test
    void theLockTakenByAnUnmapIsTheTasksOwn() {
        told.add(7, "sys_munmap(addr: 10000, len: 3000)");
        told.add(7, "lock_acquire: 00000000aaaaaaaa &mm->mmap_sem");
        assertThat(holders()).containsExactly("7 write asked 5");
        told.add(7, "lock_acquired: 00000000aaaaaaaa &mm->mmap_sem");
        assertThat(holders()).containsExactly("7 write owns 5");
        told.add(8, "lock_acquire: 00000000aaaaaaaa read &mm->mmap_sem");
        assertThat(holders()).containsExactly("7 write owns 5", "8 read asked 7");
        told.add(7, "lock_release: 00000000aaaaaaaa &mm->mmap_sem");
        assertThat(holders()).containsExactly("8 read asked 7");
    }

    @Test
    void theLockTakenForAPageFaultIsTheTasksOwn() {
        told.add(7, "page_fault_user: address=0x11008 ip=0x4 error_code=0x6");
        told.add(7, "lock_acquire: 00000000aaaaaaaa try read &mm->mmap_sem");
        assertThat(holders()).containsExactly("7 read owns 5");
    }

    @Test
    void aLockTakenElsewhereMayBeAnyonesAndIsNotGuessed() {
        told.add(7, "sys_read(fd: 3)");
        told.add(7, "lock_acquire: 00000000aaaaaaaa read &mm->mmap_sem");
        MemoryState memory = told.replay(Questions.NONE.memoryOf(List.of(7))).memory().get(7);
        assertThat(memory.lockTraced()).isTrue();
        assertThat(memory.lockKnown()).isFalse();
        assertThat(memory.lockHolders()).isEmpty();
    }

    @Test
    void withoutEventsOfTheLockTheMmapLockEventsTell() {
        told.add(7, "sys_munmap(addr: 10000, len: 3000)");
        told.add(
                7,
                "mmap_lock_acquire_returned: mm=00000000d60674c0 memcg_path= write=true"
                        + " success=true");
        assertThat(holders()).containsExactly("7 write owns 5");
        told.add(7, "mmap_lock_released: mm=00000000d60674c0 memcg_path= write=true");
        assertThat(holders()).isEmpty();
    }

    private List<String> holders() {
        MemoryState memory = told.replay(Questions.NONE.memoryOf(List.of(7))).memory().get(7);
        assertThat(memory.lockKnown()).isTrue();
        return memory.lockHolders().stream().map(MomentsTest::brief).toList();
    }

    private static String brief(LockHolder holder) {
        return holder.pid()
                + (holder.read() ? " read" : " write")
                + (holder.owned() ? " owns " : " asked ")
                + holder.since().line();
    }

    private Optional<EntryState> stateAt(String time) {
        return at(time).get(0).addressSpaces().stream()
                .flatMap(state -> state.entry(3).stream())
                .map(DirectoryEntry::state)
                .findFirst();
    }

    private List<Snapshot> at(String time) {
        AskedTime asked = AskedTime.parse(time).orElseThrow();
        return told.replay(Questions.NONE.atTimes(List.of(asked))).snapshots();
    }
}
