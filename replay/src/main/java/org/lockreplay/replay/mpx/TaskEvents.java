package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Optional;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.replay.mm.AddressSpace;
import org.lockreplay.replay.mm.AddressSpaces;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/**
 * What system calls, page faults, and the beginnings and ends of tasks do to address spaces and to
 * their directories.
 *
 * <p>Not thread-safe.
 */
final class TaskEvents {

    /** {@code -EINVAL}. */
    private static final long INVALID = -22;

    private final AddressSpaces addressSpaces;
    private final MpxSpaces spaces;
    private final Conducts conducts;
    private final Judge judge;
    private final History history;
    private final Breaches breaches;

    TaskEvents(
            AddressSpaces addressSpaces,
            MpxSpaces spaces,
            Conducts conducts,
            Judge judge,
            History history,
            Breaches breaches) {
        this.addressSpaces = addressSpaces;
        this.spaces = spaces;
        this.conducts = conducts;
        this.judge = judge;
        this.history = history;
        this.breaches = breaches;
    }

    // ---- system calls ----

    /** A system call begins. */
    void enter(EventKind kind, EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        Optional<MpxSpace> space = spaces.of(task);
        if (space.isPresent()) {
            judge.exceptionOver(task, space.get());
            space.get().settle(task, Moment.of(batch, row));
        }
        boolean told =
                kind == EventKind.SYSCALL_ENTER
                        ? addressSpaces.enter(batch, row)
                        : addressSpaces.enterRaw(batch, row);
        breaches.sawCall();
        judge.callBegins(task, callName(batch, row), told, batch, row);
    }

    /** It ends. */
    void leave(EventKind kind, EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        Moment at = Moment.of(batch, row);
        long result =
                kind == EventKind.RAW_SYSCALL_EXIT
                        ? leaveRaw(task, batch.payload(row, 0), batch.payload(row, 1), at)
                        : leaveNamed(task, batch, row, at);
        breaches.sawCall();
        if (addressSpaces.isOfOtherMemory(task, result)) {
            findOtherMemory(task, at);
        }
        List<Unmapping> unmapped =
                judge.callEnds(task, batch.names(), callName(batch, row), result);
        Optional<MpxSpace> before = spaces.of(task);
        if (before.isPresent()) {
            before.get().leave(task, !SystemCall.failed(result), !judge.mayGiveUp(task), at);
        }
        CallKind call = task.call().kind();
        if (call == CallKind.PRCTL) {
            manage(task, result, at);
        }
        long began = task.call().line();
        Optional<Task> child = addressSpaces.leave(task, result, at);
        if (spaces.any()) {
            addressSpaces.doubtSharers(task, call, result, at.line());
        }
        if (child.isPresent()) {
            copy(task, child.get(), began, at);
        }
        if (history.kept()) {
            tell(task, call);
        }
        judge.callEnded(task, unmapped);
        Optional<MpxSpace> after = spaces.of(task);
        if (after.isPresent()) {
            after.get().memory().mappedOver(began, at);
            if (!SystemCall.failed(result)) {
                changeDirectory(after.get(), task, call, at);
            }
        }
    }

    private long leaveRaw(Task task, long number, long printed, Moment at) {
        exec(task, number, printed, at);
        return addressSpaces.leaveRaw(task, number, printed);
    }

    private long leaveNamed(Task task, EventBatch batch, int row, Moment at) {
        long printed = batch.payload(row, 0);
        exec(task, printed, printed, at);
        return addressSpaces.leaveNamed(task, batch, row);
    }

    /** The history of its directory tells what the call has changed. */
    private void tell(Task task, CallKind call) {
        Optional<MpxSpace> space = spaces.of(task);
        if (space.isPresent()) {
            for (AddressSpace.Change change : task.space().lastChanges()) {
                space.get().memory().tell(call, change);
            }
        }
    }

    /** The call that was just ended may have changed memory in which a directory is. */
    private void changeDirectory(MpxSpace space, Task task, CallKind call, Moment at) {
        List<AddressSpace.Change> changes = task.space().lastChanges();
        if (call == CallKind.MADVISE || !changes.isEmpty()) {
            space.own().changed(task, call, changes, at);
            if (spaces.mayHaveTwins(space)) {
                spaces.twins(space).forEach(twin -> twin.own().changed(task, call, changes, at));
            }
        }
    }

    /** Sees to an exec of which only the end of the call tells. */
    private void exec(Task task, long number, long result, Moment at) {
        if (addressSpaces.isUnseenExec(task, number, result)) {
            Optional<MpxSpace> left = forget(task.pid());
            addressSpaces.exec(task, at);
            tellEnds(left, Optional.empty());
        }
    }

