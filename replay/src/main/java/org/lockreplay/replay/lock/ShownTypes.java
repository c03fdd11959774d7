package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;
import org.lockreplay.replay.lock.ShownType.Shown;

/**
 * Tells the types of locks from {@code contention_begin}, which names the lock by another address
 * than the {@code lock_*} events do: it is the one that its task is asking for.
 *
 * <p>A mutex and a percpu-rwsem say so right after they were asked for; the others after {@code
 * lock_contended}, an rwsem when it is done with its own spinlock. A plain {@code SPIN} right after
 * {@code lock_acquire} proves nothing: lockdep waits for a spinlock of its own there. That a reader
 * can wait at all shows by its {@code lock_acquired}.
 *
 * <p>What was asked for and not contended may be held by then: only {@code lock_acquired} tells
 * that it was got, so where that is not recorded nothing but contended locks counts.
 */
final class ShownTypes {

    private static final int NONE = -1;
    private static final int SPIN = 1;
    private static final int READ = 2;
    private static final int WRITE = 4;
    private static final int RT = 8;
    private static final int PERCPU = 16;
    private static final int MUTEX = 32;
    private static final Shown[] ALL = Shown.values();

    private final LockClasses classes;
    private final Firsts shown = new Firsts();

    /** The same, of locks that were contended. */
    private final Firsts shownContended = new Firsts();

    ShownTypes(LockClasses classes) {
        this.classes = classes;
    }

    /** The first time that each way of waiting was seen of each class. */
    private final class Firsts {

        private ShownType[] types = new ShownType[64 * ALL.length];

        void add(int lockClass, Shown way, EventBatch batch, int row) {
            if (lockClass == NONE) {
                return;
            }
            int at = lockClass * ALL.length + way.ordinal();
            if (at >= types.length) {
                types = Arrays.copyOf(types, Math.max(2 * types.length, at + 1));
            }
            if (types[at] == null) {
                types[at] = new ShownType(classes.name(lockClass), way, batch.origin(row));
            }
        }

        List<ShownType> sorted() {
            List<ShownType> sorted = new ArrayList<>();
            for (ShownType type : types) {
                if (type != null) {
                    sorted.add(type);
                }
            }
            sorted.sort(Comparator.comparing(ShownType::lockClass).thenComparing(ShownType::shown));
            return sorted;
        }
    }

    /** What one context is asking for; a class, or {@link #NONE}. */
    static final class Asking {
        private int asked = NONE;
        private int contended = NONE;
        private int contendedBefore = NONE;
        private boolean justContended;
        private boolean reads;

        void acquire(int lockClass, int mode) {
            asked = Mode.tryLock(mode) ? NONE : lockClass;
            reads = Mode.read(mode);
            justContended = false;
        }

        void contended(int lockClass) {
            reads &= asked == lockClass;
            asked = lockClass;
            contendedBefore = contended;
            contended = lockClass;
            justContended = true;
        }

        /** The lock is acquired or released. */
        void settled(int lockClass) {
            asked = NONE;
            justContended = false;
            if (contended == lockClass) {
                contended = contendedBefore;
                contendedBefore = NONE;
            }
        }

        void forget() {
            asked = NONE;
            contended = NONE;
            contendedBefore = NONE;
        }
    }

    void begin(Asking asking, EventBatch batch, int row) {
        int flags = (int) batch.payload(row, 0);
        if ((flags & MUTEX) != 0) {
            ask(asking, Shown.MUTEX, batch, row);
        } else if (flags == SPIN) {
            contend(asking.justContended ? asking.asked : NONE, Shown.SPINLOCK, batch, row);
        } else if ((flags & RT) != 0) {
            ask(asking, Shown.RTMUTEX, batch, row);
        } else if ((flags & PERCPU) != 0) {
            ask(asking, Shown.PERCPU_RWSEM, batch, row);
        } else if ((flags & (READ | WRITE)) != 0) {
            boolean spins = (flags & SPIN) != 0;
            contend(asking.contended, spins ? Shown.RWLOCK : Shown.RWSEM, batch, row);
        }
    }

    private void ask(Asking asking, Shown way, EventBatch batch, int row) {
        if (asking.justContended) {
            contend(asking.asked, way, batch, row);
        } else {
            shown.add(asking.asked, way, batch, row);
        }
    }

    private void contend(int lockClass, Shown way, EventBatch batch, int row) {
        shown.add(lockClass, way, batch, row);
        shownContended.add(lockClass, way, batch, row);
    }

    /** A task got a lock of this class. */
    void acquired(Asking asking, int lockClass, EventBatch batch, int row) {
        if (asking.reads && asking.asked == lockClass) {
            shown.add(lockClass, Shown.READER, batch, row);
        }
        asking.settled(lockClass);
    }

    /**
     * What was shown first of each class and kind.
     *
     * @param acquiredTraced whether {@code lock_acquired} is recorded
     */
    List<ShownType> sorted(boolean acquiredTraced) {
        return (acquiredTraced ? shown : shownContended).sorted();
    }
}
