package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.replay.mm.Moment;

/**
 * Of two recordings in one trace, what the later one shows, or misses, says nothing of the earlier
 * one, and what the earlier one left open does not go on in the later one.
 */
class LaterRecordingsTest {

    private static final String HEADER = "# tracer: nop";
    private static final String ONE_CPU = "# entries-in-buffer/entries-written: 9/9   #P:1";
    private static final String MMAP_SEM = "ffff8880b6ab14a8 mmap_sem";
    private static final String BD_SEM = "ffff8880b6ab1548 bd_sem";

    /** Task 8 was stopped with the semaphore held; another machine has a task 8 too. */
    @Test
    void aTaskHoldsNothingFromARecordingOfLocksAlone() {
        Told told = Told.empty();
        told.line(HEADER);
        told.add(7, "lock_acquire: " + BD_SEM);
        told.add(7, "lock_release: " + BD_SEM);
        told.add(8, "lock_acquire: " + MMAP_SEM);
        told.line(HEADER);
        told.line(ONE_CPU);
        told.begin(7);
        told.add(7, "lock_acquire: " + BD_SEM);
        told.add(7, "lock_release: " + BD_SEM);
        told.fault(8, 3);
        told.table(8, Told.TABLE);
        assertThat(told.ways()).containsOnly(Way.NOT_HELD);
        assertThat(told.replay(Questions.NONE).recordings()).isEqualTo(1);
    }

    @Test
    void tablesOfALaterRecordingDoNotShowThatThoseOfThisOneWereTraced() {
        Told told = new Told(HEADER);
        told.fault(7, 3);
        assertThat(told.replay(Questions.NONE).addressSpaces().get(0).complete()).isFalse();
        told.line(HEADER);
        told.begin(9);
        told.fault(9, 3);
        told.table(9, Told.TABLE);
        MpxObservations found = told.replay(Questions.NONE);
        assertThat(found.addressSpaces())
                .extracting(DirectoryState::complete)
                .containsExactly(false, true);
        assertThat(found.signs()).containsEntry(Sign.UNKNOWN_ENTRIES, 1L);
    }

    @Test
    void aLaterRecordingWithoutTablesTakesNoneAway() {
        Told told = new Told(HEADER);
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        told.line(HEADER);
        told.begin(9);
        told.fault(9, 3);
        assertThat(told.replay(Questions.NONE).addressSpaces())
                .extracting(DirectoryState::complete)
                .containsExactly(true, false);
    }

    /** CPU 1 has its last line in the first recording, CPU 2 none at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CPU:1 [LOST 77 EVENTS]",
                "CPU:2 [LOST 77 EVENTS]",
                "##### CPU 1 buffer started ####"
            })
    void whatALaterRecordingMissesIsNotMissingInThisOne(String gap) {
        Told told = new Told(HEADER);
        told.line(" a-6 [001] .... 0.000005: sys_getpid()");
        told.fault(7, 3);
        int filled = told.table(7, Told.TABLE);
        told.fault(7, 5);
        int asked = told.table(7, Told.TABLE - 4 * Told.MIB);
        told.line(HEADER);
        told.add(9, "sys_brk(brk: 0)");
        told.line(gap);
        told.add(9, "sys_brk -> 0x1000000");
        MpxObservations found = told.replay(Questions.NONE.atLines(List.of((long) asked)));
        assertThat(found.gaps()).isEqualTo(1);
        List<DirectoryState> states =
                List.of(found.snapshots().get(0).of(7).orElseThrow(), found.addressSpaces().get(0));
        for (DirectoryState state : states) {
            assertThat(state.managed()).isEqualTo(Management.ON);
            assertThat(state.complete()).isTrue();
            assertThat(state.entries())
                    .extracting(DirectoryEntry::state)
                    .containsExactly(EntryState.VALID, EntryState.VALID);
            assertThat(state.entry(3).orElseThrow().since().line()).isEqualTo(filled);
        }
    }

    /** A header has no time of its own. */
    @Test
    void anAddressSpaceEndsNoEarlierThanItsLastEvent() {
        Told told = new Told(HEADER);
        int last = told.fault(7, 3);
        int header = told.line(HEADER);
        told.begin(9);
        Optional<Moment> end = told.replay(Questions.NONE).addressSpaces().get(0).end();
        assertThat(end).contains(new Moment(header, last * 1000L));
    }

    @Test
    void lockEventsOfAnEarlierRecordingDoNotStandForMmapLock() {
        Told told = Told.empty();
        told.line(HEADER);
        told.begin(7);
        told.add(7, "lock_acquire: " + MMAP_SEM);
        told.add(7, "lock_release: " + MMAP_SEM);
        told.line(HEADER);
        told.begin(9);
        told.add(9, "lock_acquire: " + BD_SEM);
        told.add(9, "lock_release: " + BD_SEM);
        String lock = "mm=00000000a1b2c3d4 memcg_path= write=true success=true";
        told.add(9, "mmap_lock_acquire_returned: " + lock);
        told.add(9, "lock_acquire: " + BD_SEM);
        told.add(9, "mmap_lock_released: mm=00000000a1b2c3d4 memcg_path= write=true");
        assertThat(told.ways()).containsExactly(Way.INVERSE);
    }
}
