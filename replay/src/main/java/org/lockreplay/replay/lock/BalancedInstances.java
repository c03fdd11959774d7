package org.lockreplay.replay.lock;

/**
 * Which lock instances a context took and let go of again, in its present era.
 *
 * <p>Whoever could take a lock for write did not hold it then, so that a later release without an
 * acquire is certain. (A reader who may come back could have held it from before the trace all the
 * same.) Two tables of bounded size: when the newer is full it becomes the older, and what was not
 * touched since the last change is forgotten, so that its release would be unknown rather than
 * wrong.
 */
final class BalancedInstances {

    private static final int FULL = 1 << 17;
    private static final int WIDTH = 3;

    private long[] newer = new long[WIDTH * 256];
    private long[] older = new long[WIDTH * 256];
    private int size;

    void add(long era, int lockClass, long address) {
        int at = slot(newer, era, lockClass, address);
        if (newer[at] != 0) {
            return;
        }
        put(newer, at, era, lockClass, address);
        if (++size == FULL) {
            older = newer;
            newer = new long[WIDTH * 256];
            size = 0;
        } else if (2 * WIDTH * size > newer.length) {
            grow();
        }
    }

    boolean contains(long era, int lockClass, long address) {
        return newer[slot(newer, era, lockClass, address)] != 0
                || older[slot(older, era, lockClass, address)] != 0;
    }

    private void grow() {
        long[] wider = new long[2 * newer.length];
        for (int i = 0; i < newer.length; i += WIDTH) {
            if (newer[i] != 0) {
                int lockClass = (int) newer[i + 1];
                int at = slot(wider, newer[i], lockClass, newer[i + 2]);
                put(wider, at, newer[i], lockClass, newer[i + 2]);
            }
        }
        newer = wider;
    }

    private static void put(long[] table, int at, long era, int lockClass, long address) {
        table[at] = era;
        table[at + 1] = lockClass;
        table[at + 2] = address;
    }

    /** An era is never 0, so a free slot begins with 0. */
    private static int slot(long[] table, long era, int lockClass, long address) {
        int slots = table.length / WIDTH;
        long hash = (address + era * 0xc2b2ae3d27d4eb4fL + lockClass) * 0x9e3779b97f4a7c15L;
        int slot = (int) (hash >>> 33) & slots - 1;
        while (table[WIDTH * slot] != 0
                && (table[WIDTH * slot] != era
                        || table[WIDTH * slot + 1] != lockClass
                        || table[WIDTH * slot + 2] != address)) {
            slot = slot + 1 & slots - 1;
        }
        return WIDTH * slot;
    }
}
