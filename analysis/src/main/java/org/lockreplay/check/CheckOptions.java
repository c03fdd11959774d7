package org.lockreplay.check;

import java.util.Optional;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.protocol.GenericNames;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.summary.SourceTrace;

/**
 * What a check goes by beside the traces; immutable.
 *
 * @param order the declared order to hold nestings against, if any
 * @param tasksAreRoles each task runs code of its own, so that a circle that one task closes alone
 *     is no deadlock
 * @param mpx what the protocol that was chosen, if one was, says of bounds tables
 * @param protocol the protocol whose operations traces are to conform to, if one was chosen
 */
public record CheckOptions(
        LockTypes types,
        GenericNames genericNames,
        Optional<DeclaredOrder> order,
        boolean tasksAreRoles,
        Optional<MpxProtocol> mpx,
        Optional<Protocol> protocol) {

    /** Read from files at the first use, for which other threads wait. */
    private static final class Shipped {

        private static final CheckOptions OPTIONS =
                new CheckOptions(
                        LockTypes.shipped(),
                        GenericNames.shipped(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty());
    }

    /** The knowledge that comes with the tool, no order, and any task may run any code. */
    public static CheckOptions shipped() {
        return Shipped.OPTIONS;
    }

    /** Goes by this catalogue of lock types. */
    public CheckOptions withTypes(LockTypes other) {
        return new CheckOptions(other, genericNames, order, tasksAreRoles, mpx, protocol);
    }

    public CheckOptions withOrder(DeclaredOrder declared) {
        return new CheckOptions(
                types, genericNames, Optional.of(declared), tasksAreRoles, mpx, protocol);
    }

    public CheckOptions withTasksAsRoles() {
        return new CheckOptions(types, genericNames, order, true, mpx, protocol);
    }

    /**
     * Judges bounds tables by these rules instead of those that a trace asks for by itself, unless
     * there are none.
     */
    public CheckOptions withMpx(MpxProtocol rules) {
        return new CheckOptions(
                types, genericNames, order, tasksAreRoles, Optional.of(rules), protocol);
    }

    /**
     * Goes by a protocol in every way: its rules on bounds tables, if it is about these, the order
     * of its locks, its operations.
     */
    public CheckOptions by(Protocol chosen) {
        return new CheckOptions(
                types,
                genericNames,
                MpxProtocol.orderBeside(chosen).or(() -> order),
                tasksAreRoles,
                Optional.of(MpxProtocol.of(chosen)),
                Optional.of(chosen));
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
