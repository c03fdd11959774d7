package org.lockreplay.check;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.protocol.file.LockMode;
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

    /** The number of one of the two. */
    OptionalInt lock(boolean isBdSem) {
        return isBdSem ? bdSem : mmapSem;
    }

    /** The number that the protocol gives to a nesting of the two, if it gives it one. */
    OptionalInt nestingCase(
            Protocol protocol, boolean bdSemOutside, boolean outerRead, boolean innerRead) {
        if (!both()) {
            return OptionalInt.empty();
        }
        String outer = protocol.locks().get(lock(bdSemOutside).getAsInt()).name();
        String inner = protocol.locks().get(lock(!bdSemOutside).getAsInt()).name();
        return protocol.nestingCase(outer, LockMode.of(outerRead), inner, LockMode.of(innerRead));
    }

    /** How many of the two the protocol has. */
    int count() {
        return (bdSem.isPresent() ? 1 : 0) + (mmapSem.isPresent() ? 1 : 0);
    }

    /** Whether the protocol is about both. */
    boolean both() {
        return count() == 2;
    }

    /** Whether the protocol is about one of them at least. */
    boolean any() {
        return count() > 0;
    }

    /**
     * Whether a protocol wants the two the other way round, which no rule of the proposal judges.
     */
    boolean isInverse(Protocol protocol) {
        return both() && protocol.order().isBefore(mmapSem.getAsInt(), bdSem.getAsInt());
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
