package org.lockreplay.check;

import java.util.Optional;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.protocol.GenericNames;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.summary.SourceTrace;

/**
 * What a check goes by beside the traces; immutable.
 *
 * @param order the declared order to hold nestings against, if any
 * @param tasksAreRoles each task runs code of its own, so that a circle that one task closes alone
 *     is no deadlock
 * @param mpx what the protocol that was chosen, if one was, says of bounds tables
 */
public record CheckOptions(
        LockTypes types,
        GenericNames genericNames,
        Optional<DeclaredOrder> order,
        boolean tasksAreRoles,
        Optional<MpxProtocol> mpx) {

    /** The knowledge that comes with the tool, no order, and any task may run any code. */
    public static CheckOptions shipped() {
        return new CheckOptions(
                LockTypes.shipped(),
                GenericNames.shipped(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    /** Goes by this catalogue of lock types. */
    public CheckOptions withTypes(LockTypes other) {
        return new CheckOptions(other, genericNames, order, tasksAreRoles, mpx);
    }

    public CheckOptions withOrder(DeclaredOrder declared) {
        return new CheckOptions(types, genericNames, Optional.of(declared), tasksAreRoles, mpx);
    }

    public CheckOptions withTasksAsRoles() {
        return new CheckOptions(types, genericNames, order, true, mpx);
    }

    /**
     * Judges bounds tables by these rules instead of those that a trace asks for by itself, unless
     * there are none.
     */
    public CheckOptions withMpx(MpxProtocol protocol) {
        return new CheckOptions(types, genericNames, order, tasksAreRoles, Optional.of(protocol));
    }

    /** By what a trace is judged that shows bounds tables. */
    MpxProtocol protocolOf(SourceTrace trace) {
        return mpxRules().orElseGet(() -> MpxProtocol.of(trace));
    }

    /** The rules that were chosen for bounds tables; empty where each trace asks for its own. */
    Optional<MpxProtocol> mpxRules() {
        return mpx.filter(MpxProtocol::isOfMpx);
    }
}
