package org.lockreplay.protocol.trace;

import java.util.Arrays;
import java.util.Random;

/**
 * Which task runs on which CPU: prints what a task does where that task is, and a switch where it
 * has to get there first.
 *
 * <p>Tasks are numbers from 0; a task that waits leaves its CPU to the idle task. Not thread-safe.
 */
final class Processors {

    private static final int FIRST_PID = 101;
    private static final int IDLE = -1;
    private static final int NOWHERE = -1;

    private final TraceLines lines;
    private final String name;
    private final Random random;
    private final int[] running;
    private final int[] place;

    Processors(TraceLines lines, String name, int tasks, int cpus, Random random) {
        this.lines = lines;
        this.name = name;
        this.random = random;
        running = new int[cpus];
        Arrays.fill(running, IDLE);
        place = new int[tasks];
        Arrays.fill(place, NOWHERE);
    }

    /** The first task is there when the trace begins. */
    void boot(int task) {
        running[0] = task;
        place[task] = 0;
    }

    int count() {
        return running.length;
    }

    String name() {
        return name;
    }

    int pid(int task) {
        return FIRST_PID + task;
    }

    /** Prints what a task does. */
    void print(int task, String flags, String event) {
        run(task);
        lines.add(name, pid(task), place[task], flags, event);
    }

    /** The task cannot go on, for this reason. */
    void leave(int task, char state) {
        if (place[task] != NOWHERE) {
            switchTo(place[task], IDLE, state);
        }
    }

    private void run(int task) {
        if (place[task] != NOWHERE) {
            return;
        }
        int cpu = random.nextInt(running.length);
        for (int i = 0; i < running.length && running[cpu] != IDLE; i++) {
            cpu = (cpu + 1) % running.length;
        }
        switchTo(cpu, task, 'R');
    }

    private void switchTo(int cpu, int next, char state) {
        int previous = running[cpu];
        String from = previous == IDLE ? "swapper/" + cpu : name;
        String to = next == IDLE ? "swapper/" + cpu : name;
        lines.add(
                previous == IDLE ? "<idle>" : name,
                pidOrIdle(previous),
                cpu,
                TraceLines.IRQS_OFF,
                "sched_switch: prev_comm=%s prev_pid=%d prev_prio=120 prev_state=%c ==> next_comm=%s next_pid=%d next_prio=120"
                        .formatted(from, pidOrIdle(previous), state, to, pidOrIdle(next)));
        if (previous != IDLE) {
            place[previous] = NOWHERE;
        }
        running[cpu] = next;
        if (next != IDLE) {
            place[next] = cpu;
        }
    }

    private int pidOrIdle(int task) {
        return task == IDLE ? 0 : pid(task);
    }
}
