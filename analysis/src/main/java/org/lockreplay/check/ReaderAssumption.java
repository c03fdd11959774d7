package org.lockreplay.check;

import java.util.Optional;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockTypes;

/** What a finding assumes of a lock's readers when it rests on one that waits. */
final class ReaderAssumption {

    private ReaderAssumption() {}

    /** The assumption as a fact; empty where the catalogue says that readers wait. */
    static Optional<String> of(String lockClass, LockTypes types) {
        LockType.Readers readers = types.of(lockClass).readers();
        return switch (readers) {
            case UNKNOWN -> Optional.of("if " + lockClass + " is not a recursive reader");
            case RECURSIVE_IN_INTERRUPT -> Optional.of("if readers of " + lockClass + " queue");
            case WAIT, NONE, RECURSIVE -> Optional.empty();
        };
    }
}
