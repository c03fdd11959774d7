package org.lockreplay.replay.mpx;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.Task;

/**
 * Tables that came for memory which was mapped at their exception and may have been unmapped since,
 * until their tasks have come back to user space and leave it again.
 *
 * <p>Not thread-safe.
 */
final class LateTables {

    private final Map<Task, Long> entries = new HashMap<>();

    /** The table of this exception came into its entry. */
    void came(Fault fault, BoundsDirectory into) {
        if (fault.needed() && into.isValid(fault.index)) {
            entries.put(fault.task, fault.index);
        }
    }

    /** Takes the entry that a task filled in the exception which is over now. */
    OptionalLong take(Task task) {
        return entries.containsKey(task)
                ? OptionalLong.of(entries.remove(task))
                : OptionalLong.empty();
    }

    void forget(Task task) {
        entries.remove(task);
    }

    void clear() {
        entries.clear();
    }
}
