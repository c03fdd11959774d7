package org.lockreplay.replay.mm;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.lockreplay.event.EventBatch;

/**
 * Which task has which address space, and what system calls do to it.
 *
 * <p>A fork gives a task the address space of its parent or a copy ({@link Births}), an exec makes
 * a new one, and the end of its last task ends it. A task that was there before the trace has an
 * address space of its own that is {@linkplain AddressSpace#doubtful doubtful}: it may be that of
 * another such task. So is that of a task whose fork happened in no known call, or whose clone
 * flags are not in the trace (clone3).
 *
 * <p>The ABI of {@code raw_syscalls} is that of the program: known from the number with which its
 * exec ends, from a fork (no number forks in both), from an argument that is too large for 32 bits,
 * from a result that the other ABI's call cannot have, and inherited; until then the calls of a
 * task count as {@link CallKind#OTHER}. Cost: O(1) for each event, O(log n) for a call that maps or
 * unmaps, O(n) for a fork, n being the number of known mappings. Not thread-safe.
 */
public final class AddressSpaces {

    /** From here on addresses are the kernel's. */
    private static final long END_OF_USER = 1L << 56;

    private static final int IDLE = 0;

    private final TaskTable tasks;
    private final Births births;
    private final UnseenChanges unseen;
    private final CallNames names = new CallNames();
    private final boolean countsFaults;
    private final Task nobody =
            new Task(
                    -1,
                    new AddressSpace(
                            -1,
                            -1,
                            SpaceOrigin.FIRST_SEEN,
                            Optional.empty(),
                            new PageFaults(false)));
    private Task last = nobody;
    private int firstToAct;
    private boolean severalActed;

    public AddressSpaces() {
        this(List.of(), true);
    }

    /**
     * @param watched the pids whose {@link #memory} will be asked for
     * @param countsFaults whether page faults will be asked for; they are not counted otherwise
     */
    public AddressSpaces(Collection<Integer> watched, boolean countsFaults) {
        tasks = new TaskTable(watched);
        births = new Births(tasks);
        unseen = new UnseenChanges(tasks);
        this.countsFaults = countsFaults;
    }

    /** The task with this pid, first seen now if it is new. */
    public Task task(int pid) {
        if (last.pid() != pid) {
            births.appear(pid);
            last = tasks.told(pid);
            last.act();
            if (firstToAct == IDLE) {
                firstToAct = pid;
            }
            severalActed |= pid != firstToAct && pid != IDLE;
        }
        return last;
    }

    /** Whether a single task did all that is recorded and concerns memory. */
    public boolean isOfOneTask() {
        return !severalActed;
    }

    /** Whether events show that forks are recorded, or the calls that fork. */
    public boolean tellsForks() {
        return births.tellForks();
    }

    /** An event is one of the task itself, even if that does nothing to its address space. */
    public void hear(int pid) {
        tasks.find(pid).ifPresent(Task::act);
    }

    /** The task with this pid, if something told of it so far. */
    public Optional<Task> find(int pid) {
        return tasks.find(pid);
    }

    /** Whether something told of this task so far. */
    public boolean isKnown(int pid) {
        return tasks.has(pid);
    }

    /** Whether a beginning or an end of a system call of this task was seen so far. */
    public boolean hasCalled(int pid) {
        return tasks.find(pid).filter(task -> !task.isNew()).isPresent();
    }

    /** The task was away until this line, and may have done something that is not recorded. */
    public void wasAway(int pid, long line) {
        tasks.find(pid).ifPresent(task -> task.space().wasLeft(line));
    }

    /**
     * {@code SYSCALL_ENTER}.
     *
     * @return whether {@code RAW_SYSCALL_ENTER} has told of the same call
     */
    public boolean enter(EventBatch batch, int row) {
        Task task = task(batch.pid(row));
        task.grow();
        boolean told = task.call().enter(names.kindOf(batch.names(), batch.name(row)), batch, row);
        begun(task, batch, row);
        births.seeCall(task.call().maySharePages());
        return told;
    }

    /**
     * {@code RAW_SYSCALL_ENTER}.
     *
     * @return whether {@code SYSCALL_ENTER} has told of the same call
     */
    public boolean enterRaw(EventBatch batch, int row) {
        Task task = task(batch.pid(row));
        task.grow();
        boolean told = task.call().enterRaw(batch, row);
        if (task.space().width() == Width.UNKNOWN && !task.call().named()) {
            if (task.call().isOf64()) {
                task.space().learn(Width.BITS_64);
            } else {
                task.space().missCall();
                task.call().beUnread();
            }
        }
        begun(task, batch, row);
        births.seeCall(true);
        return told;
    }

    private static void begun(Task task, EventBatch batch, int row) {
        task.willTakeItsOwnLock(task.call().kind().takesOwnLockFirst());
        task.space().callIt(batch.names().get(batch.task(row)));
    }

