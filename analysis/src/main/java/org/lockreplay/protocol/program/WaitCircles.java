package org.lockreplay.protocol.program;

import java.util.HashSet;
import java.util.Set;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Protocol;

/**
 * Whether tasks that each wait for a lock like this, as it was seen one by one, could wait for each
 * other in a circle: each holds what the one before it waits for, and nothing that keeps another
 * one of them from being there. Immutable.
 */
final class WaitCircles {

    private final Set<LockWait> waits;
    private final boolean[] fair;

    /** The locks for which somebody waits to write, as bits. */
    private final int writers;

    /** A wait that a circle has got to, and what its tasks hold. */
    private record Reached(LockWait last, int written, int read) {

        Reached to(LockWait next) {
            return new Reached(next, written | next.written(), read | next.read());
        }
    }

    WaitCircles(Protocol protocol, Set<LockWait> waits) {
        this.waits = waits;
        fair = new boolean[protocol.locks().size()];
        for (int lock = 0; lock < fair.length; lock++) {
            fair[lock] = protocol.locks().get(lock).kind().isFair();
        }
        int written = 0;
        for (LockWait wait : waits) {
            written |= wait.mode() == LockMode.WRITE ? 1 << wait.lock() : 0;
        }
        writers = written;
    }

    /**
     * Whether a circle leads through the task that waits like this, and through this lock of it.
     */
    boolean leadsThrough(LockWait first, int over) {
        Reached here = new Reached(first, first.written(), first.read());
        return leadsBack(here, first, over, new HashSet<>(Set.of(here)));
    }

    private boolean leadsBack(Reached here, LockWait first, int over, Set<Reached> seen) {
        if (here.last().lock() == over && stops(first, here.last())) {
            return true;
        }
        for (LockWait next : waits) {
            if (next.holds(here.last().lock())
                    && stops(next, here.last())
                    && next.isPossibleBeside(here.written(), here.read())) {
                Reached there = here.to(next);
                if (seen.add(there) && leadsBack(there, first, over, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether a holder of the lock is in the way of one that asks for it, itself, or by a writer
     * that came in between.
     */
    private boolean stops(LockWait holder, LockWait asks) {
        int lock = asks.lock();
        boolean bothRead = !holder.writes(lock) && asks.mode() == LockMode.READ;
        return !bothRead || (fair[lock] && (writers >> lock & 1) != 0);
    }
}
