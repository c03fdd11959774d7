package org.lockreplay.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The columns of a batch: what is written is read back, for any number of rows. */
class EventBatchTest {

    private final Names names = new Names();
    private final EventBatch batch = new EventBatch(names);

    @Test
    void aBatchGrowsWithoutLosingARow() {
        int rows = 10_000;
        for (int i = 0; i < rows; i++) {
            int row = batch.add(EventKind.of(i % 10), i, i * 3L);
            batch.setTask(row, i, Names.EMPTY, i % 7, i % 5);
            batch.setAddress(row, -i);
            batch.setMode(row, i % 8);
            for (int n = 0; n < i % 4; n++) {
                batch.addPayload(i + n);
            }
        }
        assertThat(batch.size()).isEqualTo(rows);
        for (int i = 0; i < rows; i++) {
            assertThat(batch.kind(i)).isEqualTo(EventKind.of(i % 10));
            assertThat(batch.line(i)).isEqualTo(i + 1);
            assertThat(batch.time(i)).isEqualTo(i * 3L);
            assertThat(batch.pid(i)).isEqualTo(i);
            assertThat(batch.cpu(i)).isEqualTo(i % 7);
            assertThat(batch.context(i)).isEqualTo(i % 5);
            assertThat(batch.address(i)).isEqualTo(-i);
            assertThat(batch.mode(i)).isEqualTo(i % 8);
            assertThat(batch.payloadCount(i)).isEqualTo(i % 4);
            for (int n = 0; n < i % 4; n++) {
                assertThat(batch.payload(i, n)).isEqualTo(i + n);
            }
            assertThat(batch.payload(i, i % 4)).isZero();
        }
    }

    @Test
    void aRowTakenBackLeavesNothingBehind() {
        batch.add(EventKind.FORK, 0, 1);
        batch.addPayload(7);
        int row = batch.add(EventKind.SWITCH, 1, 2);
        batch.setAddress(row, 9);
        batch.addPayload(8);
        batch.removeLast();
        row = batch.add(EventKind.EXIT, 2, 3);
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.address(row)).isZero();
        assertThat(batch.payloadCount(row)).isZero();
        assertThat(batch.payload(0, 0)).isEqualTo(7);
    }

    @Test
    void relabellingTranslatesTaskEventAndName() {
        int row = batch.add(EventKind.LOCK_ACQUIRE, 0, 0);
        batch.setTask(row, 1, 1, 0, 0);
        batch.setEvent(row, 2);
        batch.setName(row, 3);
        batch.relabel(new int[] {0, 10, 20, 30});
        assertThat(batch.task(row)).isEqualTo(10);
        assertThat(batch.event(row)).isEqualTo(20);
        assertThat(batch.name(row)).isEqualTo(30);
    }

    @Test
    void linesCountFromTheFirstLineOfTheBatch() {
        batch.add(EventKind.MARKER, 0, 0);
        batch.add(EventKind.MARKER, 41, 0);
        batch.setFirstLine(1L << 40);
        assertThat(batch.line(1)).isEqualTo((1L << 40) + 41);
        batch.reset(new byte[0]);
        batch.add(EventKind.MARKER, 3, 0);
        assertThat(batch.size()).isEqualTo(1);
        assertThat(batch.line(0)).isEqualTo(4);
    }

    @Test
    void aCopyOfAnEventIsOfItsKind() {
        batch.reset("-> 0x1".getBytes(StandardCharsets.US_ASCII));
        int lock = batch.add(EventKind.LOCK_ACQUIRE, 0, 5);
        batch.setTask(lock, 7, names.intern("sh"), 2, Context.UNKNOWN);
        batch.setEvent(lock, names.intern("lock_acquire"));
        batch.setName(lock, names.intern("&a"));
        batch.setAddress(lock, 0xff);
        batch.setMode(lock, Mode.TRY | Mode.READ);
        int call = batch.add(EventKind.SYSCALL_EXIT, 1, 6);
        batch.setEvent(call, names.intern("sys_brk"));
        batch.setText(call, 0, 6);
        int gap = batch.add(EventKind.LOST, 2, 0);
        batch.addPayload(12);
        assertThat(batch.toEvent(lock))
                .isEqualTo(
                        new TraceEvent.Lock(
                                new Origin(1, 5, 7, "sh", 2, Context.UNKNOWN),
                                EventKind.LOCK_ACQUIRE,
                                "lock_acquire",
                                0xff,
                                "&a",
                                Mode.TRY | Mode.READ));
        assertThat(batch.toEvent(call))
                .isEqualTo(
                        new TraceEvent.Traced(
                                new Origin(2, 6, -1, "", -1, Context.UNKNOWN),
                                EventKind.SYSCALL_EXIT,
                                "sys_brk",
                                "-> 0x1"));
        TraceEvent lost = batch.toEvent(gap);
        assertThat(lost)
                .isEqualTo(
                        new TraceEvent.Gap(
                                new Origin(3, 0, -1, "", -1, Context.UNKNOWN), EventKind.LOST, 12));
        assertThat(lost.event()).isEmpty();
    }

    @Test
    void onlyTheFourLockEventsAreLocksAndOnlyGapsAreMeta() {
        for (EventKind kind : EventKind.values()) {
            assertThat(kind.isLock()).isEqualTo(kind.name().startsWith("LOCK_"));
            assertThat(EventKind.of(kind.ordinal())).isEqualTo(kind);
        }
        assertThat(EventKind.values())
                .filteredOn(EventKind::isMeta)
                .containsExactly(
                        EventKind.LOST,
                        EventKind.BUFFER_STARTED,
                        EventKind.RECORDING_STARTED,
                        EventKind.CPU_COUNT,
                        EventKind.UNREADABLE);
    }

    @Test
    void theBitsOfAModeAreIndependent() {
        for (int mode = 0; mode < 8; mode++) {
            assertThat(Mode.read(mode)).isEqualTo((mode & 1) != 0);
            assertThat(Mode.tryLock(mode)).isEqualTo((mode & 2) != 0);
            assertThat(Mode.hidden(mode)).isEqualTo((mode & 4) != 0);
        }
    }
}
