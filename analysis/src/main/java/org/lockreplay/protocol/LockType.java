package org.lockreplay.protocol;

/**
 * What kind of lock a class is, as far as deadlocks depend on it.
 *
 * @param name {@code rwsem}, {@code mutex}, …
 * @param asks what asking for it takes: it must not be asked for under a lock that {@link #holds}
 *     less (wait_type_outer of lockdep)
 * @param holds what may still be asked for while it is held (wait_type_inner)
 * @param checked lockdep looks at its uses; RCU is only a mark on the stack
 * @param validated lockdep looks at its order; it does not after {@code
 *     lockdep_set_novalidate_class}, and then its nestings close no circle and lead to no inversion
 * @param perCpu no lock at all without PREEMPT_RT, so that no interrupt waits for its holder
 * @param shared several tasks may hold it at once, whatever the events say: a mark of lockdep
 *     without a lock behind it, which guards nothing
 * @param recycled it lives in memory that comes to another owner without an event, or in objects
 *     that change their places among each other: the same address need not be the same lock, or
 *     what was the parent may be the child by then
 * @param nestedAlone whoever takes two of them is alone with them, by other means than a lock
 * @param refuses an acquisition that would deadlock fails at run time instead ({@code ww_mutex})
 * @param overrides an annotation of lockdep after which its own {@link #holds} counts, and not that
 *     of what was held before ({@code DEFINE_WAIT_OVERRIDE_MAP} in include/linux/lockdep.h, since
 *     Linux 6.4)
 */
public record LockType(
        String name,
        Readers readers,
        Wait asks,
        Wait holds,
        boolean checked,
        boolean validated,
        boolean perCpu,
        boolean shared,
        boolean recycled,
        boolean nestedAlone,
        boolean refuses,
        boolean overrides) {

    /** A lock of which the catalogue knows nothing. */
    public static final LockType UNKNOWN =
            new LockType(
                    "unknown",
                    Readers.UNKNOWN,
                    Wait.UNKNOWN,
                    Wait.UNKNOWN,
                    true,
                    true,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false);

    /** Whether a reader passes a waiting writer ("recursive read") or waits behind it. */
    public enum Readers {
        /** Always: RCU, SRCU, seqcounts. */
        RECURSIVE,
        /**
         * In hardirq or softirq, or with bottom halves off: queued rwlocks
         * (kernel/locking/qrwlock.c).
         */
        RECURSIVE_IN_INTERRUPT,
        /** Never: rwsems. */
        WAIT,
        /** There are none: mutexes, spinlocks. */
        NONE,
        /** Not told by the catalogue. */
        UNKNOWN
    }

    /**
     * How a task waits, the mildest first; the wait types of include/linux/lockdep_types.h in Linux
     * 6.1.
     */
    public enum Wait {
        /** Not at all: to enter an RCU read-side section. */
        FREE,
        /** Spinning, on every kernel: raw spinlocks. */
        SPIN,
        /** Spinning, but sleeping on PREEMPT_RT: spinlocks, rwlocks, local locks. */
        CONFIG,
        /** Sleeping. */
        SLEEP,
        /** Not told by the catalogue, or not looked at by lockdep: maps without a lock. */
        UNKNOWN
    }

    /**
     * Whether a reader is certainly or probably recursive. Of an unknown lock, one in interrupt is:
     * what sleeps cannot be taken there, so that it is a rwlock or some kind of RCU.
     */
    public boolean recursive(boolean inInterrupt) {
        return switch (readers) {
            case RECURSIVE -> true;
            case RECURSIVE_IN_INTERRUPT, UNKNOWN -> inInterrupt;
            case WAIT, NONE -> false;
        };
    }

    /** Whether {@code inner} must not be asked for while a lock of this type is held. */
    public boolean forbids(LockType inner) {
        return holds != Wait.UNKNOWN
                && inner.asks != Wait.UNKNOWN
                && inner.asks.compareTo(holds) > 0;
    }

    /** The same, in memory that is used again, or nested by nobody but one at a time. */
    LockType in(boolean recycledMemory, boolean nestedByOne) {
        return new LockType(
                name,
                readers,
                asks,
                holds,
                checked,
                validated,
                perCpu,
                shared,
                recycled || recycledMemory,
                nestedAlone || nestedByOne,
                refuses,
                overrides);
    }

    // equality is written out: linking that of a record takes milliseconds of a start

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof LockType type
                        && name.equals(type.name)
                        && readers == type.readers
                        && asks == type.asks
                        && holds == type.holds
                        && checked == type.checked
                        && validated == type.validated
                        && perCpu == type.perCpu
                        && shared == type.shared
                        && recycled == type.recycled
                        && nestedAlone == type.nestedAlone
                        && refuses == type.refuses
                        && overrides == type.overrides);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
