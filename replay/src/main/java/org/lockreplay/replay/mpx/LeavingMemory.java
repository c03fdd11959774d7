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
     * others may; empty where that is not known. The caller may add to it.
     */
    static List<AddressRange> of(Task task) {
        List<AddressRange> leaving = new ArrayList<>(UnmapRanges.of(task).ranges());
        if (leaving.isEmpty() || task.space().doubtful() || !addOfOthers(task, leaving)) {
            leaving.clear();
        }
        return leaving;
    }

    /** Answers whether all that others may unmap is known. */
    private static boolean addOfOthers(Task task, List<AddressRange> leaving) {
        for (Task other : task.space().tasks()) {
            if (other != task && UnmapRanges.mayUnmap(other)) {
                List<AddressRange> ranges = UnmapRanges.of(other).ranges();
                if (ranges.isEmpty()) {
                    return false;
                }
                leaving.addAll(ranges);
            }
        }
        return true;
    }
}