    /** {@code PAGE_FAULT_USER} or {@code PAGE_FAULT_KERNEL}. */
    public void pageFault(boolean user, EventBatch batch, int row) {
        long address = batch.address(row);
        if (AddressRange.isAbove(END_OF_USER, address)) {
            Task task = task(batch.pid(row));
            if (countsFaults) {
                task.space().pages().fault(FaultCounts.one(user, batch.payload(row, 0)), address);
            }
            task.willTakeItsOwnLock(user);
        }
    }

    /** What is known of the memory of each watched task that was seen, by pid. */
    public SortedMap<Integer, MemoryState> memory(SpaceLocks locks) {
        return tasks.memory(locks);
    }

    /**
     * The call of this task, if it is known to be in one, ends with this result.
     *
     * <p>A clone prints its end twice: that of the child ends nothing, since it began no call.
     *
     * @return the child, if the result alone tells of it
     */
    public Optional<Task> leave(Task task, long result, Moment at) {
        task.space().pages().beginChanges();
        if (!task.call().going()) {
            return Optional.empty();
        }
        if (task.call().isReadNow()) {
            task.space().readCall();
        }
        MemoryCalls.apply(task, result, at.line());
        Optional<Task> child =
                task.call().forks() && result > 0 && result <= Integer.MAX_VALUE
                        ? births.unseenFork(task, (int) result, at)
                        : Optional.empty();
        task.call().end();
        if (child.isPresent()) {
            last = nobody;
        }
        return child;
    }

    /**
     * {@code RAW_SYSCALL_EXIT}: the number tells the ABI of a program that was just run, and the
     * result may tell it of any.
     *
     * @return what the call answered
     */
    public long leaveRaw(Task task, long number, long printed) {
        births.comeOut(task, CallKind.mayFork(number), printed);
        task.leaveRaw(number);
        if (task.space().width() == Width.UNKNOWN && !task.call().named()) {
            task.space().learn(CallKind.widthOfResult(number, printed));
        }
        if (!task.call().endsWith(number)) {
            task.call().loseResult();
        }
        return SystemCall.result(printed, task.space().width());
    }

    /**
     * {@code SYSCALL_EXIT}.
     *
     * @return what the call answered
     */
    public long leaveNamed(Task task, EventBatch batch, int row) {
        CallKind named = names.kindOf(batch.names(), batch.name(row));
        births.comeOut(
                task, named == CallKind.CLONE || named == CallKind.CLONE3, batch.payload(row, 0));
        if (!task.call().endsWith(named)) {
            task.call().loseResult();
        }
        return SystemCall.result(batch.payload(row, 0), task.space().width());
    }

    /**
     * Whether the call that ends has run another program, although no event told of an exec.
     *
     * @param number that with which it ends; any where it has a name
     */
    public boolean isUnseenExec(Task task, long number, long result) {
        return result == 0 && !task.inExec() && task.call().ranAnother(number);
    }

    /** The task runs another program now, in an address space of its own. */
    public void exec(Task task, Moment at) {
        tasks.exec(task.pid(), at);
    }

    /** See {@link UnseenChanges#areAnsweredBy}. */
    public boolean isOfOtherMemory(Task task, long result) {
        return unseen.areAnsweredBy(task, result);
    }

    /** See {@link UnseenChanges#found}. */
    public void findOtherMemory(Task task, Moment at) {
        unseen.found(task, at);
    }

    /** See {@link UnseenChanges#ofSharers}. */
    public void doubtSharers(Task task, CallKind call, long result, long line) {
        unseen.ofSharers(task, call, result, line);
    }

    /** {@code FORK}; answers the child. */
    public Task fork(EventBatch batch, int row) {
        Task parent = task(batch.pid(row));
        int childPid = (int) batch.payload(row, 0);
        exit(childPid, Moment.of(batch, row));
        return births.fork(parent, batch, row);
    }

    /** {@code EXEC}. */
    public void exec(EventBatch batch, int row) {
        int pid = (int) batch.payload(row, 0);
        int oldPid = (int) batch.payload(row, 1);
        Moment at = Moment.of(batch, row);
        if (oldPid != pid) {
            // a thread that is not the leader takes the leader's pid
            exit(oldPid, at);
        }
        tasks.exec(pid, at);
    }

    /** {@code EXIT}, or the end of what was known of a pid. */
    public void exit(int pid, Moment at) {
        births.ended(pid, at);
        tasks.remove(pid, at);
        last = nobody;
    }

    /** The pids of the tasks that have this address space, in order. */
    public List<Integer> pids(AddressSpace space) {
        return tasks.pids(space);
    }

    /** Events are missing: of all tasks nothing certain is known, but which ones there were. */
    public void lose() {
        births.lose();
        for (Task task : tasks.all()) {
            task.lose();
            task.space().forget();
        }
    }

    /** Another recording begins: its tasks are others. */
    public void beginRecording(Moment at) {
        tasks.clear(at);
        births.beginRecording();
        last = nobody;
        firstToAct = IDLE;
        severalActed = false;
    }
}
