package org.lockreplay.replay.lock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
}
