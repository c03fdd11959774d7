package org.lockreplay.protocol.program;

import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;

/**
 * Told what tasks do, action by action, while a {@link Scheduler} lets them; does nothing unless
 * overridden. Tasks and locks are numbers from 0.
 */
public interface Observer {

    /** Sees nothing. */
    Observer NONE = new Observer() {};

    /**
     * A task begins an operation.
     *
     * @param region on which it works; -1 if that makes no difference
     */
    default void begins(int task, Operation operation, int region) {}

    /** A task is back in user space. */
    default void ends(int task) {}

    /** A task asks for a lock and gets it. */
    default void acquires(int task, String step, int lock, LockMode mode, boolean fault) {}

    /** A task asks for a lock and has to wait. */
    default void waits(int task, String step, int lock, LockMode mode, boolean fault) {}

    /** A task that waited has the lock now. */
    default void granted(int task, int lock, LockMode mode) {}

    /** A task tries to get a lock. */
    default void tries(int task, String step, int lock, LockMode mode, boolean success) {}

    /** A task gives a lock back. */
    default void releases(int task, String step, int lock) {}

    /** A task goes on as a reader. */
    default void downgrades(int task, String step, int lock) {}

    /**
     * A task touches user memory.
     *
     * @param fault whether that faults, or is denied with page faults off
     */
    default void touches(int task, String step, boolean fault) {}

    /** A task switches page faults off or on. */
    default void pageFaults(int task, String step, boolean on) {}

    /**
     * A task changes the address space; the numbers are those of {@link Scheduler#memory}.
     *
     * @param region -1 if that makes no difference
     * @param hand the slot of the table that was in hand before, or is after; -1 for none
     */
    default void changes(
            int task, String step, Effect effect, int region, int hand, int before, int after) {}

    /** A task asks something. */
    default void asks(int task, String step, boolean yes) {}

    /** How much was told so far. */
    default int mark() {
        return 0;
    }

    /** What was told behind the mark does not happen: another choice is tried instead. */
    default void rewind(int mark) {}
}
