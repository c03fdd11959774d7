package org.lockreplay.protocol.simulate;

import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.protocol.trace.Bodies;
import org.lockreplay.replay.mpx.MpxOperation;

/**
 * What a sound program does not do with its memory: use a region in one thread while another one
 * unmaps or maps it, and switch management on and off as it goes.
 *
 * <p>The verification of a protocol has no such mercy; a simulated trace has, so that what it
 * breaks is the kernel's fault. Not thread-safe.
 */
final class Discipline {

    private final Bodies bodies;
    private final Begun[] running;
    private final boolean[] disturbed;
    private final boolean[] met;
    private boolean mayDisable;

    Discipline(Bodies bodies, int tasks) {
        this.bodies = bodies;
        running = new Begun[tasks];
        disturbed = new boolean[tasks];
        met = new boolean[tasks];
    }

    /** From now on management may be switched off, once. */
    void letDisable() {
        mayDisable = true;
    }

    boolean allows(Begun next) {
        MpxOperation role = role(next.operation());
        if (role == MpxOperation.ENABLE || (role == MpxOperation.DISABLE && !mayDisable)) {
            return false;
        }
        for (Begun other : running) {
            if (other != null && conflict(next, other)) {
                return false;
            }
        }
        return true;
    }

    void begins(int task, Begun begun) {
        running[task] = begun;
        disturbed[task] = false;
        met[task] = false;
        for (int other = 0; other < running.length; other++) {
            if (meets(task, other)) {
                disturbed[task] |= disturbed[other] || changes(running[other].operation());
            }
        }
        for (int other = 0; other < running.length; other++) {
            if (meets(task, other)) {
                disturbed[other] |= disturbed[task] || changes(begun.operation());
                met[task] = true;
                met[other] = true;
            }
        }
        mayDisable &= role(begun.operation()) != MpxOperation.DISABLE;
    }

    void ends(int task) {
        running[task] = null;
    }

    /**
     * Whether what the task is doing has the directory entry to itself, as far as unmaps go: then
     * no order of events is open.
     */
    boolean isUndisturbed(int task) {
        return !disturbed[task];
    }

    /** Whether no other task had to do with its directory entry at all meanwhile. */
    boolean isAlone(int task) {
        return !met[task];
    }

    /** Whether another task is working on the directory entry of this one. */
    private boolean meets(int task, int other) {
        return other != task
                && running[other] != null
                && running[task].region() >= 0
                && running[other].region() >= 0
                && Place.entry(running[task].region()) == Place.entry(running[other].region());
    }

    private boolean conflict(Begun one, Begun other) {
        return one.region() >= 0
                && one.region() == other.region()
                && (changes(one.operation()) || changes(other.operation()));
    }

    private static MpxOperation role(Operation operation) {
        return operation.role().orElse(MpxOperation.ENVIRONMENT);
    }

    private boolean changes(Operation operation) {
        return bodies.maps(operation) || bodies.unmaps(operation);
    }
}
