package org.lockreplay.protocol.program;

import org.lockreplay.protocol.program.Program.Needs;

/**
 * The state of one task in a {@code long}: where it is, what it waits for, what it holds.
 *
 * <p>From the lowest bit: instruction (16), place in the queue of the lock that the instruction
 * asks for (4, 0 if it does not wait), region (2, {@link #NOWHERE} for none), table in hand (5, its
 * slot plus 1, 0 for none), last touch denied (1), page faults off (1), and for each lock 3 bits: 0
 * if it is not held, {@link #WRITTEN}, or how often it is held for read. An idle task that holds
 * nothing is 0 but for its region.
 */
final class TaskWord {

    static final int NOWHERE = 3;
    static final int WRITTEN = 7;
    static final int MOST_READS = 6;

    /** How many locks a task can have. */
    static final int MOST_LOCKS = 11;

    /** How many tasks can wait for a lock. */
    static final int MOST_WAITING = 15;

    /** How many tables there can be at a time. */
    static final int MOST_TABLES = 31;

    private static final int WAIT = 16;
    private static final int REGION = 20;
    private static final int HAND = 22;
    private static final int DENIED = 27;
    private static final int FAULTS_OFF = 28;
    private static final int LOCKS = 29;

    static final long AT_REST = (long) NOWHERE << REGION;

    private TaskWord() {}

    static int at(long word) {
        return (int) word & 0xffff;
    }

    static long at(long word, int at) {
        return word & ~0xffffL | at;
    }

    static int queued(long word) {
        return (int) (word >>> WAIT) & 0xf;
    }

    static long queued(long word, int place) {
        return word & ~(0xfL << WAIT) | (long) place << WAIT;
    }

    static int region(long word) {
        return (int) (word >>> REGION) & 3;
    }

    static long region(long word, int region) {
        return word & ~(3L << REGION) | (long) region << REGION;
    }

    /** The word with as much of its region as the rest of the operation needs. */
    static long narrowed(long word, Needs needs) {
        return switch (needs) {
            case REGION -> word;
            case ENTRY -> region(word) == 1 ? region(word, 0) : word;
            case NOTHING -> region(word, NOWHERE);
        };
    }

    /** The slot of the table in hand; -1 for none. */
    static int hand(long word) {
        return ((int) (word >>> HAND) & 0x1f) - 1;
    }

    static long hand(long word, int slot) {
        return word & ~(0x1fL << HAND) | (long) (slot + 1) << HAND;
    }

    static boolean denied(long word) {
        return (word >>> DENIED & 1) != 0;
    }

    static long denied(long word, boolean denied) {
        return word & ~(1L << DENIED) | (denied ? 1L << DENIED : 0);
    }

    static boolean faultsOff(long word) {
        return (word >>> FAULTS_OFF & 1) != 0;
    }

    static long faultsOff(long word, boolean off) {
        return word & ~(1L << FAULTS_OFF) | (off ? 1L << FAULTS_OFF : 0);
    }

    static int held(long word, int lock) {
        return (int) (word >>> LOCKS + 3 * lock) & 7;
    }

    static long held(long word, int lock, int held) {
        int shift = LOCKS + 3 * lock;
        return word & ~(7L << shift) | (long) held << shift;
    }

    static boolean holdsAnything(long word) {
        return word >>> LOCKS != 0;
    }
}
