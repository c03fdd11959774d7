package org.lockreplay.replay.lock;

import java.util.Set;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Names;

/**
 * Keeps for each task the system call that it is in, and tells which operation of the proposal that
 * is.
 *
 * <p>{@code raw_syscalls} give a number and not the ABI that it belongs to, and no number means an
 * operation in both: such a call is unknown.
 */
final class SystemCalls {

    /** BNDSTATUS[1:0], Intel SDM volume 1, table 17-1. */
    private static final int CODE_MASK = 3;

    private static final int VIOLATION = 1;

    /** Those that reach do_munmap() in Linux 4.19. */
    private static final Set<String> UNMAPPING =
            Set.of(
                    "brk",
                    "mmap",
                    "mmap2",
                    "mmap_pgoff",
                    "mremap",
                    "munmap",
                    "old_mmap",
                    "remap_file_pages",
                    "shmat",
                    "shmdt");

    private Names names = new Names();

    void enter(Task task, EventBatch batch, int row) {
        names = batch.names();
        task.inUserSpace();
        task.call = batch.name(row);
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

    /** What the task is about, as it nests the watched pair; an unmap takes bd_sem for write. */
    Operation operation(Task task, boolean bdSemRead) {
        if (task.call >= 0) {
            return ofCall(names.get(task.call));
        }
        if (task.call == Task.UNNAMED_CALL || !task.inBoundsFault || !bdSemRead) {
            return Operation.UNKNOWN;
        }
        return task.boundsCode == VIOLATION
                ? Operation.BOUNDS_VIOLATION
                : Operation.ENTRY_ALLOCATION;
    }

    private static Operation ofCall(String call) {
        if (UNMAPPING.contains(call)) {
            return Operation.ENTRY_REMOVAL;
        }
        return call.equals("prctl") ? Operation.PRCTL : Operation.UNKNOWN;
    }
}