    /**
     * What was known of the task's memory may be that of another program, or was changed unseen.
     */
    private void findOtherMemory(Task task, Moment at) {
        Optional<MpxSpace> known = spaces.of(task);
        if (known.isPresent()) {
            known.get().forget(task);
            known.get().lose(at);
        }
        addressSpaces.findOtherMemory(task, at);
    }

    /** Something that tells calls apart: never 0, and negative for those known by number only. */
    static int callName(EventBatch batch, int row) {
        EventKind kind = batch.kind(row);
        boolean named = kind == EventKind.SYSCALL_ENTER || kind == EventKind.SYSCALL_EXIT;
        return named
                ? batch.name(row) + 1
                : Integer.MIN_VALUE | (int) batch.payload(row, 0) & Integer.MAX_VALUE;
    }

    /** A prctl ends, which may be one that switches management on or off. */
    private void manage(Task task, long result, Moment at) {
        Optional<MpxOperation> prctl = Attribution.prctl(task);
        if (prctl.isEmpty() || refusesArguments(task.call(), result)) {
            return;
        }
        boolean on = prctl.get() == MpxOperation.ENABLE;
        MpxSpace space = spaces.madeFor(task);
        if (result == 0 && on) {
            space.own().enabled(at);
        }
        if (result == 0) {
            space.manage(on ? Management.ON : Management.OFF, at.line());
        } else if (space.management() == Management.ON) {
            // -ENXIO for a cleared enable bit switches it off, -ENXIO for high memory does not
            space.manage(Management.UNKNOWN, at.line());
        }
    }

    /** All arguments but the first have to be 0, or the kernel does nothing (kernel/sys.c). */
    private static boolean refusesArguments(SystemCall call, long result) {
        boolean given =
                call.argument(1) != 0
                        || call.argument(2) != 0
                        || call.argument(3) != 0
                        || call.argument(4) != 0;
        return given && result == INVALID;
    }

    // ---- tasks ----

    /** A task is forked, becomes another program, or ends. */
    void life(EventKind kind, EventBatch batch, int row) {
        Moment at = Moment.of(batch, row);
        addressSpaces.hear(batch.pid(row));
        if (kind == EventKind.FORK) {
            fork(batch, row, at);
        } else if (kind == EventKind.EXEC) {
            Optional<MpxSpace> left = forget((int) batch.payload(row, 0));
            Optional<MpxSpace> leftByThread = forget((int) batch.payload(row, 1));
            addressSpaces.exec(batch, row);
            tellEnds(left, leftByThread);
        } else {
            Optional<MpxSpace> left = forget((int) batch.payload(row, 0));
            addressSpaces.exit((int) batch.payload(row, 0), at);
            tellEnds(left, Optional.empty());
        }
    }

    private void fork(EventBatch batch, int row, Moment at) {
        Optional<MpxSpace> left = forget((int) batch.payload(row, 0));
        Task parent = addressSpaces.task(batch.pid(row));
        Task child = addressSpaces.fork(batch, row);
        tellEnds(left, Optional.empty());
        copy(parent, child, parent.call().going() ? parent.call().line() : 0, at);
    }

    /** A fork in a call that began at this line copies the directory, if it does not share it. */
    private void copy(Task parent, Task child, long began, Moment at) {
        if (child.space() != parent.space()) {
            Optional<MpxSpace> space = spaces.of(parent);
            if (space.isPresent()) {
                spaces.put(new MpxSpace(child.space(), space.get(), began, at));
            }
        }
    }

    /** The task ends, or goes on in another address space; answers the one that it leaves. */
    private Optional<MpxSpace> forget(int pid) {
        conducts.forget(pid);
        Optional<Task> task = addressSpaces.find(pid);
        Optional<MpxSpace> space = task.flatMap(spaces::of);
        if (space.isPresent()) {
            space.get().forget(task.orElseThrow());
        }
        return space;
    }

    private static void tellEnds(Optional<MpxSpace> left, Optional<MpxSpace> other) {
        tellEnd(left);
        if (!other.equals(left)) {
            tellEnd(other);
        }
    }

    private static void tellEnd(Optional<MpxSpace> left) {
        if (left.isPresent() && left.get().space().end().isPresent()) {
            left.get().end();
        }
    }

    // ---- page faults ----

    void pageFault(EventKind kind, EventBatch batch, int row) {
        boolean user = kind == EventKind.PAGE_FAULT_USER;
        addressSpaces.pageFault(user, batch, row);
        if (user && breaches.seen(Sign.MARKS)) {
            spaces.of(addressSpaces.task(batch.pid(row)))
                    .ifPresent(space -> space.removals().use(batch.address(row)));
        }
        judge.pageFault(user, batch, row);
    }
}
