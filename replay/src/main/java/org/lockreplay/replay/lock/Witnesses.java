package org.lockreplay.replay.lock;

import java.util.Arrays;
import org.lockreplay.event.Names;

/**
 * Acquisitions that were the first of something, each once however many nestings it is part of.
 *
 * <p>Of the locks that a task holds at once, every two make a nesting: two hundred acquisitions,
 * and twenty thousand nestings. Rows are given in the order of their coming and never go away.
 * Cost: one probe of an open-addressing table.
 */
final class Witnesses {

    private static final int INITIAL_ROWS = 4;

    private long[] rows = new long[INITIAL_ROWS * HeldLock.WIDTH];
    private int[] rowPlusOne = new int[2 * INITIAL_ROWS];
    private Acquisition[] acquisitions = {};
    private int size;

    /** The row of a held lock as it stands now. */
    int of(long[] held, int at) {
        int slot = slot(held, at);
        if (rowPlusOne[slot] != 0) {
            return rowPlusOne[slot] - 1;
        }
        if (2 * (size + 1) > rowPlusOne.length) {
            grow();
            slot = slot(held, at);
        }
        System.arraycopy(held, at, rows, size * HeldLock.WIDTH, HeldLock.WIDTH);
        rowPlusOne[slot] = ++size;
        return size - 1;
    }

    long line(int row) {
        return HeldLock.line(rows, row * HeldLock.WIDTH);
    }

    /** The acquisition as evidence; the same object for the same row. */
    Acquisition acquisition(int row, LockClasses classes, Names names) {
        if (acquisitions.length < size) {
            acquisitions = Arrays.copyOf(acquisitions, size);
        }
        Acquisition known = acquisitions[row];
        if (known == null) {
            known = HeldLock.acquisition(rows, row * HeldLock.WIDTH, classes, names);
            acquisitions[row] = known;
        }
        return known;
    }

    private void grow() {
        rows = Arrays.copyOf(rows, 2 * rows.length);
        rowPlusOne = new int[2 * rowPlusOne.length];
        for (int row = 0; row < size; row++) {
            rowPlusOne[slot(rows, row * HeldLock.WIDTH)] = row + 1;
        }
    }

    private int slot(long[] held, int at) {
        int mask = rowPlusOne.length - 1;
        int slot = (int) (HeldLock.line(held, at) * 0x9e3779b97f4a7c15L >>> 33) & mask;
        while (rowPlusOne[slot] != 0 && !isRow(rowPlusOne[slot] - 1, held, at)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isRow(int row, long[] held, int at) {
        int from = row * HeldLock.WIDTH;
        return Arrays.equals(rows, from, from + HeldLock.WIDTH, held, at, at + HeldLock.WIDTH);
    }
}
