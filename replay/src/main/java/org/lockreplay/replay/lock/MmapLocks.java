package org.lockreplay.replay.lock;

import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;

/**
 * Lets the {@code mmap_lock_*} tracepoints stand in for {@code mmap_sem} in a trace that has no
 * {@code lock_*} events of it: class {@code &mm->mmap_lock}, with the mm as its address.
 *
 * <p>Whether the lock was taken by a trylock is not visible in them: every success counts as a
 * blocking acquisition. A second one of a held mm is its downgrade. Source:
 * include/linux/mmap_lock.h, Linux 6.1.
 */
final class MmapLocks {

    private static final String CLASS = "&mm->mmap_lock";

    private final LockClasses classes;
    private final int lockClass;

    MmapLocks(LockClasses classes) {
        this.classes = classes;
        lockClass = classes.intern(CLASS);
    }

    int lockClass() {
        return lockClass;
    }

    /** Whether this {@code acquire_returned} has to be taken for an acquisition. */
    boolean standsIn(EventBatch batch, int row, HeldStack stack) {
        return batch.payload(row, 0) != 0
                && !classes.mmapSemTraced()
                && !Mode.hidden(batch.mode(row))
                && stack.find(lockClass, batch.address(row)) == HeldStack.NONE;
    }

    /** Whether this {@code released} ended a hold that {@link #standsIn} began. */
    boolean release(EventBatch batch, int row, HeldStack stack) {
        int position = stack.find(lockClass, batch.address(row));
        if (position == HeldStack.NONE) {
            return false;
        }
        stack.remove(position);
        return true;
    }
}
