package org.lockreplay.replay.lock;

import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.KernelPath;

/**
 * Keeps for each task by which path it came into the kernel.
 *
 * <p>{@code raw_syscalls} give a number and not the ABI that it belongs to, and few numbers mean
 * the same in both: such a call is unknown.
 */
final class SystemCalls {

    private static final String UNKNOWN = "";

    /** BNDSTATUS[1:0], Intel SDM volume 1, table 17-1. */
    private static final int CODE_MASK = 3;

    private Names names = new Names();

    void enter(Task task, EventBatch batch, int row) {
        names = batch.names();
        task.inUserSpace();
        task.call = batch.name(row);
        task.firstArgument = batch.payload(row, 0);
        task.thirdArgument = batch.payload(row, 2);
        task.fourthArgument = batch.payload(row, 3);
    }

    /** Does not hide the name that {@code syscalls} gave to the same call. */
    void enterRaw(Task task) {
        if (task.call == Task.NO_CALL) {
            task.inUserSpace();
            task.call = Task.UNNAMED_CALL;
        }
    }

    /** A bounds exception comes from user space, always. */
    void boundsFault(Task task, EventBatch batch, int row) {
        task.inUserSpace();
        task.boundsCode = (int) batch.payload(row, 1) & CODE_MASK;
        task.inBoundsFault = true;
    }

    /**
     * The path of a task that has one of the two semaphores and asks for the other; empty if it is
     * not known. The handler of an exception takes {@code bd_sem} for read: for write, the task has
     * come by a call since that the trace does not show.
     */
    String path(Task task, boolean bdSemRead) {
        if (task.call >= 0) {
            return KernelPath.of(
                    names.get(task.call),
                    task.firstArgument,
                    task.thirdArgument,
                    task.fourthArgument);
        }
        return task.call == Task.UNNAMED_CALL || !task.inBoundsFault || !bdSemRead
                ? UNKNOWN
                : KernelPath.ofException(task.boundsCode);
    }
}
