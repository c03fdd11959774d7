package org.lockreplay.check;

import java.util.Optional;
import org.lockreplay.event.Origin;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.mpx.Breach;

/**
 * One thing that a trace shows, as the first witness of all alike.
 *
 * @param event {@link #NESTED} (taken while {@code held} was held), {@link #RIGHT_ORDER} (the same,
 *     as it should be), {@link #ACQUIRED}, {@link #RELEASED}, {@link #WAITS}, {@link #OWNED},
 *     {@code in-hardirq}, {@code with-hardirqs-on} and the like, {@code contention}, or how a task
 *     ended ({@code exit}, a system call)
 * @param trace path of the trace
 * @param at where it happened; for a nesting, the inner acquisition
 * @param held the outer acquisition, if this is an edge
 * @param lock the lock it is about; for a nesting, the inner one
 * @param count how often; 0 where that is not counted
 * @param tasks by at least how many tasks; 0 where that is not counted
 * @param breach for a rule on bounds tables, what was broken
 */
public record Evidence(
        String event,
        String trace,
        Origin at,
        Optional<Acquisition> held,
        Optional<Acquisition> lock,
        long count,
        long tasks,
        Optional<Breach> breach) {

    /** Evidence about locks. */
    public Evidence(
            String event,
            String trace,
            Origin at,
            Optional<Acquisition> held,
            Optional<Acquisition> lock,
            long count,
            long tasks) {
        this(event, trace, at, held, lock, count, tasks, Optional.empty());
    }

    public static final String NESTED = "nested";
    public static final String RIGHT_ORDER = "right-order";
    public static final String ACQUIRED = "acquired";
    public static final String RELEASED = "released";

    /** Asked for {@code lock} while owning {@code held}, and waits until the trace ends. */
    public static final String WAITS = "waits";

    /** Owned by a task that waits. */
    public static final String OWNED = "owned";

    /** By its place alone: linking that of the record, and of all in it, takes milliseconds. */
    @Override
    public int hashCode() {
        return 31 * trace.hashCode() + Long.hashCode(at.line());
    }

    static Evidence nested(
            String trace, Acquisition held, Acquisition taken, long count, long tasks) {
        return new Evidence(
                NESTED, trace, taken.origin(), Optional.of(held), Optional.of(taken), count, tasks);
    }

    static Evidence of(String event, String trace, Acquisition lock, long count) {
        return new Evidence(
                event, trace, lock.origin(), Optional.empty(), Optional.of(lock), count, 0);
    }

    /** The event at {@code seen} shows something about a lock, then or since it was acquired. */
    static Evidence used(String event, String trace, Acquisition lock, Origin seen) {
        return new Evidence(event, trace, seen, Optional.empty(), Optional.of(lock), 0, 0);
    }

    /** Where the lock was acquired, if that was before what this shows. */
    public Optional<Origin> acquiredBefore() {
        return lock.map(Acquisition::origin).filter(origin -> held.isEmpty() && !origin.equals(at));
    }

    Evidence as(String other) {
        return new Evidence(other, trace, at, held, lock, count, tasks, breach);
    }

    /** The lock, if its mode is known: no trace tells how a lock was held that is released. */
    public Optional<Acquisition> lockOfKnownMode() {
        return lock.filter(known -> !event.equals(RELEASED));
    }

    /** One occurrence of a broken rule on bounds tables. */
    static Evidence broken(String trace, Breach breach) {
        return new Evidence(
                breach.way().label(),
                trace,
                breach.at(),
                Optional.empty(),
                Optional.empty(),
                1,
                1,
                Optional.of(breach));
    }

    static Evidence ended(String how, String trace, Origin end, long count) {
        return new Evidence(how, trace, end, Optional.empty(), Optional.empty(), count, 0);
    }
}
