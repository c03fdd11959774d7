package org.lockreplay.replay.mm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Names;

/**
 * Which task has which address space, and what system calls do to it.
 *
 * <p>Threads share (a fork within clone with {@code CLONE_VM}, or within vfork), other forks copy,
 * an exec makes a new one, and the end of its last task ends it. A task that was there before the
 * trace has an address space of its own that is {@linkplain AddressSpace#doubtful doubtful}: it may
 * be that of another such task. So is that of a task whose fork happened in no known call, or whose
 * clone flags are not in the trace (clone3).
 *
 * <p>Where forks are not recorded, the result of a clone, fork or vfork tells of the child; and a
 * task that nothing explains makes those address spaces doubtful of which it may be a thread.
 *
 * <p>The ABI of {@code raw_syscalls} is that of the program: known from the number with which its
 * exec ends, from a fork (no number forks in both), from an argument that is too large for 32 bits,
 * from a result that the other ABI's call cannot have, and inherited; until then the calls of a
 * task count as {@link CallKind#OTHER}. Cost: O(1) for each event, O(log n) for a call that maps or
 * unmaps, O(n) for a fork, n being the number of known mappings. Not thread-safe.
 */
public final class AddressSpaces {

    private static final long CLONE_VM = 0x100;

    /** From here on addresses are the kernel's. */
    private static final long END_OF_USER = 1L << 56;

    private final Map<Integer, Task> tasks = new HashMap<>();
    private final SortedSet<Integer> watched;
    private final boolean countsFaults;
    private final Map<Integer, AddressSpace> lastSpaceOfWatched = new HashMap<>();
    private CallKind[] kindOfName = new CallKind[256];
    private Names names = new Names();
    private int spaces;
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
    private ForkSigns forks = new ForkSigns();
    private boolean lost;

    public AddressSpaces() {
        this(List.of(), true);
    }

    /**
     * @param watched the pids whose {@link #memory} will be asked for
     * @param countsFaults whether page faults will be asked for; they are not counted otherwise
     */
    public AddressSpaces(Collection<Integer> watched, boolean countsFaults) {
        this.watched = new TreeSet<>(watched);
        this.countsFaults = countsFaults;
    }

    /** The task with this pid, first seen now if it is new. */
    public Task task(int pid) {
        if (last.pid() != pid) {
            if (pid != 0 && !tasks.containsKey(pid) && forks.mayBeMissing()) {
                doubtWhatItMayShare();
            }
            last = told(pid);
            last.act();
        }
        return last;
    }

    /** An event is one of the task itself, even if that does nothing to its address space. */
    public void hear(int pid) {
        Optional.ofNullable(tasks.get(pid)).ifPresent(Task::act);
    }

    /**
     * The same for a task that only the event of another one, or of its own exec or end, tells of:
     * it does nothing to its address space.
     */
    public Task told(int pid) {
        Task known = tasks.get(pid);
        if (known == null) {
            known = firstSeen(pid);
            tasks.put(pid, known);
        }
        return known;
    }

    /** A task acts that nothing explains: it may be a thread that was made unseen. */
    private void doubtWhatItMayShare() {
        for (Task other : tasks.values()) {
            if (!forks.callsTraced() || other.call().maySharePages()) {
                other.space().doubt();
            }
        }
    }

    /** {@code SYSCALL_ENTER}. */
    public Task enter(EventBatch batch, int row) {
        Task task = task(batch.pid(row));
        task.grow();
        task.call().enter(kindOf(batch.names(), batch.name(row)), batch, row);
        begun(task, batch, row);
        forks.seeCall(task.call().maySharePages());
        return task;
    }

    /** {@code RAW_SYSCALL_ENTER}. */
    public Task enterRaw(EventBatch batch, int row) {
        Task task = task(batch.pid(row));
        task.grow();
        task.call().enterRaw(batch, row);
        if (task.space().width() == Width.UNKNOWN && !task.call().named()) {
            if (task.call().isOf64()) {
                task.space().learn(Width.BITS_64);
            } else {
                task.space().missCall();
                task.call().beUnread();
            }
        }
        begun(task, batch, row);
        forks.seeCall(true);
        return task;
    }

