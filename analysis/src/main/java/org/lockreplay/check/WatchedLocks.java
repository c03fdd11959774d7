package org.lockreplay.check;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolLock;

/**
 * Which locks of a protocol are the two semaphores that critical sections are counted of.
 *
 * @param bdSem its number in the protocol, if the protocol has it
 * @param mmapSem the same
 */
record WatchedLocks(OptionalInt bdSem, OptionalInt mmapSem) {

    static WatchedLocks of(Protocol protocol) {
        LockAliases aliases = LockAliases.shipped();
        return new WatchedLocks(
                number(protocol.locks(), aliases, LockAliases.BD_SEM),
                number(protocol.locks(), aliases, LockAliases.MMAP_SEM));
    }

    /** Whether the protocol is about one of them at least. */
    boolean any() {
        return bdSem.isPresent() || mmapSem.isPresent();
    }

    /**
     * Whether a protocol wants the two the other way round, which no rule of the proposal judges.
     */
    boolean isInverse(Protocol protocol) {
        return bdSem.isPresent()
                && mmapSem.isPresent()
                && protocol.order().isBefore(mmapSem.getAsInt(), bdSem.getAsInt());
    }

    private static OptionalInt number(
            List<ProtocolLock> locks, LockAliases aliases, String semaphore) {
        for (int lock = 0; lock < locks.size(); lock++) {
            boolean same =
                    Stream.concat(
                                    Stream.of(locks.get(lock).name()),
                                    locks.get(lock).aliases().stream())
                            .anyMatch(name -> aliases.apply(name).equals(semaphore));
            if (same) {
                return OptionalInt.of(lock);
            }
        }
        return OptionalInt.empty();
    }
}
