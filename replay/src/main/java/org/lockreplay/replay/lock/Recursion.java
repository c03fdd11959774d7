package org.lockreplay.replay.lock;

/**
 * A held instance asked for again in a blocking mode; whether that deadlocks depends on the lock's
 * type (RCU may nest). One for each combination of class and modes, with its first witness.
 */
public record Recursion(
        String lockClass,
        boolean heldRead,
        boolean againRead,
        boolean againInInterrupt,
        long count,
        int tasks,
        Acquisition held,
        Acquisition again) {}
