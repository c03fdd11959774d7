package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.MIB;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which path memory was unmapped, and whether a bounds table was in it. */
class UnmapPathsTest {

    private final Told told = new Told();

    @BeforeEach
    void twoThreads() {
        told.fork(7, 8, "3d0f00");
    }

    @Test
    void aTableInTheMemoryMakesItAnUnmapOfATable() {
        told.fault(8, 3);
        told.table(8, TABLE);
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(TABLE, 4 * MIB));
        told.add(7, "sys_munmap -> 0x0");
        assertThat(paths()).containsExactly("munmap of a bounds table");
    }

    @Test
    void oneThatComesIntoTheHoleDoesNot() {
        told.add(7, "sys_munmap(addr: %x, len: %x)".formatted(TABLE, 4 * MIB));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * MIB));
        told.fault(8, 3);
        told.table(8, TABLE);
        told.add(7, "sys_munmap -> 0x0");
        assertThat(paths()).containsExactly("munmap");
    }

    @Test
    void norWhereASegmentWasDetached() {
        told.add(7, "sys_shmat(shmid: 1, shmaddr: 0, shmflg: 0)");
        told.add(7, "sys_shmat -> 0x%x".formatted(TABLE));
        told.add(7, "sys_shmdt(shmaddr: %x)".formatted(TABLE));
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(TABLE, TABLE + MIB));
        told.fault(8, 3);
        told.table(8, TABLE);
        told.add(7, "sys_shmdt -> 0x0");
        assertThat(paths()).containsExactly("shmdt");
    }

    @ParameterizedTest
    @CsvSource({"32, mmap MAP_FIXED", "100032,"})
    void aMappingThatReplacesNothingIsNone(String flags, String path) {
        told.add(7, "sys_mmap(addr: 0, len: 1000, prot: 3, flags: 22, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x%x".formatted(MIB));
        told.add(
                7,
                "sys_mmap(addr: %x, len: 1000, prot: 3, flags: %s, fd: 0, off: 0)"
                        .formatted(MIB, flags));
        told.add(7, "sys_mmap -> 0x%x".formatted(MIB));
        told.fault(7, 3);
        assertThat(paths()).isEqualTo(Stream.ofNullable(path).toList());
    }

    private List<String> paths() {
        return told.replay(Questions.NONE).unmaps().stream().map(UnmapCount::path).toList();
    }
}