    private static void begun(Task task, EventBatch batch, int row) {
        task.willTakeItsOwnLock(task.call().kind().changesMemory());
        task.space().callIt(batch.names().get(batch.task(row)));
    }

    /** {@code PAGE_FAULT_USER} or {@code PAGE_FAULT_KERNEL}. */
    public void pageFault(boolean user, EventBatch batch, int row) {
        long address = batch.address(row);
        if (Long.compareUnsigned(address, END_OF_USER) < 0) {
            Task task = task(batch.pid(row));
            if (countsFaults) {
                task.space().fault(FaultCounts.one(user, batch.payload(row, 0)), address);
            }
            task.willTakeItsOwnLock(user);
        }
    }

    /** What is known of the memory of each watched task that was seen, by pid. */
    public SortedMap<Integer, MemoryState> memory(SpaceLocks locks) {
        SortedMap<Integer, MemoryState> states = new TreeMap<>();
        for (int pid : watched) {
            AddressSpace space = lastSpaceOfWatched.get(pid);
            if (space != null) {
                states.put(pid, space.state(pids(space), locks));
            }
        }
        return states;
    }

    /**
     * The call of this task, if it is known to be in one, ends with this result.
     *
     * <p>A clone prints its end twice: that of the child ends nothing, since it began no call.
     *
     * @return the child, if the result alone tells of it
     */
    public Optional<Task> leave(Task task, long result, Moment at) {
        task.space().beginChanges();
        if (!task.call().going()) {
            return Optional.empty();
        }
        if (task.call().isReadNow()) {
            task.space().readCall();
        }
        MemoryCalls.apply(task, result, at.line());
        Optional<Task> child =
                task.call().forks() && result > 0 && result <= Integer.MAX_VALUE
                        ? unseenFork(task, (int) result, at)
                        : Optional.empty();
        task.call().end();
        return child;
    }

    /** A fork ends that no event told of: it happened at some moment since the call began. */
    private Optional<Task> unseenFork(Task parent, int childPid, Moment at) {
        forks.miss();
        long began = parent.call().line();
        OptionalLong flags = parent.call().cloneFlags();
        boolean mayShare = parent.call().maySharePages();
        Task known = tasks.get(childPid);
        if (known != null) {
            boolean left = known.space().made().filter(made -> made.line() > began).isPresent();
            if (!left && known.space() != parent.space()) {
                known.space().doubt();
                if (mayShare) {
                    parent.space().doubt();
                }
            }
            return Optional.empty();
        }
        if (parent.call().waitsForChild() || forks.endedSince(childPid, began)) {
            return Optional.empty();
        }
        Task child = new Task(childPid, spaceOfChild(parent, childPid, flags, at));
        if (child.space() == parent.space()) {
            child.share(began);
        } else {
            child.space().forgetSince(began, parent.space().shared());
        }
        tasks.put(childPid, child);
        watch(child);
        last = nobody;
        return Optional.of(child);
    }

    /**
     * The first that is seen of a task is its return from the clone that made it, while nobody is
     * in such a call and no events are missing: its maker, with whom it may share, is not recorded.
     */
    private void comeOut(Task task, boolean fork, long result) {
        boolean born = fork && result == 0 && task.isNew() && !lost;
        if (born
                && task.space().origin() == SpaceOrigin.FIRST_SEEN
                && tasks.values().stream().noneMatch(other -> other.call().forks())) {
            task.space().sharedBy(new Silence(0));
        }
        task.grow();
    }

