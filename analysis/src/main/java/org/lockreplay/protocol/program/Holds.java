package org.lockreplay.protocol.program;

import java.util.Arrays;
import org.lockreplay.protocol.file.LockMode;

/**
 * How each lock of a protocol is held by one task: 0 if it is not, {@link TaskWord#WRITTEN}, or how
 * often for read. For any number of locks; immutable.
 */
final class Holds {

    private final byte[] held;

    private Holds(byte[] held) {
        this.held = held;
    }

    static Holds none(int locks) {
        return new Holds(new byte[locks]);
    }

    int of(int lock) {
        return held[lock];
    }

    Holds taken(int lock, LockMode mode) {
        return with(lock, Locks.taken(held[lock], mode));
    }

    Holds released(int lock) {
        return with(lock, Locks.released(held[lock]));
    }

    /** A writer has become a reader. */
    Holds downgraded(int lock) {
        return with(lock, 1);
    }

    private Holds with(int lock, int how) {
        byte[] changed = held.clone();
        changed[lock] = (byte) how;
        return new Holds(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Holds holds && Arrays.equals(held, holds.held);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(held);
    }
}
