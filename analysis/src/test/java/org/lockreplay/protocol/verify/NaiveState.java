package org.lockreplay.protocol.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Protocol;

/**
 * Tasks with their names, for each lock a list of who waits for it, and the memory; immutable.
 *
 * @param queues in the order of asking
 */
record NaiveState(
        List<NaiveTask> tasks, Map<String, List<NaiveState.Waiting>> queues, NaiveMemory memory) {

    /** One who waits. */
    record Waiting(int task, LockMode mode) {}

    static NaiveState atRest(int tasks) {
        return new NaiveState(
                Collections.nCopies(tasks, NaiveTask.IDLE), Map.of(), NaiveMemory.FIRST);
    }

    NaiveTask task(int number) {
        return tasks.get(number);
    }

    boolean isAtRest() {
        return tasks.stream().noneMatch(NaiveTask::busy);
    }

    boolean waits(int task) {
        return queues.values().stream()
                .anyMatch(queue -> queue.stream().anyMatch(one -> one.task() == task));
    }

    List<Waiting> queue(String lock) {
        return queues.getOrDefault(lock, List.of());
    }

    NaiveState with(int task, NaiveTask other) {
        List<NaiveTask> changed = new ArrayList<>(tasks);
        changed.set(task, other);
        return new NaiveState(List.copyOf(changed), queues, memory);
    }

    NaiveState with(NaiveMemory other) {
        return new NaiveState(tasks, queues, other);
    }

    NaiveState with(String lock, List<Waiting> queue) {
        Map<String, List<Waiting>> changed = new HashMap<>(queues);
        changed.put(lock, List.copyOf(queue));
        changed.values().removeIf(List::isEmpty);
        return new NaiveState(tasks, Map.copyOf(changed), memory);
    }

    // ---- who has a lock, and who can have it ----

    boolean isFree(Protocol protocol, String lock, LockMode mode) {
        boolean passes = mode == LockMode.READ && !isFair(protocol, lock);
        return isUnowned(lock, mode) && (passes || queue(lock).isEmpty());
    }

    private boolean isUnowned(String lock, LockMode mode) {
        return tasks.stream()
                .noneMatch(
                        task ->
                                mode == LockMode.WRITE
                                        ? task.holds(lock)
                                        : task.writes().contains(lock));
    }

    private static boolean isFair(Protocol protocol, String lock) {
        return protocol.lock(lock).kind().isFair();
    }

    /**
     * Gives the lock to whoever can have it, in the order of asking.
     *
     * @param woken gets those who have it
     */
    NaiveState woken(Protocol protocol, String lock, Set<Integer> woken) {
        List<Waiting> queue = queue(lock);
        for (int place = 0; place < queue.size(); place++) {
            Waiting one = queue.get(place);
            if (isUnowned(lock, one.mode())) {
                List<Waiting> rest = new ArrayList<>(queue);
                rest.remove(place);
                woken.add(one.task());
                return with(one.task(), task(one.task()).taking(lock, one.mode()))
                        .with(lock, rest)
                        .woken(protocol, lock, woken);
            }
            if (isFair(protocol, lock)) {
                return this;
            }
        }
        return this;
    }

    // ---- who can never go on ----

    /**
     * Whether a task can never go on, however the others behave: strike out again and again whoever
     * is in nobody's way but of those struck out already.
     */
    boolean isStuck(Protocol protocol, int number) {
        Set<Integer> stuck = new HashSet<>();
        for (int task = 0; task < tasks.size(); task++) {
            if (waits(task)) {
                stuck.add(task);
            }
        }
        boolean again = true;
        while (again) {
            again =
                    stuck.removeIf(
                            task ->
                                    Collections.disjoint(
                                            blockers(protocol, task), Set.copyOf(stuck)));
        }
        return stuck.contains(number) && isInItsOwnWay(protocol, number, stuck);
    }

    /** Whether the task is part of the circle, and does not only wait for one. */
    private boolean isInItsOwnWay(Protocol protocol, int task, Set<Integer> stuck) {
        Set<Integer> reached = new HashSet<>(blockers(protocol, task));
        boolean again = true;
        while (again) {
            Set<Integer> more = new HashSet<>();
            reached.stream()
                    .filter(stuck::contains)
                    .forEach(other -> more.addAll(blockers(protocol, other)));
            again = reached.addAll(more);
        }
        return reached.contains(task);
    }

    private Set<Integer> blockers(Protocol protocol, int number) {
        Set<Integer> blockers = new HashSet<>();
        for (Map.Entry<String, List<Waiting>> entry : queues.entrySet()) {
            String lock = entry.getKey();
            Optional<Waiting> self =
                    entry.getValue().stream().filter(one -> one.task() == number).findFirst();
            if (self.isEmpty()) {
                continue;
            }
            LockMode mode = self.get().mode();
            for (int task = 0; task < tasks.size(); task++) {
                NaiveTask other = task(task);
                if (mode == LockMode.WRITE ? other.holds(lock) : other.writes().contains(lock)) {
                    blockers.add(task);
                }
            }
            for (Waiting before : entry.getValue()) {
                if (before.task() == number) {
                    break;
                }
                if (mode == LockMode.WRITE
                        || isFair(protocol, lock) && before.mode() == LockMode.WRITE) {
                    blockers.add(before.task());
                }
            }
        }
        return blockers;
    }
}
