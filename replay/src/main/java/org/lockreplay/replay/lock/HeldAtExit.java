package org.lockreplay.replay.lock;

import org.lockreplay.event.Origin;

/**
 * A lock still held when its task ended or went back to user space; one for each class and kind of
 * end, with its first witness.
 *
 * @param leaving "exit", or the system call that returned
 */
public record HeldAtExit(
        String lockClass, String leaving, long count, Acquisition held, Origin end) {}
