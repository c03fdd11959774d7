package org.lockreplay.replay.lock;

import java.util.List;

/**
 * Everything that the lock replay saw in one trace. Lists are sorted by their first components, so
 * that the same trace gives equal observations on every run.
 */
public record LockObservations(
        LockCoverage coverage,
        List<ClassUse> classes,
        List<InterruptUse> interruptUses,
        List<ShownType> shownTypes,
        List<Nesting> nestings,
        List<InstanceNesting> instanceNestings,
        List<Recursion> recursions,
        List<Imbalance> imbalances,
        List<HeldAtExit> heldAtExit,
        List<NestingCase> nestingCases,
        List<Deadlock> deadlocks) {

    public LockObservations {
        classes = List.copyOf(classes);
        interruptUses = List.copyOf(interruptUses);
        shownTypes = List.copyOf(shownTypes);
        nestings = List.copyOf(nestings);
        instanceNestings = List.copyOf(instanceNestings);
        recursions = List.copyOf(recursions);
        imbalances = List.copyOf(imbalances);
        heldAtExit = List.copyOf(heldAtExit);
        nestingCases = List.copyOf(nestingCases);
        deadlocks = List.copyOf(deadlocks);
    }
}
