package org.lockreplay.replay.mm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.replay.NameCodes;

/**
 * Who asked for, and who has, the locks of address spaces.
 *
 * <p>No event says whose address space a lock belongs to. It is known where a task can only mean
 * its own: the first one that it takes within a call that changes its memory, and the one that it
 * takes for a page fault of its program. Where {@code lock_*} events show the lock, {@code
 * mmap_lock_*} ones are not looked at. Only process level is followed. Where events are missing,
 * all is forgotten. Cost: O(1) for a lock of another class; O(holders) for one of an address space.
 * Not thread-safe.
 */
public final class SpaceLocks {

    private static final String LOCK = "mmap_sem";
    private static final int YES = 1;
    private static final int NO = 2;

    private final UnaryOperator<String> alias;
    private final Map<Long, List<LockHolder>> holders = new HashMap<>();
    private final Map<Integer, Long> lockOfSpace = new HashMap<>();
    private final NameCodes concerned = new NameCodes(this::codeOf);
    private boolean lockEvents;
    private boolean traced;

    /**
     * @param alias the name under which a lock class is watched: {@code mmap_sem} for those meant
     */
    public SpaceLocks(UnaryOperator<String> alias) {
        this.alias = alias;
    }

    /** Whether the trace shows such locks at all. */
    public boolean traced() {
        return traced;
    }

    /** Whether an event is about the lock of an address space, and counts. */
    public boolean concerns(EventKind kind, EventBatch batch, int row) {
        boolean lock =
                kind.isLock() ? concerned.of(batch.names(), batch.name(row)) == YES : !lockEvents;
        return lock
                && !Mode.hidden(batch.mode(row))
                && Context.level(batch.context(row)) == Context.PROCESS;
    }

    /**
     * An event that {@link #concerns} the lock of an address space.
     *
     * @param task whose event it is, if anything told of that one so far
     */
    public void accept(EventKind kind, EventBatch batch, int row, Optional<Task> task) {
        if (kind.isLock() && !lockEvents) {
            lockEvents = true;
            lose();
        }
        traced = true;
        long lock = batch.address(row);
        if (kind == EventKind.LOCK_ACQUIRE || kind == EventKind.MMAP_LOCK_RETURNED) {
            boolean refused = kind == EventKind.MMAP_LOCK_RETURNED && batch.payload(row, 0) == 0;
            if (!refused) {
                ask(lock, kind, batch, row, task);
            }
        } else if (kind == EventKind.LOCK_ACQUIRED) {
            own(lock, batch.pid(row));
        } else if (kind == EventKind.LOCK_RELEASE || kind == EventKind.MMAP_LOCK_RELEASED) {
            release(lock, batch.pid(row));
        }
    }

    /** Those of this address space, as far as it is known which lock is its own. */
    public List<LockHolder> of(AddressSpace space) {
        Long lock = lockOfSpace.get(space.id());
        return lock == null ? List.of() : List.copyOf(holders.getOrDefault(lock, List.of()));
    }

    /** Whether it is known which lock this address space has. */
    public boolean knows(AddressSpace space) {
        return lockOfSpace.containsKey(space.id());
    }

    /** Another recording begins, which may show other events. */
    public void beginRecording() {
        lockEvents = false;
        lose();
    }

    /** Events are missing, or others begin. */
    public void lose() {
        holders.clear();
        lockOfSpace.clear();
    }

    private void ask(long lock, EventKind kind, EventBatch batch, int row, Optional<Task> task) {
        boolean owned = kind != EventKind.LOCK_ACQUIRE || (batch.mode(row) & Mode.TRY) != 0;
        boolean read = (batch.mode(row) & Mode.READ) != 0;
        int pid = batch.pid(row);
        String name = batch.names().get(batch.task(row));
        LockHolder holder = new LockHolder(pid, name, read, owned, Moment.of(batch, row));
        List<LockHolder> before = holders.computeIfAbsent(lock, none -> new ArrayList<>());
        if (kind == EventKind.MMAP_LOCK_RETURNED) {
            // a second one of a lock that the task has is its downgrade
            before.removeIf(other -> other.pid() == pid);
        }
        before.add(holder);
        task.filter(Task::takesItsOwnLock).ifPresent(its -> isOf(its.space(), lock));
    }

    /** The address of a lock is given away again when its address space is gone. */
    private void isOf(AddressSpace space, Long lock) {
        if (!lock.equals(lockOfSpace.get(space.id()))) {
            lockOfSpace.values().removeIf(lock::equals);
            lockOfSpace.put(space.id(), lock);
        }
    }

    private void own(long lock, int pid) {
        List<LockHolder> known = holders.getOrDefault(lock, List.of());
        for (int i = known.size() - 1; i >= 0; i--) {
            if (known.get(i).pid() == pid && !known.get(i).owned()) {
                known.set(i, known.get(i).asOwner());
                return;
            }
        }
    }

    private void release(long lock, int pid) {
        List<LockHolder> known = holders.getOrDefault(lock, List.of());
        for (int i = known.size() - 1; i >= 0; i--) {
            if (known.get(i).pid() == pid) {
                known.remove(i);
                return;
            }
        }
    }

    private int codeOf(String lockClass) {
        return alias.apply(lockClass).equals(LOCK) ? YES : NO;
    }
}
