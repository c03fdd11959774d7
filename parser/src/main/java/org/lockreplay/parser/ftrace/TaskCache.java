package org.lockreplay.parser.ftrace;

/**
 * Remembers which task the first 24 bytes of a line named, since few tasks fill a trace.
 *
 * <p>Direct-mapped: a slot is overwritten when another task falls into it. Not thread-safe.
 */
final class TaskCache {

    private static final int SLOTS = 1024;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long[] first = new long[SLOTS];
    private final long[] second = new long[SLOTS];
    private final long[] third = new long[SLOTS];
    private final int[] pid = new int[SLOTS];
    private final int[] task = new int[SLOTS];
    private final int[] length = new int[SLOTS];

    int slot(long firstWord, long secondWord, long thirdWord) {
        long mixed =
                (firstWord ^ Long.rotateLeft(secondWord, 21) ^ Long.rotateLeft(thirdWord, 42))
                        * MIX;
        return (int) (mixed >>> 54);
    }

    boolean holds(int slot, long firstWord, long secondWord, long thirdWord) {
        return third[slot] == thirdWord && second[slot] == secondWord && first[slot] == firstWord;
    }

    int pid(int slot) {
        return pid[slot];
    }

    /** Name id of the task's name. */
    int task(int slot) {
        return task[slot];
    }

    /** How many bytes of the line the name and the pid take. */
    int length(int slot) {
        return length[slot];
    }

    void put(
            int slot,
            long firstWord,
            long secondWord,
            long thirdWord,
            int pid,
            int task,
            int length) {
        first[slot] = firstWord;
        second[slot] = secondWord;
        third[slot] = thirdWord;
        this.pid[slot] = pid;
        this.task[slot] = task;
        this.length[slot] = length;
    }
}
