package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Task;

/**
 * Which memory goes while a task unmaps some: by its own call, and by those of others. Stateless.
 */
final class LeavingMemory {

    private LeavingMemory() {}

    /**
     * What leaves memory now, in this address space: what the call of the task unmaps, and what
     * others may; empty where that is not known.
     */
    static List<AddressRange> of(Task task) {
        List<AddressRange> own = UnmapRanges.of(task).ranges();
        if (own.isEmpty() || task.space().doubtful()) {
            return List.of();
        }
        if (!task.space().shared()) {
            return own;
        }
        List<AddressRange> leaving = new ArrayList<>(own);
        for (Task other : task.space().tasks()) {
            if (other != task && UnmapRanges.mayUnmap(other)) {
                List<AddressRange> ranges = UnmapRanges.of(other).ranges();
                if (ranges.isEmpty()) {
                    return List.of();
                }
                leaving.addAll(ranges);
            }
        }
        return leaving;
    }
}
