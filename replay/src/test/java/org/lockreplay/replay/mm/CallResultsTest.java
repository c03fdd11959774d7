package org.lockreplay.replay.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.replay.mm.Mapping.Kind;

/** What a system call's result, or the lack of one, tells of a program and its memory. */
class CallResultsTest {

    private final SpaceScript script = new SpaceScript();

    // ---- of which ABI a number is ----

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    a pointer above 4 GiB!sys_enter: NR 0 (3, 7ffdc68f3dd0, 10, 0, 0, 0)!sys_exit: NR 0 = 16!BITS_64
                    junk in an unused argument!sys_enter: NR 3 (3, 0, 0, 2f48d1b6344998e5, 0, 0)!sys_exit: NR 3 = 0!BITS_64
                    a result above 4 GiB!sys_enter: NR 9 (0, 1000, 3, 22, ffffffff, 0)!sys_exit: NR 9 = 139832421941248!BITS_64
                    mmap of 64 bits!sys_enter: NR 9 (0, 1000, 3, 62, ffffffff, 0)!sys_exit: NR 9 = 1077022720!BITS_64
                    brk of 64 bits!sys_enter: NR 12 (0, 0, 0, 0, 0, 0)!sys_exit: NR 12 = 16781312!BITS_64
                    mmap2 of 32 bits!sys_enter: NR 192 (0, 1000, 3, 22, ffffffff, 0)!sys_exit: NR 192 = 4160749568!BITS_32
                    mmap2 on a kernel of 32 bits!sys_enter: NR 192 (0, 1000, 3, 22, ffffffff, 0)!sys_exit: NR 192 = -134217728!BITS_32
                    getrandom of 32 bits!sys_enter: NR 355 (ff8, 4, 1, 0, 0, 0)!sys_exit: NR 355 = 4!BITS_32
                    link of 32 bits!sys_enter: NR 9 (804a000, 804a010, 0, 0, 0, 0)!sys_exit: NR 9 = 0!UNKNOWN
                    lgetxattr of 64 bits!sys_enter: NR 192 (1000, 2000, 3000, ff, 0, 0)!sys_exit: NR 192 = 65536!UNKNOWN
                    a number that is none!sys_enter: NR 355 (0, 0, 0, 0, 0, 0)!sys_exit: NR 355 = -38!UNKNOWN
                    an error!sys_enter: NR 9 (0, 0, 3, 22, ffffffff, 0)!sys_exit: NR 9 = -22!UNKNOWN
                    munmap or execve!sys_enter: NR 11 (10000, 1000, 0, 0, 0, 0)!sys_exit: NR 11 = 0!UNKNOWN
                    """)
    void aCallTellsOfWhichAbiItIs(String what, String enter, String exit, Width expected) {
        script.play("7 " + enter, "7 " + exit);
        assertThat(space().width()).as(what).isEqualTo(expected);
    }

    @Test
    void theCallThatTellsItIsReadAndThoseBeforeAreSaidNotToBe() {
        script.play(
                "7 sys_enter: NR 91 (f8000000, 1000, 0, 0, 0, 0)",
                "7 sys_exit: NR 91 = 0",
                "7 sys_enter: NR 192 (0, 2000, 3, 22, ffffffff, 0)",
                "7 sys_exit: NR 192 = -134217728");
        assertThat(kindAt(0xf8001000L)).contains(Kind.MEMORY);
        assertThat(kindAt(0xf8002000L)).isEmpty();
        assertThat(unread()).isEqualTo(1);
        script.play(
                "7 sys_enter: NR 91 (f8000000, 1000, 0, 0, 0, 0)",
                "7 sys_exit: NR 91 = 0",
                "7 sys_enter: NR 91 (f8001000, 1000, 0, 0, 0, 0)",
                "7 sys_exit: NR 91 = -22");
        assertThat(kindAt(0xf8000000L)).contains(Kind.UNMAPPED);
        assertThat(kindAt(0xf8001000L)).contains(Kind.MEMORY);
        assertThat(unread()).isEqualTo(1);
    }

    @Test
    void errorsThatAKernelOf32BitsPrintsInHexAreErrors() {
        script.play(
                "7 sys_mmap_pgoff(addr: 0, len: 1000, prot: 3, flags: 22)",
                "7 sys_mmap_pgoff -> 0xb7f00000",
                "7 sys_munmap(addr: b7f00000, len: 1000)",
                "7 sys_munmap -> 0xffffffea",
                "7 sys_mmap_pgoff(addr: 0, len: 1000, prot: 3, flags: 22)",
                "7 sys_mmap_pgoff -> 0xfffffff4");
        assertThat(kindAt(0xb7f00000L)).contains(Kind.MEMORY);
        assertThat(kindAt(0xfffff000L)).isEmpty();
    }

    // ---- exec without its event ----

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    sys_execve(filename: 7ffd0, argv: 7ffd8, envp: 7ffe0)!sys_execve -> 0x0!true
                    sys_execve(filename: 7ffd0, argv: 7ffd8, envp: 7ffe0)!sys_execve -> 0xfffffffffffffffe!false
                    sys_enter: NR 59 (7ffd0, 7ffd8, 7ffe0, 0, 0, 0)!sys_exit: NR 59 = 0!true
                    sys_enter: NR 59 (7ffd0, 7ffd8, 7ffe0, 0, 0, 0)!sys_exit: NR 11 = 0!true
                    sys_enter: NR 59 (7ffd0, 7ffd8, 7ffe0, 0, 0, 0)!sys_exit: NR 59 = -2!false
                    """)
    void anExecWithoutItsEventMakesANewOne(String enter, String exit, boolean another) {
        script.play(
                "7 sys_mmap(addr: 0, len: 1000, prot: 3, flags: 22)",
                "7 sys_mmap -> 0x7f0000000000",
                "7 " + enter,
                "7 " + exit);
        assertThat(space().origin()).isEqualTo(another ? SpaceOrigin.EXEC : SpaceOrigin.FIRST_SEEN);
        assertThat(kindAt(0x7f0000000000L).isEmpty()).isEqualTo(another);
    }

    @Test
    void anExecThatChangesTheAbiIsOneWithoutItsEventToo() {
        script.play(
                "7 sys_enter: NR 355 (ff8, 4, 1, 0, 0, 0)",
                "7 sys_exit: NR 355 = 4",
                "7 sys_enter: NR 11 (804a000, 804a010, 804a020, 0, 0, 0)",
                "7 sys_exit: NR 59 = 0");
        assertThat(space().origin()).isEqualTo(SpaceOrigin.EXEC);
        assertThat(space().width()).isEqualTo(Width.BITS_64);
    }

    @Test
    void anExecWithItsEventIsOneOnly() {
        script.play(
                "7 sys_execve(filename: 7ffd0, argv: 7ffd8, envp: 7ffe0)",
                "7 sched_process_exec: filename=/bin/b pid=7 old_pid=7");
        AddressSpace made = space();
        script.play("7 sys_execve -> 0x0");
        assertThat(space()).isSameAs(made);
    }

    // ---- results that are missing ----

    @Test
    void anUnmapWhoseResultIsMissingLeavesItsRangeUnknown() {
        script.play(
                "7 sched_process_exec: filename=/bin/b pid=7 old_pid=7",
                "7 sys_mmap(addr: 0, len: 3000, prot: 3, flags: 22)",
                "7 sys_mmap -> 0x10000",
                "7 sys_munmap(addr: 11000, len: 1000)",
                "7 sys_getpid()",
                "7 sys_getpid -> 0x7");
        assertThat(kindAt(0x11000)).isEmpty();
        assertThat(kindAt(0x10000)).contains(Kind.MEMORY);
        assertThat(space().whole()).isFalse();
        assertThat(space().doubtful()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    sys_munmap(addr: 11000, len: 1000)!sys_getpid -> 0x0
                    sys_mremap(addr: 11000, old_len: 1000, new_len: 2000, flags: 1, new_addr: 0)!sys_read -> 0x20000
                    sys_enter: NR 11 (11000, 1000, 7fff00000000, 0, 0, 0)!sys_exit: NR 39 = 0
                    """)
    void aResultOfAnotherCallIsNotTakenForTheMissingOne(String enter, String exit) {
        script.play(
                "7 sys_mmap(addr: 0, len: 3000, prot: 3, flags: 22)",
                "7 sys_mmap -> 0x10000",
                "7 " + enter,
                "7 " + exit);
        assertThat(kindAt(0x11000)).isEmpty();
        assertThat(kindAt(0x20000)).isEmpty();
    }

    @Test
    void whereAnotherMappingMayBeNothingIsKnownToBeFree() {
        script.play(
                "7 sys_munmap(addr: 10000, len: 4000)",
                "7 sys_munmap -> 0x0",
                "7 sys_mmap(addr: 0, len: 1000, prot: 3, flags: 22)",
                "7 sys_munmap(addr: 50000, len: 1000)",
                "7 sys_munmap -> 0x0");
        assertThat(kindAt(0x10000)).isEmpty();
        assertThat(kindAt(0x50000)).contains(Kind.UNMAPPED);
    }

    @Test
    void aCallThatBothKindsOfEventsTellOfIsOneCall() {
        script.play(
                "7 sys_mmap(addr: 0, len: 1000, prot: 3, flags: 22)",
                "7 sys_mmap -> 0x7f0000000000",
                "7 sys_enter: NR 11 (7f0000000000, 1000, 0, 0, 0, 0)",
                "7 sys_munmap(addr: 7f0000000000, len: 1000)",
                "7 sys_munmap -> 0x0",
                "7 sys_exit: NR 11 = 0",
                "7 sys_mmap(addr: 0, len: 1000, prot: 3, flags: 22)",
                "7 sys_enter: NR 9 (0, 1000, 3, 22, 0, 0)",
                "7 sys_exit: NR 9 = 139637976727552",
                "7 sys_mmap -> 0x7f0000001000");
        assertThat(kindAt(0x7f0000000000L)).contains(Kind.MEMORY);
        script.play(
                "7 sys_munmap(addr: 7f0000000000, len: 1000)",
                "7 sys_munmap -> 0xfffffffffffffffc",
                "7 sys_munmap(addr: 7f0000000000, len: 1000)",
                "7 sys_munmap -> 0x0");
        assertThat(kindAt(0x7f0000000000L)).contains(Kind.UNMAPPED);
    }

    @Test
    void aFixedMoveThatFailsMayHaveCutTheOldEnd() {
        script.play(
                "7 sys_mmap(addr: 0, len: 3000, prot: 3, flags: 22)",
                "7 sys_mmap -> 0x10000",
                "7 sys_mremap(addr: 10000, old_len: 3000, new_len: 1000, flags: 3, new_addr: 40000)",
                "7 sys_mremap -> 0xfffffffffffffff4");
        assertThat(kindAt(0x10000)).contains(Kind.MEMORY);
        assertThat(kindAt(0x11000)).isEmpty();
        assertThat(kindAt(0x40000)).isEmpty();
    }

    @Test
    void aSegmentOfUnknownLengthMayFillWhatWasFreeBehindIt() {
        script.play(
                "7 sys_mmap(addr: 0, len: 8000, prot: 3, flags: 22)",
                "7 sys_mmap -> 0x10000",
                "7 sys_munmap(addr: 10000, len: 4000)",
                "7 sys_munmap -> 0x0",
                "7 sys_shmat(shmid: 1, shmaddr: 0, shmflg: 0)",
                "7 sys_shmat -> 0x11000",
                "7 sys_munmap(addr: 16000, len: 1000)",
                "7 sys_munmap -> 0x0");
        assertThat(kindAt(0x10000)).contains(Kind.UNMAPPED);
        assertThat(kindAt(0x11000)).contains(Kind.SHARED_MEMORY);
        assertThat(kindAt(0x12000)).isEmpty();
        assertThat(kindAt(0x14000)).contains(Kind.MEMORY);
        script.play(
                "7 sys_enter: NR 355 (ff8, 4, 1, 0, 0, 0)",
                "7 sys_exit: NR 355 = 4",
                "7 sys_enter: NR 117 (15, 1, 0, ffb0, 0, 0)",
                "7 sys_exit: NR 117 = 0");
        assertThat(kindAt(0x16000)).isEmpty();
        assertThat(kindAt(0x14000)).contains(Kind.MEMORY);
    }

    private AddressSpace space() {
        return script.spaces().task(7).space();
    }

    private Optional<Kind> kindAt(long address) {
        return space().memory().at(address).map(Mapping::kind);
    }

    private long unread() {
        return space().info(List.of(7)).unreadCalls();
    }
}
