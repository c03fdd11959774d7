package org.lockreplay.replay;

import java.util.Arrays;
import java.util.BitSet;
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
 * <p>Cost: a look at each of the first {@value #QUIET} rows of a recording or so, and further ones
 * of their batch only while there is an acquisition without its release; each is compared with
 * those that are open, so that a batch whose releases are missing costs the square of its locks.
 */
public final class EarlyAcquisitions {

    /** How many events there may be until all kinds of events are switched on. */
    private static final int WINDOW = 2048;

    /** After so many events without an early acquisition no more are looked for. */
    private static final int QUIET = 256;

    private static final int LAST_LOCK_KIND = EventKind.LOCK_RELEASE.ordinal();
    private static final int HEADER = EventKind.RECORDING_STARTED.ordinal();

    /** So many events have to follow: in fewer, that no release came proves nothing. */
    private static final int ENOUGH = 1000;

    private final EventBatch batch;
    private final int from;

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

    private EarlyAcquisitions(EventBatch batch, int from) {
        this.batch = batch;
        this.from = from;
        lastEarly = from;
    }

    /**
     * Makes other events of those acquisitions in a recording that begins at this row.
     *
     * @return how many
     */
    public static int hide(EventBatch batch, int from) {
        if (batch.size() - from < ENOUGH) {
            return 0;
        }
        EarlyAcquisitions acquisitions = new EarlyAcquisitions(batch, from);
        acquisitions.pair();
        return acquisitions.hide();
    }

    private void pair() {
        boolean begun = false;
        int end = Math.min(batch.size(), from + WINDOW);
        byte[] kinds = batch.kinds();
        for (int row = from; row < end || early > 0 && row < batch.size(); row++) {
            if (early == 0 && row > lastEarly + QUIET) {
                return;
            }
            if (kinds[row] > LAST_LOCK_KIND && kinds[row] != HEADER) {
                begun = true;
                continue;
            }
            switch (batch.kind(row)) {
                case LOCK_ACQUIRE -> {
                    goesOn(row);
                    take(row, row < end && !releasing.get(batch.cpu(row) + 1));
                }
                case LOCK_RELEASE -> {
                    releasing.set(batch.cpu(row) + 1);
                    released.set(batch.name(row));
                    giveBack(row);
                    goesOn(row);
                }
                case LOCK_CONTENDED -> waits(row);
                case RECORDING_STARTED -> {
                    if (begun) {
                        return;
                    }
                }
                default -> {}
            }
            begun |= batch.kind(row) != EventKind.RECORDING_STARTED;
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
