package org.lockreplay.replay;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;

/**
 * Finds acquisitions at the beginning of a recording whose releases were not recorded yet.
 *
 * <p>{@code echo 1 > events/lock/enable} switches {@code lock_acquire} on first and {@code
 * lock_release} some microseconds later, {@code perf record} on one CPU after the other. What a CPU
 * shows as taken before its first release may have been released unseen. It has been where the
 * trace never shows its release, although it shows those of other locks of its class; so may then
 * all that were taken so early and not released. They are as unknown as those from before the
 * recording. Who waits for a lock does not hold it yet: only a task that went on can have released
 * one.
 *
 * <p>Cost: a look at the first {@value #FAR} rows of a recording at most. Those with locks are
 * compared with the acquisitions that are open, the first {@value #QUIET} or so and further ones
 * while an early one is, so that a recording whose releases are missing costs the square of them.
 */
public final class EarlyAcquisitions {

    /** How many events there may be until all kinds of events are switched on. */
    private static final int WINDOW = 2048;

    /** After so many events without an early acquisition no more are looked for. */
    private static final int QUIET = 256;

    /** One task that takes a lock again may be a bug; so many mean that releases are missing. */
    private static final int REENTRIES = 2;

    /** A recording has to have so many events: in fewer, that no release came proves nothing. */
    private static final int ENOUGH = 1000;

    /** So many are looked at, no more than batches of any form have: a CPU may idle for as long. */
    private static final int FAR = 8192;

    private final EventBatch batch;
    private final int from;

    /** The row behind the last one that is looked at. */
    private final int end;

    /** CPUs that have shown a release; CPU -1 is at 0. */
    private final BitSet releasing = new BitSet();

    /** Lock classes of which a release was seen, by name. */
    private final BitSet released = new BitSet();

    /** Rows of acquisitions that were not released so far. */
    private int[] open = new int[16];

    private int size;

    /** How many of them stand in front of their CPU's first release. */
    private int early;

    private int lastEarly;

    private final BitSet earlyRows = new BitSet();

    /** Rows of those whose task took another lock since: it had got them. */
    private final BitSet had = new BitSet();

    /**
     * Rows of those that others took and released since: they are certain to have been released.
     */
    private final BitSet passedOn = new BitSet();

    /** CPUs, as in {@link #releasing}, whose releases were not recorded at first, for certain. */
    private final BitSet unrecorded = new BitSet();

    /** Rows of those whose task went on when it could have released them, or holds them still. */
    private final BitSet leftBehind = new BitSet();

    /** Rows of those whose task took the same lock once more, and one of the two for write. */
    private final BitSet takenAgain = new BitSet();

    /** By CPU, the last row that says that events of it are missing; -1 is any CPU. */
    private final Map<Integer, Integer> losses = new HashMap<>();

    /** Rows of those whose task found the lock taken. */
    private final BitSet waiting = new BitSet();

    private EarlyAcquisitions(EventBatch batch, int from, int end) {
        this.batch = batch;
        this.from = from;
        this.end = end;
        lastEarly = from;
    }

    /**
     * Makes other events of those acquisitions in a recording that begins at this row.
     *
     * @return how many
     */
    public static int hide(EventBatch batch, int from) {
        int end = end(batch, from);
        if (end - from < ENOUGH) {
            return 0;
        }
        EarlyAcquisitions acquisitions = new EarlyAcquisitions(batch, from, end);
        acquisitions.pair();
        return acquisitions.hide();
    }

    /** Where the recording ends that begins at this row, its batch, or what is looked at. */
    private static int end(EventBatch batch, int from) {
        boolean begun = false;
        long time = Long.MIN_VALUE;
        boolean ticks = false;
        int end = Math.min(batch.size(), from + FAR);
        for (int row = from; row < end; row++) {
            EventKind kind = batch.kind(row);
            if (kind == EventKind.RECORDING_STARTED && begun) {
                return row;
            }
            if (!kind.isMeta()) {
                boolean sameClock = Context.ticks(batch.context(row)) == ticks;
                if (begun && sameClock && batch.time(row) < time) {
                    return row;
                }
                begun = true;
                time = batch.time(row);
                ticks = Context.ticks(batch.context(row));
            }
        }
        return end;
    }

    private void pair() {
        int window = Math.min(end, from + WINDOW);
        for (int row = from; row < window || early > 0 && row < end; row++) {
            if (early == 0 && row > lastEarly + QUIET) {
                return;
            }
            switch (batch.kind(row)) {
                case LOCK_ACQUIRE -> {
                    goesOn(row);
                    take(row, row < window && !releasing.get(batch.cpu(row) + 1));
                }
                case LOCK_RELEASE -> {
                    releasing.set(batch.cpu(row) + 1);
                    released.set(batch.name(row));
                    giveBack(row);
                    goesOn(row);
                }
                case LOCK_CONTENDED -> waits(row, true);
                case LOCK_ACQUIRED -> waits(row, false);
                case SYSCALL_ENTER,
                        SYSCALL_EXIT,
                        RAW_SYSCALL_ENTER,
                        RAW_SYSCALL_EXIT,
                        PAGE_FAULT_USER,
                        BOUNDS_FAULT,
                        EXIT ->
                        leaveAll(row);
                case LOST, BUFFER_STARTED, UNREADABLE -> losses.put(batch.cpu(row), row);
                default -> {}
            }
        }
    }

