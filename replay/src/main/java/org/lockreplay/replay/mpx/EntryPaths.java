package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.KernelPath;
import org.lockreplay.replay.mm.Task;

/**
 * Counts by which {@linkplain EntryPath paths} tasks of managed address spaces came into the
 * kernel. Not thread-safe.
 */
final class EntryPaths {

    private final boolean asked;
    private final Map<String, Long> counts = new HashMap<>();

    /**
     * @param asked whether anybody wants to know them
     */
    EntryPaths(boolean asked) {
        this.asked = asked;
    }

    /** A prctl that switches management has succeeded. */
    void prctl(Task task) {
        if (asked) {
            count(EntryPath.ofPrctl(task));
        }
    }

    /** A bounds exception with this code. */
    void exception(int code) {
        if (asked && (code == Conduct.VIOLATION || code == Conduct.MISSING_TABLE)) {
            count(KernelPath.ofException(code));
        }
    }

    /** A call that unmapped this has succeeded, whose beginning was seen. */
    void call(
            Task task,
            Conduct conduct,
            Optional<MpxSpace> space,
            List<Unmapping> unmapped,
            Names names) {
        if (asked
                && task.call().kind().changesMemory()
                && space.isPresent()
                && space.get().management() == Management.ON) {
            String path = EntryPath.of(task, conduct, names);
            count(EntryPath.ended(path, task, unmapped, false));
        }
    }

    private void count(String path) {
        counts.merge(path, 1L, Long::sum);
    }

    /** Those that occurred, in no order. */
    List<PathCount> counts() {
        List<PathCount> all = new ArrayList<>();
        counts.forEach((path, count) -> all.add(new PathCount(path, count)));
        return all;
    }
}
