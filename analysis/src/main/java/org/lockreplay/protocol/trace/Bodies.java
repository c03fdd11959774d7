package org.lockreplay.protocol.trace;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Step;
import org.lockreplay.replay.mpx.MpxOperation;

/** What is in the operations of a protocol, the steps of routines that they call included. */
public final class Bodies {

    private final Protocol protocol;
    private final Map<String, List<Step>> steps = new HashMap<>();
    private final Map<String, Set<Effect>> effects = new HashMap<>();

    public Bodies(Protocol protocol) {
        this.protocol = protocol;
        for (Operation operation : protocol.operations()) {
            List<Step> all = all(operation.steps());
            steps.put(operation.name(), all);
            Set<Effect> changes = EnumSet.noneOf(Effect.class);
            for (Step step : all) {
                if (step instanceof Step.Change change) {
                    changes.add(change.effect());
                }
            }
            effects.put(operation.name(), changes);
        }
    }

    /** Whether an operation may map memory at its region. */
    public boolean maps(Operation operation) {
        return effects.get(operation.name()).contains(Effect.MAP);
    }

    /** Whether it may unmap that. */
    public boolean unmaps(Operation operation) {
        return effects.get(operation.name()).contains(Effect.UNMAP);
    }

    /** Whether any operation has to do with memory and its tables. */
    boolean useMemory() {
        return effects.values().stream().anyMatch(changes -> !changes.isEmpty());
    }

    /** The operation that switches management on. */
    public Optional<Operation> enable() {
        return protocol.operations().stream()
                .filter(one -> one.role().equals(Optional.of(MpxOperation.ENABLE)))
                .findFirst();
    }

    /** Whether all that it does is touching user memory: a page fault. */
    boolean onlyTouches(Operation operation) {
        List<Step> all = steps(operation);
        return !all.isEmpty() && all.stream().allMatch(step -> step instanceof Step.Touch);
    }

    /** All its steps, in the order in which they are written. */
    public List<Step> steps(Operation operation) {
        return steps.get(operation.name());
    }

    private List<Step> all(List<Step> body) {
        List<Step> all = new ArrayList<>();
        for (Step step : body) {
            if (step instanceof Step.Call call) {
                all.addAll(all(protocol.routines().get(call.routine())));
            } else if (step instanceof Step.If one) {
                all.addAll(all(one.yes()));
                all.addAll(all(one.no()));
            } else if (step instanceof Step.Maybe one) {
                all.addAll(all(one.steps()));
            } else if (step instanceof Step.Repeat one) {
                all.addAll(all(one.steps()));
            } else if (step instanceof Step.Try one) {
                all.add(one);
                all.addAll(all(one.taken()));
                all.addAll(all(one.failed()));
            } else {
                all.add(step);
            }
        }
        return all;
    }
}
