package org.lockreplay.protocol;

/**
 * What kind of lock a class is, as far as deadlocks depend on it.
 *
 * @param name {@code rwsem}, {@code mutex}, …
 * @param refuses an acquisition that would deadlock fails at run time instead ({@code ww_mutex})
 */
public record LockType(String name, Readers readers, boolean refuses) {

    /** A lock of which the catalogue knows nothing. */
    public static final LockType UNKNOWN = new LockType("unknown", Readers.UNKNOWN, false);

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
        /** Not told by the catalogue. */
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
            case WAIT -> false;
        };
    }
}
