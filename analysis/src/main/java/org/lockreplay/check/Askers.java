package org.lockreplay.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.LockRequests;
import org.lockreplay.protocol.program.LockRequests.Request;

/**
 * Which operations of a protocol can ask for a lock just as a task did, by their steps. Immutable.
 */
final class Askers {

    private final Protocol protocol;
    private final LockRequests requests;
    private final List<Operation> own;
    private final List<Operation> environment;

    Askers(Protocol protocol, LockRequests requests) {
        this.protocol = protocol;
        this.requests = requests;
        own = protocol.operations().stream().filter(each -> !each.environment()).toList();
        environment = protocol.operations().stream().filter(Operation::environment).toList();
    }

    Protocol protocol() {
        return protocol;
    }

    LockRequests requests() {
        return requests;
    }

    /** The operations of the protocol itself. */
    List<Operation> own() {
        return own;
    }

    /** Those that go on beside it. */
    List<Operation> environment() {
        return environment;
    }

    /**
     * Those of some operations that can ask for a lock like this.
     *
     * @param shown the locks that the trace shows: of others, nothing is expected
     */
    List<Operation> among(List<Operation> some, Request asked, Set<Integer> shown) {
        return some.stream().filter(each -> asks(each, asked, shown)).toList();
    }

    /** Whether the rest of the kernel takes a lock too, beside the protocol. */
    boolean isShared(int lock) {
        String name = protocol.locks().get(lock).name();
        return protocol.faultLock().filter(name::equals).isPresent()
                || environment.stream()
                        .flatMap(each -> requests.of(each).stream())
                        .anyMatch(request -> request.lock() == lock);
    }

    private boolean asks(Operation operation, Request asked, Set<Integer> shown) {
        return requests.of(operation).stream()
                .anyMatch(
                        request ->
                                request.lock() == asked.lock()
                                        && request.mode() == asked.mode()
                                        && visible(request, shown).equals(asked.held()));
    }

    private static Map<Integer, LockMode> visible(Request request, Set<Integer> shown) {
        Map<Integer, LockMode> held = new HashMap<>(request.held());
        held.keySet().retainAll(shown);
        return held;
    }
}
