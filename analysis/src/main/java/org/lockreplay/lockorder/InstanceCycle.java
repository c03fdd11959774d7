package org.lockreplay.lockorder;

import java.util.List;
import java.util.Optional;
import org.lockreplay.replay.lock.InstanceNesting;

/**
 * A circle of locks of one class within one trace: a taken inside b, and b inside a.
 *
 * @param trace index of the trace
 * @param nestings in order
 * @param guard the class of a lock that was held over every one of them, if there is one
 * @param guardClass a class of which every nesting had some lock held over it, if there is one
 */
public record InstanceCycle(
        int trace,
        String lockClass,
        List<InstanceNesting> nestings,
        Optional<String> guard,
        Optional<String> guardClass) {

    public InstanceCycle {
        nestings = List.copyOf(nestings);
    }
}
