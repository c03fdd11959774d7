package org.lockreplay.check;

/**
 * What lowers the weight of a finding, or must be known with it.
 *
 * @param meaning for those who say more about it
 * @param mark in front of the clause: what kind of fact it is, or nothing
 * @param clause what is true, or must be
 */
public record Fact(Meaning meaning, String mark, String clause) {

    private static final String INCOMPLETE = "incomplete: ";

    /** What kinds of facts there are for those who say more than its words. */
    public enum Meaning {
        /** Nothing but what it says. */
        PLAIN,
        /** A lock was held over all of a circle. */
        GUARDED,
        /** One task did all of it. */
        ONE_TASK,
        /** One task would have to be at two places of it at once. */
        FEW_TASKS,
        /** The tasks were not there at the same time. */
        ORDERED,
        /** It holds if a lock of unknown type has readers that wait. */
        READER_OF_UNKNOWN_TYPE,
        /** It holds if a reader is in no interrupt, which its line does not tell. */
        READER_OF_UNKNOWN_LEVEL,
        /** It holds if a reader has bottom halves on, which its line does not tell. */
        READER_WITH_BOTTOM_HALVES_UNTOLD,
        /** It holds if the readers of an rwlock queue. */
        READERS_QUEUE
    }

    /** One that means nothing but what it says. */
    static Fact of(String clause) {
        return new Fact(Meaning.PLAIN, "", clause);
    }

    static Fact of(Meaning meaning, String clause) {
        return new Fact(meaning, "", clause);
    }

    /** What nobody knows, and must be so for the finding to hold. */
    static Fact incomplete(String clause) {
        return incomplete(Meaning.PLAIN, clause);
    }

    static Fact incomplete(Meaning meaning, String clause) {
        return new Fact(meaning, INCOMPLETE, clause);
    }

    /** A lock of this class was held over all of a circle. */
    static Fact guardedBy(String lockClass) {
        return of(Meaning.GUARDED, "guarded by " + lockClass);
    }

    /** As reports have it. */
    public String text() {
        return mark + clause;
    }
}
