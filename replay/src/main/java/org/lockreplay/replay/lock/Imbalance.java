package org.lockreplay.replay.lock;

/**
 * A release of what the task certainly did not hold; one for each class and reason, with its first
 * witness.
 *
 * @param release where; its mode is unknown and 0
 * @param reason why it is certain
 */
public record Imbalance(String lockClass, Reason reason, long count, Acquisition release) {

    /** Why nothing that the trace does not show can explain the release. */
    public enum Reason {
        /** The task's whole life is in the trace, and nothing was lost in it. */
        TASK_BORN_IN_TRACE,
        /** The task acquired and released this instance before, and nothing was lost since. */
        SEEN_BALANCED,
        /**
         * The same for a reader who waited, outside interrupts: certain if this kind of reader does
         * not come back while it reads.
         */
        SEEN_BALANCED_READ
    }
}
