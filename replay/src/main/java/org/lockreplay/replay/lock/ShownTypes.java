package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;

/**
 * Tells the types of locks from {@code contention_begin}, which names the lock by another address
 * than the {@code lock_*} events do: it is the one that its task is asking for.
 *
 * <p>A mutex and a percpu-rwsem say so right after they were asked for; the others after {@code
 * lock_contended}, an rwsem when it is done with its own spinlock. A plain {@code SPIN} right after
 * {@code lock_acquire} proves nothing: lockdep waits for a spinlock of its own there. That a reader
 * can wait at all shows by its {@code lock_acquired}.
 */
final class ShownTypes {

    private static final int NONE = -1;
    private static final int SPIN = 1;
    private static final int READ = 2;
    private static final int WRITE = 4;
    private static final int RT = 8;
    private static final int PERCPU = 16;
    private static final int MUTEX = 32;
    private static final ShownType.Shown[] ALL = ShownType.Shown.values();

    private final LockClasses classes;
    private ShownType[] first = new ShownType[64 * ALL.length];

    ShownTypes(LockClasses classes) {
        this.classes = classes;
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
            add(asking.asked, ShownType.Shown.MUTEX, batch, row);
        } else if (flags == SPIN) {
            add(asking.justContended ? asking.asked : NONE, ShownType.Shown.SPINLOCK, batch, row);
        } else if ((flags & RT) != 0) {
            add(asking.asked, ShownType.Shown.RTMUTEX, batch, row);
        } else if ((flags & PERCPU) != 0) {
            add(asking.asked, ShownType.Shown.PERCPU_RWSEM, batch, row);
        } else if ((flags & (READ | WRITE)) != 0) {
            boolean spins = (flags & SPIN) != 0;
            add(
                    asking.contended,
                    spins ? ShownType.Shown.RWLOCK : ShownType.Shown.RWSEM,
                    batch,
                    row);
        }
    }

    /** A task got a lock of this class. */
    void acquired(Asking asking, int lockClass, EventBatch batch, int row) {
        if (asking.reads && asking.asked == lockClass) {
            add(lockClass, ShownType.Shown.READER, batch, row);
        }
        asking.settled(lockClass);
    }

    List<ShownType> sorted() {
        List<ShownType> types = new ArrayList<>();
        for (ShownType type : first) {
            if (type != null) {
                types.add(type);
            }
        }
        types.sort(Comparator.comparing(ShownType::lockClass).thenComparing(ShownType::shown));
        return types;
    }

    private void add(int lockClass, ShownType.Shown shown, EventBatch batch, int row) {
        if (lockClass == NONE) {
            return;
        }
        int at = lockClass * ALL.length + shown.ordinal();
        if (at >= first.length) {
            first = Arrays.copyOf(first, Math.max(2 * first.length, at + 1));
        }
        if (first[at] == null) {
            first[at] = new ShownType(classes.name(lockClass), shown, batch.origin(row));
        }
    }
}
