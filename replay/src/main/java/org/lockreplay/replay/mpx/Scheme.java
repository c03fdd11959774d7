package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Optional;

/**
 * M6: each operation does its work with {@code bd_sem} held in its mode.
 *
 * <p>Judged for tasks whose way into the operation was seen, where {@code bd_sem} is traced.
 */
final class Scheme {

    private final Breaches breaches;

    Scheme(Breaches breaches) {
        this.breaches = breaches;
    }

    /** The task has done the work of an operation. */
    void act(MpxOperation operation, Conduct conduct, String path) {
        if (conduct.known
                && breaches.seen(Sign.BD_SEM)
                && breaches.showsLocks(conduct.began.line())) {
            List<Footing.Need> besides = Footing.ofTaking(operation.bdSem());
            OperationRules.act(operation, conduct.bdSemTaken)
                    .ifPresent(way -> breaches.add(way, path, Optional.of(conduct.began), besides));
        }
    }

    /** The task has allocated a table: judged once, whichever of the two events comes first. */
    void allocated(Conduct conduct) {
        boolean first = conduct.exception == Conduct.MISSING_TABLE && !conduct.allocated;
        conduct.allocated |= first;
        if (first) {
            act(MpxOperation.ALLOCATION, conduct, MpxOperation.ALLOCATION.label());
        }
    }

    /** A table is marked or removed: whoever took the semaphore for write still has it. */
    void stillHeld(Conduct conduct) {
        if (conduct.known && conduct.bdSemTaken == Hold.WRITE) {
            String path = MpxOperation.REMOVAL.label();
            OperationRules.act(MpxOperation.REMOVAL, conduct.mode(true))
                    .ifPresent(way -> breaches.add(way, path, Optional.of(conduct.began)));
        }
    }
}
