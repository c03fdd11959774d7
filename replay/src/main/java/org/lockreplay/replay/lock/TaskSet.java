package org.lockreplay.replay.lock;

/**
 * A growing set of task indexes; to add the task that was added last costs one comparison.
 *
 * <p>Open addressing with linear probing, at most half full; a free slot is 0.
 */
final class TaskSet {

    private static final int[] NO_SLOTS = {};

    private int last = -1;
    private int size;

    /** None for a single task, which is the last one. */
    private int[] slots = NO_SLOTS;

    void add(int task) {
        if (task != last) {
            insert(task + 1);
            last = task;
        }
    }

    void addAll(TaskSet other) {
        if (other.size == 1) {
            add(other.last);
        }
        for (int slot : other.slots) {
            if (slot != 0) {
                add(slot - 1);
            }
        }
    }

    int size() {
        return size;
    }

    private void insert(int value) {
        if (size == 0) {
            size = 1;
            return;
        }
        if (slots.length == 0) {
            slots = new int[4];
            slots[slot(slots, last + 1)] = last + 1;
        }
        int at = slot(slots, value);
        if (slots[at] == value) {
            return;
        }
        slots[at] = value;
        size++;
        if (2 * size > slots.length) {
            grow();
        }
    }

    private void grow() {
        int[] wider = new int[2 * slots.length];
        for (int value : slots) {
            if (value != 0) {
                wider[slot(wider, value)] = value;
            }
        }
        slots = wider;
    }

    private static int slot(int[] slots, int value) {
        int mask = slots.length - 1;
        int at = value * 0x9e3779b1 >>> 7 & mask;
        while (slots[at] != 0 && slots[at] != value) {
            at = at + 1 & mask;
        }
        return at;
    }
}
