package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kind of event that was not recorded at all is not held against anybody. */
class UnrecordedKindsTest {

    private final Told told = new Told();

    @Test
    void withoutSearchesATableAfterAnUnmapIsNoSecondOne() {
        told.fault(7, 3);
        told.table(7, TABLE);
        call("munmap(addr: 300000, len: 100000)", "0x0");
        told.fault(7, 3);
        told.table(7, TABLE - 4 * MIB);
        assertThat(ways()).isEmpty();
    }

    @Test
    void withSearchesItIs() {
        told.unmap(7, 9 * MIB, MIB);
        doubleTable();
        assertThat(ways()).containsExactly(Way.ENTRY_OVERWRITTEN);
    }

    @Test
    void withoutPrctlManagementMayHaveEndedBeforeAnUnmapThatSearchesNothing() {
        Told unmanaged = Told.withoutPrctl();
        leak(unmanaged);
        assertThat(ways(unmanaged)).isEmpty();
    }

    @Test
    void withPrctlItHasNot() {
        leak(told);
        assertThat(ways()).containsExactlyInAnyOrder(Way.MEMORY_GONE, Way.NO_BRACKET);
    }

    @Test
    void withoutRemovalsATableIsNotKnownToAwaitItsOwn() {
        reuse(false);
        assertThat(ways()).isEmpty();
    }

    @Test
    void withRemovalsItIs() {
        reuse(true);
        assertThat(ways()).contains(Way.MARKED_INSERTED);
    }

    @Test
    void withoutMunmapWhatIsMappedOverMayHaveBeenUnmappedBefore() {
        bracketElsewhere();
        mapOver();
        assertThat(ways()).isEmpty();
    }

    @Test
    void withoutMremapItMayHaveBeenMovedAway() {
        bracketElsewhere();
        call("munmap(addr: f00000, len: 1000)", "0x0");
        mapOver();
        assertThat(ways()).isEmpty();
    }

    @Test
    void withoutDetachmentsWhatWasAttachedMayHaveBeenDetached() {
        bracketElsewhere();
        call("munmap(addr: f00000, len: 1000)", "0x0");
        call("mremap(addr: f10000, old_len: 1000, new_len: 1000, flags: 0)", "0xf10000");
        call("shmat(shmid: 1, shmaddr: f20000, shmflg: 0)", "0xf20000");
        mapOver();
        assertThat(ways()).isEmpty();
    }

    @Test
    void withoutSearchesADetachedSegmentMayHaveHadMoreTables() {
        call("shmat(shmid: 1, shmaddr: 300000, shmflg: 0)", "0x300000");
        told.fault(7, 3);
        told.table(7, TABLE);
        told.fault(7, 4);
        told.table(7, TABLE - 4 * MIB);
        call("shmdt(shmaddr: 300000)", "0x0");
        List<DirectoryEntry> entries = told.replay(Questions.NONE).addressSpaces().get(0).entries();
        assertThat(entries).extracting(DirectoryEntry::state).containsOnly(EntryState.MAYBE_FREED);
    }

    @Test
    void withAllThatUnmapItHasNot() {
        bracketElsewhere();
        call("munmap(addr: f00000, len: 1000)", "0x0");
        call("mremap(addr: f10000, old_len: 1000, new_len: 1000, flags: 0)", "0xf10000");
        mapOver();
        assertThat(ways()).containsExactly(Way.NO_BRACKET);
    }

    @ParameterizedTest
    @CsvSource({
        "i-all64, mpx_unmap_search, TABLE_SHARED MEMORY_GONE MEMORY_GONE_UNMANAGED",
        "i-all32, mpx_unmap_search, TABLE_SHARED MEMORY_GONE MEMORY_GONE_UNMANAGED",
        "i-all64, mpx_unmap_search, ENTRY_OVERWRITTEN",
        "i-all64, sys_prctl, MEMORY_GONE MEMORY_GONE_UNMANAGED NO_BRACKET",
        "ii-lock64, sys_prctl, MEMORY_GONE MEMORY_GONE_UNMANAGED NO_BRACKET",
        "bdsem-sems, sys_prctl, MEMORY_GONE NO_BRACKET",
        "bdsem-sems, mpx_bt_remove, MARKED_INSERTED ORPHAN",
        "wrong-nobracket-small, sys_munmap, STAYING_MEMORY NOT_A_TABLE"
    })
    void aRecordingWithoutThemBreaksNoneOfTheseRules(String recording, String event, String ways)
            throws Exception {
        List<String> lines =
                RecordedLines.of(recording).stream()
                        .filter(line -> !line.contains(": " + event))
                        .toList();
        Set<Way> broken = ways(lines);
        for (String way : ways.split(" ")) {
            assertThat(broken).doesNotContain(Way.valueOf(way));
        }
    }

    private static Set<Way> ways(List<String> lines) {
        Set<Way> ways = EnumSet.noneOf(Way.class);
        RecordedLines.replay(lines, Questions.NONE)
                .breaches()
                .forEach(breach -> ways.add(breach.way()));
        return ways;
    }

    private void doubleTable() {
        told.add(7, "sys_clone(clone_flags: 3d0f00, newsp: 0)");
        told.add(7, "sched_process_fork: comm=a pid=7 child_comm=a child_pid=8");
        told.add(7, "sys_clone -> 0x8");
        told.fault(7, 3);
        told.fault(8, 3);
        told.table(7, TABLE);
        told.table(8, TABLE - 4 * MIB);
    }

    private static void leak(Told trace) {
        trace.unmap(7, 9 * MIB, MIB);
        trace.fault(7, 3);
        trace.table(7, TABLE);
        trace.add(7, "sys_mmap(addr: 300000, len: 100000, prot: 3, flags: 32, fd: ffffffff)");
        trace.add(7, "sys_mmap -> 0x300000");
        trace.add(7, "sys_munmap(addr: 300000, len: 100000)");
        trace.add(7, "sys_munmap -> 0x0");
    }

    private void reuse(boolean removals) {
        told.fault(7, 3);
        told.table(7, TABLE);
        told.add(7, "sys_munmap(addr: 300000, len: 100000)");
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(Told.BASE + 24, TABLE));
        told.add(7, "sys_munmap -> 0x0");
        told.fault(7, 4);
        told.table(7, TABLE);
        if (removals) {
            told.add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
        }
    }

    private void bracketElsewhere() {
        told.fault(7, 3);
        told.table(7, TABLE);
        call("mmap(addr: 900000, len: 1000, prot: 3, flags: 32, fd: 0, off: 0)", "0x900000");
        told.add(7, "sys_brk(brk: 0)");
        told.add(7, "mpx_pre_unmap: start=0xa00000 end=0xa01000");
        told.add(7, "mpx_post_unmap:");
        told.add(7, "sys_brk -> 0xb00000");
    }

    private void mapOver() {
        call("mmap(addr: 900000, len: 1000, prot: 3, flags: 32, fd: 0, off: 0)", "0x900000");
    }

    private void call(String call, String result) {
        told.add(7, "sys_" + call);
        told.add(7, "sys_" + call.substring(0, call.indexOf('(')) + " -> " + result);
    }

    private List<Way> ways() {
        return ways(told);
    }

    private static List<Way> ways(Told trace) {
        return trace.replay(Questions.NONE).breaches().stream().map(Breach::way).toList();
    }
}
