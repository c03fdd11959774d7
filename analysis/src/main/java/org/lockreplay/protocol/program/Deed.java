package org.lockreplay.protocol.program;

import java.util.Locale;
import java.util.Optional;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;

/**
 * One thing that a task did; immutable.
 *
 * @param task from 0
 * @param operation in which it did it
 * @param region on which that works; -1 if it makes no difference
 * @param step the name of the step; empty where a task did nothing itself
 * @param lock -1 for none
 * @param fault whether this is the handling of a page fault
 * @param hand for a change, the slot of the table that was or is in hand; -1 for none
 * @param before for a change, the number of the memory before it
 * @param after for a change, the number of the memory after it
 */
public record Deed(
        int task,
        Kind kind,
        Optional<Operation> operation,
        int region,
        String step,
        int lock,
        LockMode mode,
        boolean fault,
        Effect effect,
        int hand,
        int before,
        int after) {

    /** What it did. */
    public enum Kind {
        BEGINS,
        ENDS,
        ACQUIRES,
        WAITS,
        GRANTED,
        TRIES_WELL,
        TRIES_IN_VAIN,
        RELEASES,
        DOWNGRADES,
        TOUCHES,
        FAULTS,
        FAULTS_OFF,
        FAULTS_ON,
        CHANGES,
        FINDS_TRUE,
        FINDS_FALSE;

        /** As it stands in a report. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Deed plain(int task, Kind kind, String step) {
        return onLock(task, kind, step, -1, LockMode.WRITE, false);
    }

    static Deed onLock(int task, Kind kind, String step, int lock, LockMode mode, boolean fault) {
        return new Deed(
                task,
                kind,
                Optional.empty(),
                -1,
                step,
                lock,
                mode,
                fault,
                Effect.RESOLVE,
                -1,
                -1,
                -1);
    }

    Deed in(Optional<Operation> current, int currentRegion) {
        return new Deed(
                task,
                kind,
                current,
                currentRegion,
                step,
                lock,
                mode,
                fault,
                effect,
                hand,
                before,
                after);
    }
}
