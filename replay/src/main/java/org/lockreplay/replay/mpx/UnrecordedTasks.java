package org.lockreplay.replay.mpx;

import java.util.Arrays;
import org.lockreplay.event.EventBatch;

/**
 * Whether a recording is of some tasks only, as {@code set_event_pid} makes them: a CPU switches to
 * one task, and then away from another one, so that what came between is not in the trace. All
 * switches to and from a task that is recorded are; without one, events are missing.
 *
 * <p>Cost: O(1) for a {@code sched_switch}. Not thread-safe.
 */
final class UnrecordedTasks {

    private static final long NOBODY = -1;

    /** By CPU, the task that it switched to last. */
    private long[] at = new long[0];

    /** The line of that. */
    private long[] since = new long[0];

    private boolean any;

    /** Whether this {@code sched_switch} is away from another task than its CPU was switched to. */
    boolean contradicts(EventBatch batch, int row) {
        return batch.payloadCount(row) > 1 && isElsewhere(batch.cpu(row), batch.payload(row, 0));
    }

    /** Whether this CPU was switched to another task than this one. */
    boolean isElsewhere(int cpu, long pid) {
        return cpu >= 0 && cpu < at.length && at[cpu] != NOBODY && at[cpu] != pid;
    }

    /** The task that this CPU was switched to, where another one {@linkplain #contradicts is}. */
    int at(int cpu) {
        return (int) at[cpu];
    }

    /** The line at which that one came: it was there then. */
    long since(int cpu) {
        return since[cpu];
    }

    /** A {@code sched_switch}. */
    void see(EventBatch batch, int row) {
        int cpu = batch.cpu(row);
        if (cpu < 0 || batch.payloadCount(row) < 2) {
            return;
        }
        if (cpu >= at.length) {
            int before = at.length;
            at = Arrays.copyOf(at, Math.max(2 * before, cpu + 1));
            Arrays.fill(at, before, at.length, NOBODY);
            since = Arrays.copyOf(since, at.length);
        }
        any |= at[cpu] != NOBODY && at[cpu] != batch.payload(row, 0);
        at[cpu] = batch.payload(row, 1);
        since[cpu] = batch.line(row);
    }

    /** The task of a CPU has another pid from here on: a thread that executes gets its leader's. */
    void rename(int cpu, long pid, long before) {
        if (cpu >= 0 && cpu < at.length && at[cpu] == before) {
            at[cpu] = pid;
        }
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
