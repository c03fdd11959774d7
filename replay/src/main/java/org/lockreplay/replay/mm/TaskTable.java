package org.lockreplay.replay.mm;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The tasks of a recording by pid, each with its address space; those that are watched are
 * remembered behind their end. Not thread-safe.
 */
final class TaskTable {

    private final Map<Integer, Task> tasks = new HashMap<>();
    private final SortedSet<Integer> watched;
    private final Map<Integer, AddressSpace> lastSpaceOfWatched = new HashMap<>();
    private int spaces;

    /** All of which it is known which tasks share them, and maybe others. */
    private final Set<AddressSpace> certain = new HashSet<>();

    TaskTable(Collection<Integer> watched) {
        this.watched = new TreeSet<>(watched);
    }

    Optional<Task> find(int pid) {
        return Optional.ofNullable(tasks.get(pid));
    }

    boolean has(int pid) {
        return tasks.containsKey(pid);
    }

    Collection<Task> all() {
        return tasks.values();
    }

    /** The task with this pid, with an address space from before the trace if it is new. */
    Task told(int pid) {
        Task known = tasks.get(pid);
        if (known == null) {
            known = new Task(pid, made(pid, SpaceOrigin.FIRST_SEEN, Optional.empty()));
            add(known);
        }
        return known;
    }

    void add(Task task) {
        tasks.put(task.pid(), task);
        watch(task);
    }

    /** Forgets a task, which leaves its address space. */
    void remove(int pid, Moment at) {
        Task gone = tasks.remove(pid);
        if (gone != null) {
            leave(gone, at);
        }
    }

    /** Forgets all of them. */
    void clear(Moment at) {
        tasks.values().forEach(task -> leave(task, at));
        tasks.clear();
    }

    /** A task, of which nothing may have told so far, runs another program. */
    Task exec(int pid, Moment at) {
        AddressSpace made = made(pid, SpaceOrigin.EXEC, Optional.of(at));
        Task task = tasks.get(pid);
        if (task == null) {
            task = new Task(pid, made);
            add(task);
        } else {
            move(task, made, at);
        }
        task.exec();
        return task;
    }

    /** The task has another address space from here on. */
    void move(Task task, AddressSpace made, Moment at) {
        AddressSpace left = task.space();
        task.moveTo(made, at);
        forgetEnded(left);
        watch(task);
    }

    private void leave(Task task, Moment at) {
        task.leave(at);
        forgetEnded(task.space());
    }

    private void forgetEnded(AddressSpace left) {
        if (left.end().isPresent()) {
            certain.remove(left);
        }
    }

    // ---- their address spaces ----

    /** A new one, of which nothing is known. */
    AddressSpace made(int pid, SpaceOrigin origin, Optional<Moment> at) {
        return noted(new AddressSpace(spaces++, pid, origin, at, pageFaults()));
    }

    /**
     * A copy for a forked task.
     *
     * @param related whether it may be the same one and no copy
     */
    AddressSpace copied(AddressSpace parent, int pid, boolean related, Moment at) {
        return noted(new AddressSpace(spaces++, pid, parent, related, at, pageFaults()));
    }

    private AddressSpace noted(AddressSpace made) {
        if (!made.doubtful()) {
            certain.add(made);
        }
        return made;
    }

    /**
     * Of the address spaces with a task of which this is so it is no longer known who shares them.
     *
     * <p>Cost: O(n), n being the number of tasks of address spaces that are not doubtful yet.
     */
    void doubtThoseWith(Predicate<Task> is) {
        certain.removeIf(
                space -> {
                    if (!space.doubtful() && space.tasks().stream().anyMatch(is)) {
                        space.doubt();
                    }
                    return space.doubtful();
                });
    }

    // ---- what is watched ----

    private void watch(Task task) {
        if (watched.contains(task.pid())) {
            lastSpaceOfWatched.put(task.pid(), task.space());
        }
    }

    /** What is known of the memory of each watched task that was seen, by pid. */
    SortedMap<Integer, MemoryState> memory(SpaceLocks locks) {
        SortedMap<Integer, MemoryState> states = new TreeMap<>();
        for (int pid : watched) {
            AddressSpace space = lastSpaceOfWatched.get(pid);
            if (space != null) {
                states.put(pid, space.state(pids(space), locks));
            }
        }
        return states;
    }

    /** The pids of the tasks that have this address space, in order. */
    List<Integer> pids(AddressSpace space) {
        return space.tasks().stream().map(Task::pid).sorted().toList();
    }

    private PageFaults pageFaults() {
        return new PageFaults(!watched.isEmpty());
    }
}
