package org.lockreplay.replay.lock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a second look at one trace saw of some pairs of classes: the locks themselves, and who took
 * them when.
 *
 * @param pairs by their classes, each list by the line of the first time
 * @param lives the tasks that {@link TaskSpan#life} speaks of
 */
public record InstanceView(Map<ClassPair, List<InstancePair>> pairs, List<TaskLife> lives) {

    public InstanceView {
        Map<ClassPair, List<InstancePair>> copy = new HashMap<>();
        pairs.forEach((classes, list) -> copy.put(classes, List.copyOf(list)));
        pairs = Map.copyOf(copy);
        lives = List.copyOf(lives);
    }

    /** The pairs of locks of two classes. */
    public List<InstancePair> of(String outer, String inner) {
        return pairs.getOrDefault(new ClassPair(outer, inner), List.of());
    }
}
