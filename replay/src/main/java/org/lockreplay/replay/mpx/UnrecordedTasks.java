package org.lockreplay.replay.mpx;

import java.util.Arrays;
import org.lockreplay.event.EventBatch;

/**
 * Whether a recording is of some tasks only, as {@code set_event_pid} makes them: a CPU switches to
 * one task, and then away from another one, so that what came between is not in the trace.
 *
 * <p>Cost: O(1) for a {@code sched_switch}, until that is so. Not thread-safe.
 */
final class UnrecordedTasks {

    private static final long NOBODY = -1;

    /** By CPU, the task that it switched to last. */
    private long[] at = new long[0];

    private boolean any;

    /** A {@code sched_switch}. */
    void see(EventBatch batch, int row) {
        int cpu = batch.cpu(row);
        if (any || cpu < 0 || batch.payloadCount(row) < 2) {
            return;
        }
        if (cpu >= at.length) {
            int before = at.length;
            at = Arrays.copyOf(at, Math.max(2 * before, cpu + 1));
            Arrays.fill(at, before, at.length, NOBODY);
        }
        any = at[cpu] != NOBODY && at[cpu] != batch.payload(row, 0);
        at[cpu] = batch.payload(row, 1);
    }

    /** Whether the recording has shown so. */
    boolean any() {
        return any;
    }

    /** Events are missing. */
    void lose() {
        Arrays.fill(at, NOBODY);
    }

    /** Another recording begins. */
    void clear() {
        lose();
        any = false;
    }
}
