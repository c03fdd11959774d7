package org.lockreplay.replay.lock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a second look at one trace saw of some classes and pairs of them: the locks themselves, and
 * who took them when.
 *
 * @param pairs by their classes, each list by the line of the first time
 * @param uses by class, how interrupts concern each lock in each mode: the first time of each kind,
 *     by the line that shows it
 * @param lives the tasks that {@link TaskSpan#life} speaks of
 */
public record InstanceView(
        Map<ClassPair, List<InstancePair>> pairs,
        Map<String, List<InterruptUse>> uses,
        List<TaskLife> lives) {

    public InstanceView {
        Map<ClassPair, List<InstancePair>> copy = new HashMap<>();
        pairs.forEach((classes, list) -> copy.put(classes, List.copyOf(list)));
        pairs = Map.copyOf(copy);
        Map<String, List<InterruptUse>> usesCopy = new HashMap<>();
        uses.forEach((lockClass, list) -> usesCopy.put(lockClass, List.copyOf(list)));
        uses = Map.copyOf(usesCopy);
        lives = List.copyOf(lives);
    }

    /** The pairs of locks of two classes. */
    public List<InstancePair> of(String outer, String inner) {
        return pairs.getOrDefault(new ClassPair(outer, inner), List.of());
    }

    /** How interrupts concern the locks of a class. */
    public List<InterruptUse> usesOf(String lockClass) {
        return uses.getOrDefault(lockClass, List.of());
    }

    /** The same without what rests on locks of these classes being held. */
    InstanceView without(Set<String> unreleased) {
        if (unreleased.isEmpty()) {
            return this;
        }
        Map<ClassPair, List<InstancePair>> heldPairs = new HashMap<>();
        pairs.forEach(
                (classes, list) -> {
                    if (!unreleased.contains(classes.outer())) {
                        heldPairs.put(
                                classes,
                                list.stream()
                                        .map(
                                                pair ->
                                                        pair.withGuards(
                                                                OneSided.held(
                                                                        pair.guards(), unreleased)))
                                        .toList());
                    }
                });
        Map<String, List<InterruptUse>> heldUses = new HashMap<>();
        uses.forEach(
                (lockClass, list) ->
                        heldUses.put(
                                lockClass,
                                list.stream()
                                        .filter(use -> !OneSided.rests(use, unreleased))
                                        .toList()));
        return new InstanceView(heldPairs, heldUses, lives);
    }
}
