package org.lockreplay.replay.lock;

/**
 * A growing set of task indexes; to add the task that was added last costs one comparison.
 *
 * <p>Open addressing with linear probing, at most half full; a free slot is 0.
 */
final class TaskSet {

    private int last = -1;
    private int size;
    private int[] slots = new int[2];

    void add(int task) {
        if (task != last) {
            last = task;
            insert(task + 1);
        }
    }

    void addAll(TaskSet other) {
        for (int slot : other.slots) {
            if (slot != 0) {
                insert(slot);
            }
        }
    }

    int size() {
        return size;
    }

    private void insert(int value) {
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
