package org.lockreplay.check;

import java.util.Optional;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.protocol.GenericNames;
import org.lockreplay.protocol.LockTypes;

/**
 * What a check goes by beside the traces; immutable.
 *
 * @param order the declared order to hold nestings against, if any
 * @param tasksAreRoles each task runs code of its own, so that a circle that one task closes alone
 *     is no deadlock
 */
public record CheckOptions(
        LockTypes types,
        GenericNames genericNames,
        Optional<DeclaredOrder> order,
        boolean tasksAreRoles) {

    /** The knowledge that comes with the tool, no order, and any task may run any code. */
    public static CheckOptions shipped() {
        return new CheckOptions(
                LockTypes.shipped(), GenericNames.shipped(), Optional.empty(), false);
    }

    public CheckOptions withOrder(DeclaredOrder declared) {
        return new CheckOptions(types, genericNames, Optional.of(declared), tasksAreRoles);
    }

    public CheckOptions withTasksAsRoles() {
        return new CheckOptions(types, genericNames, order, true);
    }
}
