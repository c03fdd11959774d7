package org.lockreplay.protocol.program;

import org.lockreplay.protocol.file.LockMode;

/**
 * A task asks for a lock, ready to wait for it, while it holds others.
 *
 * @param lock by its number in the protocol
 * @param written the locks that it holds for write, as bits of their numbers
 * @param read those that it holds for read, as bits
 */
record LockWait(int lock, LockMode mode, int written, int read) {

    static LockWait of(int lock, LockMode mode, Holds held, int locks) {
        int written = 0;
        int read = 0;
        for (int one = 0; one < locks; one++) {
            int how = held.of(one);
            written |= how == TaskWord.WRITTEN ? 1 << one : 0;
            read |= how > 0 && how != TaskWord.WRITTEN ? 1 << one : 0;
        }
        return new LockWait(lock, mode, written, read);
    }

    /** The locks that it holds, as bits. */
    int held() {
        return written | read;
    }

    boolean holds(int one) {
        return (held() >> one & 1) != 0;
    }

    boolean writes(int one) {
        return (written >> one & 1) != 0;
    }

    /** Whether one task can hold what this one holds while others hold these. */
    boolean isPossibleBeside(int othersWrite, int othersRead) {
        return (written & (othersWrite | othersRead)) == 0 && (read & othersWrite) == 0;
    }

    /**
     * Whether whatever happens because this task waits while it holds one of its locks would also
     * happen with another one, which waits for the same, and holds that lock and none that this one
     * does not hold.
     */
    boolean isCoveredBy(LockWait other, int over) {
        return lock == other.lock
                && mode == other.mode
                && other.holds(over)
                && writes(over) == other.writes(over)
                && (other.written & ~written) == 0
                && (other.read & ~held()) == 0;
    }
}
