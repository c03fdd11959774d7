package org.lockreplay.replay.mm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Changes of memory that no event of its known tasks tells of: another program was run unseen, or a
 * task changed it of which it is not known that it shares it. Not thread-safe.
 */
final class UnseenChanges {

    private final TaskTable tasks;

    UnseenChanges(TaskTable tasks) {
        this.tasks = tasks;
    }

    /**
     * Whether the brk that ends here answers what is no end of the heap that the task is known to
     * have: neither what it asked for nor where that was. Then other memory is there, of a program
     * that was run unseen, or a task that is not recorded has moved it.
     */
    boolean areAnsweredBy(Task task, long result) {
        return task.call().kind() == CallKind.BRK && isBrkAnswered(task, result);
    }

    private static boolean isBrkAnswered(Task task, long result) {
        SystemCall call = task.call();
        OptionalLong known = task.space().brk();
        return known.isPresent()
                && known.getAsLong() != result
                && !SystemCall.failed(result)
                && !MemoryCalls.movesBrk(call, result)
                && !task.space().pages().brkMovedSince(call.line())
                && !task.anySharer(other -> other.call().kind() == CallKind.BRK);
    }

    /**
     * The task has other memory than was known: its own is unknown now, one that it shares with
     * others, from whom it has parted unless they are one still, is theirs.
     */
    void found(Task task, Moment at) {
        if (task.space().shared()) {
            task.space().doubt();
            task.space().pages().forget();
            AddressSpace own = tasks.made(task.pid(), SpaceOrigin.FIRST_SEEN, Optional.of(at));
            tasks.move(task, own, at);
        } else {
            task.space().forget();
        }
    }

    /**
     * The call that the task has just ended changed memory which may be that of others too: what
     * they are taken to have there is not known to be there any more.
     *
     * <p>Cost: O(n) where it is not known who shares it, n being the number of tasks.
     */
    void ofSharers(Task task, CallKind call, long result, long line) {
        if (task.space().doubtful()) {
            ofMaybeSharers(task, call, result, line);
        }
    }

    private void ofMaybeSharers(Task task, CallKind call, long result, long line) {
        AddressSpace changed = task.space();
        boolean moved =
                call == CallKind.BRK
                        && MemoryCalls.movesBrk(task.call(), result)
                        && changed.pages().brkMovedSince(line - 1);
        boolean unseen = call == CallKind.MAPS_UNSEEN;
        List<AddressSpace.Change> changes = changed.lastChanges();
        if (!moved && !unseen && changes.isEmpty()) {
            return;
        }
        for (Task other : tasks.all()) {
            if (other.space().mayBe(changed)) {
                changes.forEach(change -> other.space().memory().clear(change.range()));
                if (unseen) {
                    other.space().pages().forgetFree();
                }
                if (moved) {
                    other.space().pages().clearHeap();
                    other.space().pages().forgetBrk();
                }
            }
        }
    }
}
