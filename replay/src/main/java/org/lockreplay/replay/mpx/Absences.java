package org.lockreplay.replay.mpx;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.replay.mm.AddressSpaces;

/**
 * Which tasks left the CPUs that are recorded and came back, as {@code sched_switch} tells: where
 * other CPUs are not recorded, a task may have been there meanwhile, and what it did is not in the
 * trace.
 *
 * <p>Without that event, nobody is known to have left. Not thread-safe.
 */
final class Absences {

    private static final int IDLE = 0;

    private final AddressSpaces addressSpaces;
    private final Set<Integer> away = new HashSet<>();

    /** By CPU, whether the last event before was one of a task that left it. */
    private boolean[] left = new boolean[8];

    Absences(AddressSpaces addressSpaces) {
        this.addressSpaces = addressSpaces;
    }

    /** An event in a recording that shows only some of the CPUs so far. */
    void see(EventBatch batch, int row) {
        int cpu = batch.cpu(row);
        int pid = batch.pid(row);
        if (cpu < 0) {
            return;
        }
        if (cpu >= left.length) {
            left = Arrays.copyOf(left, Math.max(2 * left.length, cpu + 1));
        }
        if (left[cpu] && pid > IDLE && addressSpaces.isKnown(pid)) {
            away.add(pid);
            addressSpaces.wasAway(pid, batch.line(row));
        }
        left[cpu] = batch.kind(row) == EventKind.SWITCH;
    }

    /** Whether the task was elsewhere, or may have been, before now. */
    boolean has(int pid) {
        return away.contains(pid);
    }

    /** Another recording begins. */
    void clear() {
        away.clear();
        Arrays.fill(left, false);
    }
}
