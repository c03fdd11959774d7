package org.lockreplay.replay.mm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            gone.space().leave(at);
        }
    }

    /** Forgets all of them. */
    void clear(Moment at) {
        tasks.values().forEach(task -> task.space().leave(at));
        tasks.clear();
    }

    // ---- their address spaces ----

    /** A new one, of which nothing is known. */
    AddressSpace made(int pid, SpaceOrigin origin, Optional<Moment> at) {
        return new AddressSpace(spaces++, pid, origin, at, pageFaults());
    }

    /**
     * A copy for a forked task.
     *
     * @param related whether it may be the same one and no copy
     */
    AddressSpace copied(AddressSpace parent, int pid, boolean related, Moment at) {
        return new AddressSpace(spaces++, pid, parent, related, at, pageFaults());
    }

    List<Task> of(AddressSpace space) {
        List<Task> found = new ArrayList<>();
        for (Task task : tasks.values()) {
            if (task.space() == space) {
                found.add(task);
            }
        }
        return found;
    }

    /** Whether this is so for another task with the address space of this one. */
    boolean anyOther(Task task, Predicate<Task> is) {
        if (task.space().shared()) {
            for (Task other : tasks.values()) {
                if (other != task && other.space() == task.space() && is.test(other)) {
                    return true;
                }
            }
        }
        return false;
    }

    // ---- what is watched ----

    /** The task has another address space now. */
    void watch(Task task) {
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
        return of(space).stream().map(Task::pid).sorted().toList();
    }

    private PageFaults pageFaults() {
        return new PageFaults(!watched.isEmpty());
    }
}