    /** Who waits for a lock takes and releases no other. */
    private void goesOn(int row) {
        for (int i = 0; i < size; i++) {
            boolean other = batch.address(open[i]) != batch.address(row);
            if (other && isOfOneTask(open[i], row)) {
                had.set(open[i], had.get(open[i]) || !waiting.get(open[i]));
                leftBehind.set(open[i], leftBehind.get(open[i]) || !released.isEmpty());
            }
        }
    }

    /** The task in this row is in user space, or ends: it waits for nothing. */
    private void leaveAll(int row) {
        for (int i = 0; i < size; i++) {
            if (isOfOneTask(open[i], row)) {
                leftBehind.set(open[i]);
                waiting.clear(open[i]);
            }
        }
    }

    private void waits(int row, boolean still) {
        int found = indexOf(row);
        if (found >= 0) {
            waiting.set(open[found], still);
        }
    }

    private void take(int row, boolean isEarly) {
        if (!isEarly && !isOpen(batch.address(row))) {
            return;
        }
        int before = indexOf(row);
        if (before >= 0 && !areReaders(open[before], row)) {
            takenAgain.set(open[before]);
        }
        if (size == open.length) {
            open = Arrays.copyOf(open, 2 * size);
        }
        open[size++] = row;
        if (isEarly) {
            earlyRows.set(row);
            lastEarly = row;
            early++;
        }
    }

    /** The last acquisition by the same task ends. */
    private void giveBack(int row) {
        int found = indexOf(row);
        if (found >= 0) {
            passOn(open[found]);
            early -= earlyRows.get(open[found]) ? 1 : 0;
            System.arraycopy(open, found + 1, open, found, size - found - 1);
            size--;
        }
    }

    /**
     * Who took the lock in this row had it: all that could not have it at the same time did not.
     */
    private void passOn(int taken) {
        for (int i = 0; i < size && open[i] < taken; i++) {
            if (batch.address(open[i]) == batch.address(taken)
                    && had.get(open[i])
                    && !isOfOneTask(open[i], taken)
                    && !areReaders(open[i], taken)) {
                passedOn.set(open[i]);
            }
        }
    }

    private boolean areReaders(int row, int other) {
        return Mode.read(batch.mode(row) & batch.mode(other));
    }

    /**
     * The last acquisition of the lock in this row by the task in it. Behind a loss of events it
     * may have been another one.
     */
    private int indexOf(int row) {
        for (int i = size - 1; i >= 0; i--) {
            if (batch.address(open[i]) == batch.address(row) && isOfOneTask(open[i], row)) {
                return isLost(open[i], row) ? -1 : i;
            }
        }
        return -1;
    }

    /** Whether events of the CPUs of these rows, or of any, are missing between the two. */
    private boolean isLost(int taken, int row) {
        return isLostOf(-1, taken)
                || isLostOf(batch.cpu(taken), taken)
                || isLostOf(batch.cpu(row), taken);
    }

    private boolean isLostOf(int cpu, int since) {
        return losses.getOrDefault(cpu, -1) > since;
    }

    private boolean isOfOneTask(int row, int other) {
        int pid = batch.pid(row);
        return pid == batch.pid(other) && (pid != 0 || batch.cpu(row) == batch.cpu(other));
    }

    private boolean isOpen(long address) {
        for (int i = 0; i < size; i++) {
            if (batch.address(open[i]) == address) {
                return true;
            }
        }
        return false;
    }

    /** Where one was released unseen, releases were not recorded yet: the others may have been. */
    private int hide() {
        for (int i = 0; i < size; i++) {
            if (isCertain(open[i])) {
                unrecorded.set(batch.cpu(open[i]) + 1);
            }
        }
        if (!isAnyUnseen()) {
            return 0;
        }
        int hidden = 0;
        for (int i = 0; i < size; i++) {
            if (isJudged(open[i])) {
                batch.setKind(open[i], EventKind.OTHER);
                hidden++;
            }
        }
        return hidden;
    }

    private boolean isAnyUnseen() {
        for (int i = 0; i < size; i++) {
            if (isJudged(open[i]) && released.get(batch.name(open[i]))) {
                return true;
            }
        }
        return false;
    }

    /** Whether it was released unseen, for certain or as others were before the first release. */
    private boolean isJudged(int row) {
        int cpu = batch.cpu(row) + 1;
        boolean gone = leftBehind.get(row) || had.get(row) && unrecorded.get(cpu);
        boolean maybe = releasing.get(cpu) && gone && !waiting.get(row);
        return earlyRows.get(row) && (maybe || isCertain(row));
    }

    private boolean isCertain(int row) {
        boolean again = takenAgain.get(row) && takenAgain.cardinality() >= REENTRIES;
        return earlyRows.get(row) && (passedOn.get(row) || again);
    }
}
