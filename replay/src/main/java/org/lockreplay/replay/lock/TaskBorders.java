package org.lockreplay.replay.lock;

import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;

/**
 * What tasks do at the borders of their lives, of their time on a CPU, and of the kernel; applied
 * to the located task.
 */
final class TaskBorders {

    private final Schedule schedule;
    private final Scrutiny scrutiny;
    private final ExitChecks exitChecks;
    private final SystemCalls calls;

    TaskBorders(Schedule schedule, Scrutiny scrutiny, ExitChecks exitChecks, SystemCalls calls) {
        this.schedule = schedule;
        this.scrutiny = scrutiny;
        this.exitChecks = exitChecks;
        this.calls = calls;
    }

    /** A task is switched, made, ends, or begins another program. */
    void life(EventKind kind, EventBatch batch, int row) {
        int other = (int) batch.payload(row, 0);
        if (kind == EventKind.SWITCH) {
            schedule.switchTo((int) batch.payload(row, 1), batch.line(row));
        } else if (kind == EventKind.FORK) {
            schedule.fork(other);
            if (scrutiny.isOn()) {
                scrutiny.lives()
                        .fork(schedule.task().index, schedule.task(other).index, batch.line(row));
            }
        } else if (kind == EventKind.EXIT) {
            Task gone = schedule.task(other);
            exitChecks.exit(gone, batch, row);
            schedule.drop(gone);
            if (scrutiny.isOn()) {
                scrutiny.lives().exit(gone.index, batch.line(row));
            }
        } else if (other != (int) batch.payload(row, 1)) {
            // exec by a thread that is not the leader: it takes the leader's pid
            schedule.drop(schedule.task(other));
            schedule.drop(schedule.task((int) batch.payload(row, 1)));
        }
    }

    /** The task goes from user space to the kernel or back. */
    void kernel(EventKind kind, EventBatch batch, int row) {
        Task task = schedule.task();
        if (kind == EventKind.SYSCALL_ENTER) {
            calls.enter(task, batch, row);
        } else if (kind == EventKind.RAW_SYSCALL_ENTER) {
            calls.enterRaw(task);
        } else if (kind == EventKind.BOUNDS_FAULT) {
            calls.boundsFault(task, batch, row);
        } else {
            if (kind != EventKind.PAGE_FAULT_USER && task.stack.depth() > 0) {
                exitChecks.leave(leaving(kind, batch, row), batch, row);
            }
            task.inUserSpace();
        }
    }

    private static String leaving(EventKind kind, EventBatch batch, int row) {
        return kind == EventKind.SYSCALL_EXIT
                ? batch.names().get(batch.name(row))
                : "NR " + batch.payload(row, 0);
    }
}
