package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * Events in an order that no kernel has, with addresses at every edge: 0, the last one of 47 bits,
 * that of a five-level page table, ranges that wrap. Nothing may throw, and counts must add up.
 */
class HostileEventsTest {

    private static final int EVENTS = 400;
    private static final long BASE = 0x7f00_0000_0000L;
    private static final long MIB = 0x10_0000;

    private static final String[] NAMES = {
        "munmap",
        "mmap",
        "mremap",
        "brk",
        "shmat",
        "shmdt",
        "prctl",
        "clone",
        "execve",
        "remap_file_pages",
        "ipc",
        "old_mmap",
        "read",
        "bd_sem",
        "mmap_sem",
        "other"
    };

    private static final long[] EDGES = {
        0,
        1,
        2,
        3,
        0xfff,
        0x1000,
        43,
        44,
        11,
        128,
        0x10,
        0x32,
        0x4000,
        MIB,
        MIB - 1,
        3 * MIB,
        4 * MIB,
        BASE,
        BASE | 3,
        BASE + 8,
        (BASE + 8) | 2,
        BASE + ((1L << 31) - 8),
        (BASE + ((1L << 31) - 8)) | 2,
        BASE - 4 * MIB,
        (1L << 47) - 1,
        (1L << 47) - 0x1000,
        1L << 47,
        1L << 56,
        0xffff_ffffL,
        0x1_0000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -0x1000,
        -4095,
        -22
    };

    private final Names names = new Names();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void nothingThatATraceCanSayBreaksTheReplay(long seed) {
        for (long round = 0; round < 40; round++) {
            SplittableRandom random = new SplittableRandom(100 * seed + round);
            MpxReplay replay = new MpxReplay();
            EventBatch events = events(random);
            replay.accept(events);
            MpxObservations found = replay.finish();
            tellsTheSameWithoutSections(events, found);
            for (UnmapCount count : found.unmaps()) {
                assertThat(count.unknown()).as("seed %d, round %d", seed, round).isNotNegative();
            }
            for (SectionCount count : found.sections()) {
                assertThat(count.holds()).isLessThanOrEqualTo(count.waits());
                assertThat(count.waits()).isLessThanOrEqualTo(count.count());
            }
            for (Breach breach : found.breaches()) {
                assertThat(breach.at().line()).isBetween(1L, (long) EVENTS);
            }
        }
    }

    /** Critical sections are looked at from aside: nothing else depends on them. */
    private static void tellsTheSameWithoutSections(EventBatch events, MpxObservations found) {
        MpxReplay replay = new MpxReplay(Questions.NONE.withoutSections());
        replay.accept(events);
        MpxObservations without = replay.finish();
        assertThat(without.sections()).isEmpty();
        assertThat(without.paths()).isEmpty();
        assertThat(without.breaches()).isEqualTo(found.breaches());
        assertThat(without.unmaps()).isEqualTo(found.unmaps());
        assertThat(without.signs()).isEqualTo(found.signs());
        assertThat(without.addressSpaces()).isEqualTo(found.addressSpaces());
    }

    private EventBatch events(SplittableRandom random) {
        EventBatch batch = new EventBatch(names);
        batch.reset(new byte[0]);
        batch.setFirstLine(1);
        EventKind[] kinds = EventKind.values();
        boolean managed = random.nextBoolean();
        for (int line = 0; line < EVENTS; line++) {
            EventKind kind = kinds[random.nextInt(kinds.length)];
            boolean gap = kind.isMeta() && random.nextInt(20) != 0;
            kind = gap || (managed && line < 3) ? EventKind.BOUNDS_FAULT : kind;
            int row =
                    batch.add(
                            kind,
                            line,
                            1000L * line,
                            1 + random.nextInt(3),
                            Names.EMPTY,
                            random.nextInt(2),
                            Context.UNKNOWN);
            batch.setName(row, names.intern(NAMES[random.nextInt(NAMES.length)]));
            batch.setAddress(row, edge(random));
            batch.setMode(row, random.nextInt(4) == 0 ? Mode.READ : random.nextInt(8));
            int payload = random.nextInt(7);
            for (int i = 0; i < payload; i++) {
                batch.addPayload(edge(random));
            }
        }
        return batch;
    }

    private static long edge(SplittableRandom random) {
        return EDGES[random.nextInt(EDGES.length)];
    }
}
