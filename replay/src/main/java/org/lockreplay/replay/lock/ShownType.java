package org.lockreplay.replay.lock;

import org.lockreplay.event.Origin;

/**
 * What the way in which tasks wait shows about the type of a lock class, within one trace: the
 * first time that it was seen.
 *
 * @param seen the {@code contention_begin} or {@code lock_acquired} event
 */
public record ShownType(String lockClass, Shown shown, Origin seen) {

    /** The code that the waiting task was in, by the flags of include/trace/events/lock.h. */
    public enum Shown {
        /** A spinlock, raw or not ({@code SPIN}). */
        SPINLOCK,
        /** {@code SPIN|READ} or {@code SPIN|WRITE}. */
        RWLOCK,
        /** A mutex or ww_mutex ({@code MUTEX}). */
        MUTEX,
        /** {@code READ} or {@code WRITE}. */
        RWSEM,
        /** {@code RT}. */
        RTMUTEX,
        /** {@code PERCPU}. */
        PERCPU_RWSEM,
        /**
         * No contention, but {@code lock_acquired} of a reader: of a lock that can be waited for,
         * which marks such as RCU, SRCU and seqcounts are not (include/linux/lockdep.h).
         */
        READER
    }
}
