package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A segment of two entries that shmdt takes away: its size is in no event but those of the
 * searches.
 */
class DetachedSegmentTest {

    private static final long SEGMENT = 0x1000_0000_0000L;
    private static final long OTHER = 0x1000_1000_0000L;
    private static final long BEFORE = 0x1000_2000_0000L;
    private static final long FIRST = Geometry.BITS_64.index(SEGMENT);

    private final Told told = new Told();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void anEntryThatTheKernelLeavesIsFoundWhicheverPartsItSearched(int parts) {
        attached();
        detach(parts, SEGMENT);
        assertThat(told.ways()).containsExactly(Way.MEMORY_GONE);
        assertThat(memoryOf(FIRST)).isEqualTo(CoveredMemory.UNMAPPED);
        assertThat(memoryOf(FIRST + 1)).isEqualTo(CoveredMemory.UNMAPPED);
    }

    @Test
    void aSearchOfOtherMemorySaysNothingOfTheSegment() {
        attached();
        detach(1, OTHER);
        assertThat(told.ways()).doesNotContain(Way.MEMORY_GONE);
        assertThat(memoryOf(FIRST + 1)).isEqualTo(CoveredMemory.UNKNOWN);
    }

    @Test
    void aShmdtOfWhatIsNotKnownToBeASegmentTellsNothing() {
        told.fault(7, FIRST);
        told.table(7, Told.TABLE);
        detach(1, SEGMENT);
        assertThat(memoryOf(FIRST)).isEqualTo(CoveredMemory.UNKNOWN);
    }

    /** The kernel tells its invalidations; the segment has two tables. */
    private void attached() {
        told.fault(7, Geometry.BITS_64.index(BEFORE));
        told.table(7, Told.TABLE);
        told.add(7, "sys_munmap(addr: %x, len: 100000)".formatted(BEFORE));
        search(BEFORE, BEFORE + Told.MIB);
        clear(Geometry.BITS_64.index(BEFORE), Told.TABLE);
        told.add(7, "sys_munmap -> 0x0");
        told.add(7, "sys_shmat(shmid: 1, shmaddr: 0, shmflg: 0)");
        told.add(7, "sys_shmat -> 0x%x".formatted(SEGMENT));
        told.fault(7, FIRST);
        told.table(7, Told.TABLE);
        told.fault(7, FIRST + 1);
        told.table(7, Told.TABLE - 4 * Told.MIB);
    }

    /** In so many searches from there on; the table of the second entry is forgotten. */
    private void detach(int parts, long searched) {
        told.add(7, "sys_shmdt(shmaddr: %x)".formatted(SEGMENT));
        long part = 2 * Told.MIB / parts;
        for (int i = 0; i < parts; i++) {
            search(searched + i * part, searched + (i + 1) * part);
        }
        if (searched == SEGMENT) {
            clear(FIRST, Told.TABLE);
        }
        told.add(7, "sys_shmdt -> 0x0");
    }

    private void search(long from, long to) {
        told.add(7, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(from, to));
    }

    private void clear(long index, long table) {
        told.add(
                7,
                "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                        .formatted(Told.BASE + 8 * index, table));
        told.add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(table, table + 4 * Told.MIB));
    }

    private CoveredMemory memoryOf(long index) {
        return told.replay(Questions.NONE)
                .addressSpaces()
                .get(0)
                .entry(index)
                .orElseThrow()
                .memory();
    }
}
