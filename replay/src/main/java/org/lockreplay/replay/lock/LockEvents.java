package org.lockreplay.replay.lock;

import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * What the events of locks do to the held stack of the located task or interrupt level; part of the
 * hot loop, so it makes no object per event.
 *
 * <p>A lock counts as held from its acquire event on, as in lockdep; contended events add nothing,
 * acquired ones only where the trace hides what is a trylock.
 */
final class LockEvents {

    private final LockClasses classes;
    private final Schedule schedule;
    private final Acquisitions acquisitions;
    private final Releases releases;
    private final ShownTypes shownTypes;
    private final MmapLocks mmapLocks;
    private final ReleaseTracing releaseTracing;
    private final TracedKinds traced;
    private final HeldAtLines heldAtLines;
    private final RecordingBorders recordings;
    private long ownerless;

    LockEvents(LockParts parts, RecordingBorders recordings) {
        classes = parts.classes;
        schedule = parts.schedule;
        acquisitions = parts.acquisitions;
        releases = parts.releases;
        shownTypes = parts.shownTypes;
        mmapLocks = parts.mmapLocks;
        releaseTracing = parts.releaseTracing;
        traced = parts.traced;
        heldAtLines = parts.heldAtLines;
        this.recordings = recordings;
    }

    void acquire(EventBatch batch, int row) {
        traced.seeAcquire();
        ownerless += schedule.isStranger(Context.level(batch.context(row))) ? 1 : 0;
        HeldStack stack = expected(batch, row);
        if (stack.reentered()) {
            stack.clearReentered();
            if (releaseTracing.reentered(stack, schedule.cpu())) {
                recordings.beginAgain(batch, row);
            }
        }
        acquisitions.take(batch, row, classes.taken(batch.names(), batch.name(row)));
        if (stack.isDeep()) {
            thin(stack);
        }
    }

    /**
     * Tells who owns a lock, and adds nothing but where the lock has no name: Linux 6.1 with the
     * option hash-ptr off drops the first string behind an address, and with it the {@code try} of
     * acquisitions. What is a trylock is unknown there, and what gets this event is none.
     */
    void acquired(EventBatch batch, int row) {
        traced.seeOwner();
        HeldStack stack = expected(batch, row);
        stack.own(batch.address(row));
        if (batch.name(row) == Names.EMPTY) {
            if (!acquisitions.triesHidden()) {
                acquisitions.hideTries();
                recordings.discardFirst();
            }
            acquisitions.confirm(batch, row);
        }
        int lockClass = classes.of(batch.names(), batch.name(row));
        shownTypes.acquired(stack.asking, lockClass, batch, row);
    }

    void contended(EventBatch batch, int row) {
        expected(batch, row).asking.contended(classes.of(batch.names(), batch.name(row)));
    }

    /** {@code contention_begin}, which tells what type of lock it is and not its class. */
    void contentionBegin(EventBatch batch, int row) {
        shownTypes.begin(expected(batch, row).asking, batch, row);
    }

    void release(EventBatch batch, int row) {
        traced.seeRelease();
        if (releaseTracing.isFirst(schedule.cpu()) && releaseTracing.first(schedule.cpu())) {
            recordings.beginAgain(batch, row);
        }
        releases.release(batch, row, expected(batch, row));
    }

    /** Whether this stands for an acquisition; it does not where {@code lock_*} events show it. */
    boolean mmapLockReturned(EventBatch batch, int row) {
        if (!mmapLocks.standsIn(batch, row, schedule.task().stack)) {
            return false;
        }
        acquisitions.take(batch, row, mmapLocks.lockClass(), batch.mode(row) & Mode.READ);
        return true;
    }

    /** Whether this ends an acquisition that another such event stood for. */
    boolean mmapLockReleased(EventBatch batch, int row) {
        if (!classes.mmapSemTraced()) {
            traced.seeRelease();
        }
        releases.sides().released(mmapLocks.lockClass());
        if (mmapLocks.release(batch, row, schedule.task().stack)) {
            return true;
        }
        if (!classes.mmapSemTraced()) {
            releases.countUnknown();
        }
        return false;
    }

    /** How many acquisitions are of tasks that are not known. */
    long ownerless() {
        return ownerless;
    }

    /** What is held at the level of the event in this row. */
    private HeldStack expected(EventBatch batch, int row) {
        return schedule.stack(Context.level(batch.context(row)));
    }

    /**
     * Where releases of some class are filtered out, stacks grow without end. What rests on locks
     * of it does not count in the end, as {@link OneSided} says, so most of them need not be kept.
     * Where releases of it come after all, no more is known of those that were not.
     */
    private void thin(HeldStack stack) {
        if (!releaseTracing.isFirst(schedule.cpu()) && heldAtLines.isDone()) {
            stack.thin(releases.sides()::isReleased);
            if (stack == schedule.task().stack) {
                schedule.task().born = false;
            }
        }
    }
}
