package org.lockreplay.protocol.file;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A routine or operation that calls itself, on whatever way. */
final class CallCycle {

    private final Protocol protocol;
    private final Set<String> open = new LinkedHashSet<>();
    private final Set<String> done = new LinkedHashSet<>();

    CallCycle(Protocol protocol) {
        this.protocol = protocol;
    }

    /**
     * The names of a circle of calls, the first of them again at the end; empty if there is none.
     */
    List<String> find() {
        for (String routine : protocol.routines().keySet()) {
            List<String> found = in(routine, protocol.routines().get(routine));
            if (!found.isEmpty()) {
                return found;
            }
        }
        for (Operation operation : protocol.operations()) {
            List<String> found = in(operation.name(), operation.steps());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private List<String> in(String body, List<Step> steps) {
        if (done.contains(body)) {
            return List.of();
        }
        if (!open.add(body)) {
            return circle(body);
        }
        List<String> found = in(steps);
        open.remove(body);
        done.add(body);
        return found;
    }

    private List<String> circle(String again) {
        List<String> calls = new ArrayList<>(open);
        List<String> circle = new ArrayList<>(calls.subList(calls.indexOf(again), calls.size()));
        circle.add(again);
        return circle;
    }

    private List<String> in(List<Step> steps) {
        for (Step step : steps) {
            List<String> found = in(step);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private List<String> in(Step step) {
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
