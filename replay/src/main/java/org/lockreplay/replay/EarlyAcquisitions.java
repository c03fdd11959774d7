package org.lockreplay.replay;

import java.util.Arrays;
import java.util.BitSet;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;

/**
 * Finds acquisitions at the beginning of a recording whose releases were not recorded yet.
 *
 * <p>{@code echo 1 > events/lock/enable} switches {@code lock_acquire} on first and {@code
 * lock_release} some microseconds later, {@code perf record} on one CPU after the other. What a CPU
 * shows as taken before its first release may have been released unseen. It has been where the
 * trace never shows its release, although it shows those of other locks of its class; so may then
 * all that were taken so early and not released. They are as unknown as those from before the
 * recording.
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

    private static final int LAST_LOCK_KIND = EventKind.LOCK_RELEASE.ordinal();

    /** A recording has to have so many events: in fewer, that no release came proves nothing. */
    private static final int ENOUGH = 1000;

    /** So many are looked at, as batches may have, whatever form their trace has. */
    private static final int FAR = 4096;

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

    /** Rows of those whose task took or released other locks since. */
    private final BitSet leftBehind = new BitSet();

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
        byte[] kinds = batch.kinds();
        for (int row = from; row < window || early > 0 && row < end; row++) {
            if (early == 0 && row > lastEarly + QUIET) {
                return;
            }
            if (kinds[row] > LAST_LOCK_KIND) {
                continue;
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
                case LOCK_CONTENDED -> waits(row);
                default -> {}
            }
        }
    }

    /** Once releases are recorded, who waits for a lock takes and releases no other. */
    private void goesOn(int row) {
        for (int i = 0; i < size && !released.isEmpty(); i++) {
            if (batch.pid(open[i]) == batch.pid(row)) {
                leftBehind.set(open[i]);
            }
        }
    }

    private void waits(int row) {
        int found = indexOf(row);
        if (found >= 0) {
            waiting.set(open[found]);
        }
    }

    private void take(int row, boolean isEarly) {
        if (!isEarly && !isOpen(batch.address(row))) {
            return;
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
            early -= earlyRows.get(open[found]) ? 1 : 0;
            System.arraycopy(open, found + 1, open, found, size - found - 1);
            size--;
        }
    }

    /** The last acquisition of the lock in this row by the task in it. */
    private int indexOf(int row) {
        for (int i = size - 1; i >= 0; i--) {
            if (batch.address(open[i]) == batch.address(row)
                    && batch.pid(open[i]) == batch.pid(row)) {
                return i;
            }
        }
        return -1;
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

    /** Whether it stands in front of the first release of its CPU, and its task has gone on. */
    private boolean isJudged(int row) {
        return earlyRows.get(row)
                && releasing.get(batch.cpu(row) + 1)
                && leftBehind.get(row)
                && !waiting.get(row);
    }
}
