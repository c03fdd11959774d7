package org.lockreplay.replay.mpx;

import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Task;

/**
 * A bounds exception for a missing table, until the task allocated one, lost the race for it, or
 * was refused.
 */
final class Fault {

    final Task task;
    final long index;
    final Moment at;

    /** Another task searched this entry meanwhile: before or after the table came is not known. */
    private boolean raced;

    /** Memory that the entry describes was mapped when it came. */
    private final boolean needed;

    /** The kernel answered it with a signal. */
    private boolean refused;

    /** Another task has filled the entry, before or since. */
    private boolean late;

    Fault(Task task, long index, boolean needed, Moment at) {
        this.task = task;
        this.index = index;
        this.needed = needed;
        this.at = at;
    }

    void race() {
        raced = true;
    }

    /** What was searched until now was searched before the table comes. */
    void beBehind() {
        raced = false;
    }

    boolean needed() {
        return needed;
    }

    void beLate() {
        late = true;
    }

    boolean late() {
        return late;
    }

    void refuse() {
        refused = true;
    }

    boolean refused() {
        return refused;
    }

    boolean raced() {
        return raced;
    }
}
