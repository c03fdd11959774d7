package org.lockreplay.replay.mm;

import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.event.EventBatch;

/**
 * How tasks come into being, and whose address space they get: that of the task that makes them, or
 * a copy. One whose bounds directory is in shared memory counts as perhaps the same.
 *
 * <p>Threads share (a fork within clone with {@code CLONE_VM}, or within vfork), other forks copy.
 * Where forks are not recorded, the result of a clone, fork or vfork tells of the child; and a task
 * that nothing explains makes those address spaces doubtful of which it may be a thread. Not
 * thread-safe.
 */
final class Births {

    private final TaskTable tasks;
    private ForkSigns forks = new ForkSigns();
    private Makers makers = new Makers();
    private boolean lost;

    Births(TaskTable tasks) {
        this.tasks = tasks;
    }

    /** A call begins; {@code tells} if calls that fork are seen to be recorded. */
    void seeCall(boolean tells) {
        forks.seeCall(tells);
    }

    /** Whether forks, or the calls that fork, are seen to be recorded. */
    boolean tellForks() {
        return !forks.mayBeMissing() || forks.callsTraced();
    }

    /** What was known of a pid ends. */
    void ended(int pid, Moment at) {
        forks.ended(pid, at);
        makers.forget(pid);
    }

    /** Events are missing. */
    void lose() {
        lost = true;
    }

    void beginRecording() {
        lost = false;
        forks = new ForkSigns();
        makers = new Makers();
    }

    /** A task acts that was not seen before: if nothing explains it, it may be a thread. */
    void appear(int pid) {
        if (pid != 0 && forks.mayBeMissing() && !tasks.has(pid)) {
            boolean any = !forks.callsTraced();
            tasks.doubtThoseWith(other -> any || other.call().maySharePages());
        }
    }

    /** {@code FORK}, when what was known of the child's pid has ended; answers the child. */
    Task fork(Task parent, EventBatch batch, int row) {
        int pid = (int) batch.payload(row, 0);
        Moment at = Moment.of(batch, row);
        forks.see();
        makers.tell(pid);
        parent.call().forked();
        OptionalLong flags = parent.call().cloneFlags();
        parent.space().learn(parent.call().widthOfForking());
        Task child = new Task(pid, spaceOfChild(parent, pid, flags, at));
        if (child.space() == parent.space()) {
            child.share(at.line());
        } else if (flags.isEmpty()) {
            child.mayShare(parent.space(), at.line());
        }
        tasks.add(child);
        return child;
    }

    /** A fork ends that no event told of: it happened at some moment since the call began. */
    Optional<Task> unseenFork(Task parent, int pid, Moment at) {
        forks.miss();
        long began = parent.call().line();
        OptionalLong flags = parent.call().cloneFlags();
        boolean mayShare = parent.call().maySharePages();
        Optional<Task> known = tasks.find(pid);
        if (known.isPresent()) {
            AddressSpace space = known.get().space();
            boolean left = space.made().filter(made -> made.line() > began).isPresent();
            if (!left && space != parent.space()) {
                space.doubt();
                if (mayShare) {
                    parent.space().doubt();
                }
            }
            return Optional.empty();
        }
        if (parent.call().waitsForChild() || forks.endedSince(pid, began)) {
            return Optional.empty();
        }
        Task child = new Task(pid, spaceOfChild(parent, pid, flags, at));
        if (child.space() == parent.space()) {
            child.share(began);
        } else {
            if (flags.isEmpty()) {
                child.mayShare(parent.space(), began);
            }
            child.space().pages().forgetSince(began, parent.space().shared());
        }
        tasks.add(child);
        return Optional.of(child);
    }

    /**
     * The first that is seen of a task is its return from the clone that made it, while nobody is
     * in such a call and no events are missing: its maker, with whom it may share, is not recorded.
     */
    void comeOut(Task task, boolean fork, long result) {
        if (fork && !lost) {
            comeOutOfFork(task, result);
        }
        task.grow();
    }

    private void comeOutOfFork(Task task, long result) {
        if (result > 0 && result <= Integer.MAX_VALUE) {
            makers.tell((int) result);
        }
        if (result == 0
                && task.isNew()
                && task.space().origin() == SpaceOrigin.FIRST_SEEN
                && !makers.isTold(task.pid())
                && tasks.all().stream().noneMatch(other -> other.call().forks())) {
            task.space().sharedBy(makers.miss(task.pid()));
        }
    }

    private AddressSpace spaceOfChild(Task parent, int pid, OptionalLong flags, Moment at) {
        AddressSpace space = parent.space();
        if (flags.isPresent() && (flags.getAsLong() & SystemCall.CLONE_VM) != 0) {
            return space;
        }
        boolean related = flags.isEmpty() || space.sharesDirectory();
        if (related) {
            space.doubt();
        }
        return tasks.copied(space, pid, related, at);
    }
}
