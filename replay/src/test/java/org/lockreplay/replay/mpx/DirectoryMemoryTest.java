package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.BASE;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** System calls that change the memory of the directory itself, or which one is managed. */
class DirectoryMemoryTest {

    private static final long DIRECTORY = 0x8000_0000L;

    private final Told told = new Told();

    @BeforeEach
    void twoEntries() {
        map(BASE, DIRECTORY);
        map(0x30_0000, 0x20_0000);
        told.fault(7, 3);
        told.table(7, TABLE);
        told.fault(7, 4);
        told.table(7, TABLE - 4 * MIB);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "madvise(start: 7f0000000000, len_in: 80000000, behavior: 4); 0x0",
                "madvise(start: 7f0000000000, len_in: 1, behavior: 4); 0x0",
                "madvise(start: 7f0000000000, len_in: 80000000, behavior: 8); 0x0",
                "mmap(addr: 7f0000000000, len: 1000, prot: 3, flags: 32, fd: 0, off: 0);"
                        + " 0x7f0000000000",
                "munmap(addr: 7f0000000000, len: 80000000); 0x0",
                "mremap(addr: 7f0000000000, old_len: 80000000, new_len: 80000000, flags: 3,"
                        + " new_addr: 600000000000); 0x600000000000",
                "mremap(addr: 400000, old_len: 1000, new_len: 1000, flags: 3,"
                        + " new_addr: 7f0000000000); 0x7f0000000000"
            })
    void whatStoodInItIsUnknown(String call, String result) {
        assertThat(told.stateOf(3)).isEqualTo(EntryState.VALID);
        call(call, result);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
        assertThat(told.stateOf(4)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "madvise(start: 7f0000000000, len_in: 80000000, behavior: 3); 0x0",
                "madvise(start: 7f0000000000, len_in: 80000000, behavior: 4); 0xffffffffffffffea",
                "madvise(start: 7f0000001000, len_in: 80000000, behavior: 4); 0x0",
                "madvise(start: 300000, len_in: 1000, behavior: 4); 0x0",
                "mmap(addr: 0, len: 7f000000, prot: 3, flags: 22, fd: 0, off: 0); 0x600000000000"
            })
    void anotherCallLeavesIt(String call, String result) {
        call(call, result);
        enable();
        assertThat(told.stateOf(3)).isEqualTo(EntryState.VALID);
        assertThat(told.stateOf(4)).isEqualTo(EntryState.VALID);
    }

    @Test
    void anEntryThatWasFreedStaysSoInMemoryOfZeros() {
        told.unmap(7, 3 * MIB, MIB);
        call("madvise(start: 7f0000000000, len_in: 80000000, behavior: 4)", "0x0");
        assertThat(told.stateOf(3)).isEqualTo(EntryState.FREED);
        assertThat(told.stateOf(4)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void noErrorRestsOnWhatStoodInIt() {
        map(0x1000_0000, 0x1000);
        told.unmap(7, 0x1000_0000, 0x1000);
        call("madvise(start: 7f0000000000, len_in: 80000000, behavior: 4)", "0x0");
        call("munmap(addr: 300000, len: 100000)", "0x0");
        assertThat(told.ways()).doesNotContain(Way.MEMORY_GONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {DIRECTORY, DIRECTORY + 1})
    void managementIsOfAnotherDirectoryIfThereIsRoomForOne(long length) {
        map(0x6000_0000_0000L, length);
        enable();
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
        assertThat(told.replay(Questions.NONE).addressSpaces().get(0).complete()).isFalse();
    }

    private void enable() {
        call("prctl(option: 2b, arg2: 0, arg3: 0, arg4: 0, arg5: 0)", "0x0");
    }

    private void map(long start, long length) {
        call(
                "mmap(addr: %x, len: %x, prot: 3, flags: 32, fd: 0, off: 0)"
                        .formatted(start, length),
                "0x%x".formatted(start));
    }

    private void call(String call, String result) {
        told.add(7, "sys_" + call);
        told.add(7, "sys_" + call.substring(0, call.indexOf('(')) + " -> " + result);
    }
}
