package org.lockreplay.protocol.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One edit being made in the body of a routine or operation. Used once. */
final class Editing {

    private final Edit edit;
    private final String body;
    private final String step;
    private final Map<String, List<Step>> routines;
    private int found;

    /**
     * @param before the routines as they are
     */
    Editing(Edit edit, Map<String, List<Step>> before) {
        this.edit = edit;
        routines = before;
        int slash = edit.path().indexOf('/');
        body = slash < 0 ? edit.path() : edit.path().substring(0, slash);
        step = slash < 0 ? "" : edit.path().substring(slash + 1);
    }

    Protocol apply(Protocol protocol) {
        Map<String, List<Step>> edited = new LinkedHashMap<>();
        protocol.routines()
                .forEach(
                        (name, steps) ->
                                edited.put(name, name.equals(body) ? edited(steps) : steps));
        List<Operation> operations = new ArrayList<>();
        for (Operation operation : protocol.operations()) {
            operations.add(
                    operation.name().equals(body)
                            ? operation.withSteps(edited(operation.steps()))
                            : operation);
        }
        if (found != 1) {
            throw new IllegalArgumentException(
                    found == 0
                            ? "no step '%s'%s".formatted(edit.path(), there(protocol))
                            : "%d steps '%s'".formatted(found, edit.path()));
        }
        return protocol.withBodies(edited, operations);
    }

    /** What is there instead. */
    private String there(Protocol protocol) {
        Optional<List<Step>> steps =
                Optional.ofNullable(protocol.routines().get(body))
                        .or(() -> protocol.operation(body).map(Operation::steps));
        if (steps.isEmpty()) {
            return ": no routine or operation '%s'".formatted(body);
        }
        List<String> names = new ArrayList<>();
        steps.get().forEach(each -> names.add("'" + each.name() + "'"));
        return ": '%s' has %s".formatted(body, names.isEmpty() ? "none" : String.join(", ", names));
    }

    private List<Step> edited(List<Step> steps) {
        List<Step> result = new ArrayList<>();
        for (Step each : steps) {
            if (each.name().equals(step)) {
                found++;
                result.addAll(replacement(each));
            } else {
                result.add(within(each));
            }
        }
        return result;
    }

    private List<Step> replacement(Step old) {
        List<Step> result = new ArrayList<>(edit.steps());
        switch (edit.kind()) {
            case REMOVE, REPLACE -> {}
            case INLINE -> result.addAll(called(old));
            case BEFORE -> result.add(old);
            case AFTER -> result.add(0, old);
        }
        return result;
    }

    private List<Step> called(Step old) {
        if (old instanceof Step.Call call) {
            return routines.get(call.routine());
        }
        throw new IllegalArgumentException(
                "expected a call of a routine at '%s'".formatted(edit.path()));
    }

    private Step within(Step outer) {
        if (outer instanceof Step.Try one) {
            return new Step.Try(
                    one.name(), one.lock(), one.mode(), edited(one.taken()), edited(one.failed()));
        }
        if (outer instanceof Step.If one) {
            return new Step.If(one.name(), one.test(), edited(one.yes()), edited(one.no()));
        }
        if (outer instanceof Step.Maybe one) {
            return new Step.Maybe(one.name(), edited(one.steps()));
        }
        if (outer instanceof Step.Repeat one) {
            return new Step.Repeat(one.name(), edited(one.steps()), one.again());
        }
        return outer;
    }
}
