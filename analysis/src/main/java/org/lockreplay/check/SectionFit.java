package org.lockreplay.check;

import java.util.List;
import java.util.Locale;

/**
 * How critical sections of one kind fit the operations of a protocol; immutable.
 *
 * @param operations the names of those that they fit, or depart from; empty for none, and where no
 *     operation of the environment is named
 * @param reason a clause that says what does not fit; empty where it fits
 */
public record SectionFit(Kind kind, List<String> operations, String reason) {

    /** Whether they fit. */
    public enum Kind {
        /** As the steps of an operation have it. */
        OPERATION,
        /** A use of a lock that the protocol shares with the rest of the kernel. */
        ENVIRONMENT,
        /** The task came by the path of an operation, and does not do as its steps say. */
        DEPARTS,
        /** No operation comes by this path, or the lock is none of the protocol. */
        NONE,
        /** The trace does not decide it. */
        UNKNOWN;

        /** Its name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SectionFit {
        operations = List.copyOf(operations);
    }

    static SectionFit of(Kind kind, List<String> operations) {
        return new SectionFit(kind, operations, "");
    }
}
