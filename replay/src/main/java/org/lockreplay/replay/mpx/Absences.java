package org.lockreplay.replay.mpx;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.replay.mm.AddressSpaces;

/**
 * Which tasks left the CPUs that are recorded: where other CPUs are not recorded, a task may be
 * there from then on, and what it does is not in the trace.
 *
 * <p>{@code sched_switch} tells, and so does an event of another task. Without that event, a task
 * may leave and come back without a sign. Not thread-safe.
 */
final class Absences {

    private static final int IDLE = 0;
    private static final int NOBODY = -1;

    private final AddressSpaces addressSpaces;
    private final Set<Integer> away = new HashSet<>();
    private boolean switches;

    /** By CPU, the task of the last event; {@link #NOBODY} if that was one of leaving it. */
    private int[] at = new int[0];

    Absences(AddressSpaces addressSpaces) {
        this.addressSpaces = addressSpaces;
    }

    /** Whether the last event of the CPU was one of the task, which has not left it since. */
    boolean isAt(int cpu, int pid) {
        return cpu < at.length && at[cpu] == pid;
    }

    /**
     * An event in a recording that may be of some of the CPUs only: any one that is not of the task
     * that {@link #isAt} its CPU.
     *
     * @param lastLine the last line before of the same CPU
     */
    void see(EventBatch batch, int row, long lastLine) {
        int cpu = batch.cpu(row);
        int pid = batch.pid(row);
        if (cpu < 0 || pid < 0) {
            return;
        }
        if (cpu >= at.length) {
            grow(cpu);
        }
        long line = batch.line(row);
        if (at[cpu] != pid) {
            leave(at[cpu], lastLine);
            // it comes from somewhere
            leave(pid, line);
        }
        boolean leaves = batch.kind(row) == EventKind.SWITCH;
        if (leaves) {
            leave(pid, line);
        }
        switches |= leaves;
        at[cpu] = leaves ? NOBODY : pid;
    }

    private void leave(int pid, long line) {
        if (pid > IDLE && addressSpaces.isKnown(pid)) {
            away.add(pid);
            addressSpaces.wasAway(pid, line);
        }
    }

    private void grow(int cpu) {
        int before = at.length;
        at = Arrays.copyOf(at, Math.max(2 * before, cpu + 1));
        Arrays.fill(at, before, at.length, NOBODY);
    }

    /** Whether the recording tells of switches. */
    boolean switchesTraced() {
        return switches;
    }

    /** Whether the task was elsewhere, or may have been, before now. */
    boolean has(int pid) {
        return away.contains(pid);
    }

    /** Another recording begins. */
    void clear() {
        away.clear();
        switches = false;
        Arrays.fill(at, NOBODY);
    }
}
