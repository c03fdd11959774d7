package org.lockreplay.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.LockRequests;
import org.lockreplay.protocol.program.LockRequests.Request;

/** Says what a task asked for, and what the operations of its path do instead. Immutable. */
final class DepartureText {

    private final Protocol protocol;
    private final LockRequests requests;

    DepartureText(Askers askers) {
        protocol = askers.protocol();
        requests = askers.requests();
    }

    /** {@code munmap takes mmap_sem for write with nothing held}. */
    String observed(String path, Request asked) {
        return path
                + " takes "
                + name(asked.lock())
                + " for "
                + asked.mode().word()
                + " with "
                + holding(asked.held());
    }

    /** What these operations would have done instead, as clauses that follow a comma. */
    String instead(Request asked, List<Operation> operations) {
        for (int outer : asked.held().keySet()) {
            if (protocol.order().isBefore(asked.lock(), outer)) {
                return ", the inverse order: "
                        + protocol.name()
                        + " has "
                        + name(asked.lock())
                        + " outside";
            }
        }
        StringBuilder text = new StringBuilder();
        for (Operation operation : operations) {
            text.append("; ").append(operation.name()).append(way(operation, asked));
        }
        return text.toString();
    }

    private String way(Operation operation, Request asked) {
        Set<String> ways = new TreeSet<>();
        boolean taken = false;
        for (Request request : requests.of(operation)) {
            if (request.lock() == asked.lock()) {
                taken = true;
                if (request.mode() == asked.mode()) {
                    ways.add(holding(request.held()));
                }
            }
        }
        if (!taken) {
            return " takes no " + name(asked.lock());
        }
        return ways.isEmpty()
                ? " does not take it for " + asked.mode().word()
                : " has " + String.join(", or ", ways) + " there";
    }

    private String holding(Map<Integer, LockMode> held) {
        StringBuilder text = new StringBuilder();
        for (int lock : new TreeSet<>(held.keySet())) {
            text.append(text.length() == 0 ? "" : " and ")
                    .append(name(lock))
                    .append(" held for ")
                    .append(held.get(lock).word());
        }
        return text.length() == 0 ? "nothing held" : text.toString();
    }

    private String name(int lock) {
        return protocol.locks().get(lock).name();
    }
}
