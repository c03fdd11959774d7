package org.lockreplay.replay.mpx;

import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.Moment;

/**
 * M2: a task whose table did not go into its entry, since another one was there first, frees its
 * own.
 *
 * <p>Judged for tasks whose way into the kernel was seen; what {@link Conduct} keeps of it is
 * forgotten when the task asks for {@code mmap_sem} for write, as it does to unmap the table.
 */
final class RaceLosers {

    private static final String PATH = MpxOperation.ALLOCATION.label();

    private final Breaches breaches;

    RaceLosers(Breaches breaches) {
        this.breaches = breaches;
    }

    /** The cmpxchg of this table found another one in the entry. */
    void lost(Conduct conduct, OptionalLong entry, long table) {
        if (conduct.known) {
            Breach kept =
                    breaches.breach(
                            Way.LOSER_KEPT, PATH, Optional.empty(), Optional.of(conduct.began));
            conduct.loser =
                    Optional.of(
                            new Breach(
                                    kept.way(),
                                    kept.path(),
                                    kept.at(),
                                    entry,
                                    kept.memory(),
                                    OptionalLong.of(table),
                                    kept.since()));
        }
    }

    /** The task has removed this table. */
    void removed(Conduct conduct, long table) {
        conduct.loser = conduct.loser.filter(kept -> kept.table().getAsLong() != table);
    }

    /** The operation that the task was in is over: what it should have freed by now it has not. */
    void over(Conduct conduct) {
        if (conduct.exception == Conduct.MISSING_TABLE && isKeptUntold(conduct)) {
            Optional<Moment> began = Optional.of(conduct.began);
            breaches.add(Way.LOSER_KEPT, PATH, began, Footing.ofKeptUntold());
        }
        if (conduct.loser.isPresent()) {
            over(conduct, conduct.loser.get());
        }
    }

    private void over(Conduct conduct, Breach kept) {
        if (conduct.known
                && breaches.seen(Sign.MMAP_SEM)
                && breaches.showsLocks(kept.at().line())) {
            breaches.add(kept);
        }
        conduct.loser = Optional.empty();
    }

    /**
     * Where the cmpxchg is not traced: whether a table was mapped, which takes {@code mmap_sem} for
     * write, and neither put into its entry nor unmapped, which takes it once more; nor did the
     * kernel give up, which it would have said by a signal.
     */
    private boolean isKeptUntold(Conduct conduct) {
        return conduct.known
                && conduct.writes == 1
                && breaches.showsLocks(conduct.began.line())
                && !conduct.allocated
                && !conduct.refused
                && breaches.seen(Sign.TABLES)
                && !breaches.seen(Sign.EXCHANGES);
    }
}
