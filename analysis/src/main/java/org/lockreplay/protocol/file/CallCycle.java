package org.lockreplay.protocol.file;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A routine or operation that calls itself, on whatever way. */
final class CallCycle {

    private final Protocol protocol;
    private final Set<String> open = new LinkedHashSet<>();
    private final Set<String> done = new LinkedHashSet<>();

    CallCycle(Protocol protocol) {
        this.protocol = protocol;
    }

    Optional<String> find() {
        for (String routine : protocol.routines().keySet()) {
            Optional<String> found = in(routine, protocol.routines().get(routine));
            if (found.isPresent()) {
                return found;
            }
        }
        for (Operation operation : protocol.operations()) {
            Optional<String> found = in(operation.name(), operation.steps());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> in(String body, List<Step> steps) {
        if (done.contains(body)) {
            return Optional.empty();
        }
        if (!open.add(body)) {
            return Optional.of(body);
        }
        Optional<String> found = in(steps);
        open.remove(body);
        done.add(body);
        return found;
    }

    private Optional<String> in(List<Step> steps) {
        for (Step step : steps) {
            Optional<String> found = in(step);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> in(Step step) {
        if (step instanceof Step.Call call) {
            return in(call.routine(), protocol.routines().get(call.routine()));
        }
        if (step instanceof Step.Begin begin) {
            return in(
                    begin.operation(), protocol.operation(begin.operation()).orElseThrow().steps());
        }
        return in(Steps.within(step));
    }
}