    /**
     * {@code RAW_SYSCALL_EXIT}: the number tells the ABI of a program that was just run, and the
     * result may tell it of any.
     *
     * @return what the call answered
     */
    public long leaveRaw(Task task, long number, long printed) {
        comeOut(task, CallKind.mayFork(number), printed);
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
        CallKind named = kindOf(batch.names(), batch.name(row));
        comeOut(task, named == CallKind.CLONE || named == CallKind.CLONE3, batch.payload(row, 0));
        if (!task.call().endsWith(kindOf(batch.names(), batch.name(row)))) {
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

    /** The same as {@link #exec}, where only the end of the call tells of it. */
    public void unseenExec(Task task, Moment at) {
        exec(task, at);
    }

    /** {@code FORK}; answers the child. */
    public Task fork(EventBatch batch, int row) {
        Task parent = task(batch.pid(row));
        int childPid = (int) batch.payload(row, 0);
        Moment at = Moment.of(batch, row);
        exit(childPid, at);
        forks.see();
        parent.call().forked();
        OptionalLong flags = parent.call().cloneFlags();
        parent.space().learn(parent.call().widthOfForking());
        Task child = new Task(childPid, spaceOfChild(parent, childPid, flags, at));
        if (child.space() == parent.space()) {
            child.share(at.line());
        }
        tasks.put(childPid, child);
        watch(child);
        return child;
    }

    /** {@code EXEC}; answers the task as it is now. */
    public Task exec(EventBatch batch, int row) {
        int pid = (int) batch.payload(row, 0);
        int oldPid = (int) batch.payload(row, 1);
        Moment at = Moment.of(batch, row);
        if (oldPid != pid) {
            // a thread that is not the leader takes the leader's pid
            exit(oldPid, at);
        }
        Task task = told(pid);
        exec(task, at);
        return task;
    }

    private void exec(Task task, Moment at) {
        task.space().leave(at);
        task.exec(
                new AddressSpace(
                        spaces++, task.pid(), SpaceOrigin.EXEC, Optional.of(at), pageFaults()));
        watch(task);
    }

    /** {@code EXIT}, or the end of what was known of a pid. */
    public void exit(int pid, Moment at) {
        forks.ended(pid, at);
        Task gone = tasks.remove(pid);
        if (gone != null) {
            gone.space().leave(at);
        }
        last = nobody;
    }

    /** The tasks that are known to have this address space. */
    public List<Task> tasks(AddressSpace space) {
        List<Task> found = new ArrayList<>();
        for (Task task : tasks.values()) {
            if (task.space() == space) {
                found.add(task);
            }
        }
        return found;
    }

    /** The pids of the tasks that have this address space, in order. */
    public List<Integer> pids(AddressSpace space) {
        return tasks.values().stream()
                .filter(task -> task.space() == space)
                .map(Task::pid)
                .sorted()
                .toList();
    }

    /** Events are missing: of all tasks nothing certain is known, but which ones there were. */
    public void lose() {
        lost = true;
        for (Task task : tasks.values()) {
            task.lose();
            task.space().forget();
        }
    }

    /** Another recording begins: its tasks are others. */
    public void beginRecording(Moment at) {
        tasks.values().forEach(task -> task.space().leave(at));
        tasks.clear();
        lost = false;
        forks = new ForkSigns();
        last = nobody;
    }

    private AddressSpace spaceOfChild(Task parent, int childPid, OptionalLong flags, Moment at) {
        AddressSpace space = parent.space();
        if (flags.isPresent() && (flags.getAsLong() & CLONE_VM) != 0) {
            return space;
        }
        if (flags.isEmpty()) {
            space.doubt();
        }
        return new AddressSpace(spaces++, childPid, space, flags.isEmpty(), at, pageFaults());
    }

    private Task firstSeen(int pid) {
        Task task =
                new Task(
                        pid,
                        new AddressSpace(
                                spaces++,
                                pid,
                                SpaceOrigin.FIRST_SEEN,
                                Optional.empty(),
                                pageFaults()));
        watch(task);
        return task;
    }

    private PageFaults pageFaults() {
        return new PageFaults(!watched.isEmpty());
    }

    private void watch(Task task) {
        if (watched.contains(task.pid())) {
            lastSpaceOfWatched.put(task.pid(), task.space());
        }
    }

    private CallKind kindOf(Names dictionary, int name) {
        if (dictionary != names) {
            names = dictionary;
            Arrays.fill(kindOfName, null);
        }
        if (name >= kindOfName.length) {
            kindOfName = Arrays.copyOf(kindOfName, Math.max(2 * kindOfName.length, name + 1));
        }
        if (kindOfName[name] == null) {
            kindOfName[name] = CallKind.ofName(dictionary.get(name));
        }
        return kindOfName[name];
    }
}
