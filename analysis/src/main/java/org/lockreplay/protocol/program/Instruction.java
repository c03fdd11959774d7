package org.lockreplay.protocol.program;

import java.util.List;
import java.util.Optional;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Test;
import org.lockreplay.replay.mpx.MpxOperation;

/**
 * One indivisible action of an operation, and where it goes from there.
 *
 * @param name of its step
 * @param lock by its number in the protocol; -1 for none
 * @param next where it goes on
 * @param other where it goes on otherwise: the contrary of the test, the failed try, the fault
 */
record Instruction(
        Kind kind,
        String name,
        int lock,
        LockMode mode,
        Effect effect,
        Test test,
        int next,
        int other,
        Scope scope) {

    /** What it does. */
    enum Kind {
        LOCK,
        TRY,
        UNLOCK,
        DOWNGRADE,
        TOUCH,
        PAGE_FAULTS_ON,
        PAGE_FAULTS_OFF,
        CHANGE,
        IF,
        MAYBE,
        BEGIN,
        END
    }

    /**
     * What the rules must know of the operation.
     *
     * @param cases the nestings that it may show, if it says so
     * @param fault whether this is the handling of a page fault
     */
    record Scope(Optional<MpxOperation> role, Optional<List<Integer>> cases, boolean fault) {

        Scope inFault() {
            return new Scope(role, cases, true);
        }
    }
}
