package org.lockreplay.protocol.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.file.Step;

/**
 * All interleavings of protocols without memory, in the plainest way: step by step over the steps
 * as they stand in the file, one object for each state, tasks with names, nothing merged.
 *
 * <p>Where something waits there is a list of who waits. A step on a lock costs 1, all others
 * nothing, and the cheapest way to each state is found by taking costless steps first.
 */
final class NaiveExplorer {

    /**
     * A task: what it has still to do, and what it holds.
     *
     * @param chose whether it chose a way since its last step on a lock
     */
    private record Task(
            boolean busy,
            boolean chose,
            List<Step> todo,
            Map<String, Integer> reads,
            Set<String> writes) {

        static final Task IDLE = new Task(false, false, List.of(), Map.of(), Set.of());

        Task then(List<Step> first, List<Step> rest) {
            List<Step> all = new ArrayList<>(first);
            all.addAll(rest);
            return new Task(true, false, List.copyOf(all), reads, writes);
        }

        Task choosing() {
            return new Task(busy, true, todo, reads, writes);
        }

        boolean endsBadly() {
            return busy && todo.isEmpty() && !(reads.isEmpty() && writes.isEmpty());
        }

        boolean holds(String lock) {
            return writes.contains(lock) || reads.getOrDefault(lock, 0) > 0;
        }

        Task with(String lock, int readers, boolean written) {
            Map<String, Integer> newReads = new TreeMap<>(reads);
            newReads.put(lock, readers);
            newReads.values().removeIf(count -> count == 0);
            Set<String> newWrites = new HashSet<>(writes);
            if (written) {
                newWrites.add(lock);
            } else {
                newWrites.remove(lock);
            }
            return new Task(busy, chose, todo, Map.copyOf(newReads), Set.copyOf(newWrites));
        }

        Task taking(String lock, LockMode mode) {
            return mode == LockMode.WRITE
                    ? with(lock, reads.getOrDefault(lock, 0), true)
                    : with(lock, reads.getOrDefault(lock, 0) + 1, writes.contains(lock));
        }
    }

    /** One who waits. */
    private record Waiting(int task, LockMode mode) {}

    private record State(List<Task> tasks, Map<String, List<Waiting>> queues) {

        boolean waits(int task) {
            return queues.values().stream()
                    .anyMatch(queue -> queue.stream().anyMatch(one -> one.task() == task));
        }

        State with(int task, Task other) {
            List<Task> changed = new ArrayList<>(tasks);
            changed.set(task, other);
            return new State(List.copyOf(changed), queues);
        }

        State with(String lock, List<Waiting> queue) {
            Map<String, List<Waiting>> changed = new HashMap<>(queues);
            changed.put(lock, List.copyOf(queue));
            return new State(tasks, Map.copyOf(changed));
        }
    }

    private final Protocol protocol;
    private final List<Operation> operations;
    private final Map<Rule, Integer> broken = new EnumMap<>(Rule.class);
    private final Map<State, Integer> costs = new HashMap<>();
    private final Deque<State> open = new ArrayDeque<>();
    private final int most;
    private State from = new State(List.of(), Map.of());

    NaiveExplorer(Protocol protocol, int tasks, int most) {
        this.protocol = protocol;
        this.most = most;
        operations = protocol.operations();
        List<Task> idle = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            idle.add(Task.IDLE);
        }
        State first = new State(List.copyOf(idle), Map.of());
        costs.put(first, 0);
        open.add(first);
        Set<State> done = new HashSet<>();
        while (!open.isEmpty() && costs.size() <= most) {
            from = open.remove();
            if (done.add(from)) {
                for (int task = 0; task < tasks; task++) {
                    if (!from.waits(task)) {
                        advance(task);
                    }
                }
            }
        }
    }

    /** Whether all states were seen. */
    boolean complete() {
        return costs.size() <= most;
    }

    /** The rules that are broken, each with the least cost at which it is. */
    Map<Rule, Integer> broken() {
        return broken;
    }

    /** The states, as far as locks tell them apart, with tasks in any order. */
    Set<List<String>> projections() {
        Set<List<String>> projections = new HashSet<>();
        for (State state : costs.keySet()) {
            List<String> tasks = new ArrayList<>();
            for (int task = 0; task < state.tasks().size(); task++) {
                tasks.add(projection(state, task));
            }
            tasks.sort(null);
            projections.add(tasks);
        }
        return projections;
    }

    private String projection(State state, int task) {
        List<Integer> held = new ArrayList<>();
        String waits = "";
        for (var lock : protocol.locks()) {
            Task one = state.tasks().get(task);
            held.add(
                    one.writes().contains(lock.name())
                            ? 7
                            : one.reads().getOrDefault(lock.name(), 0));
            List<Waiting> queue = state.queues().getOrDefault(lock.name(), List.of());
            for (int place = 0; place < queue.size(); place++) {
                if (queue.get(place).task() == task) {
                    waits = lock.name() + queue.get(place).mode() + (place + 1);
                }
            }
        }
        return held + waits;
    }

    private void advance(int number) {
        Task task = from.tasks().get(number);
        if (!task.busy()) {
            for (Operation operation : operations) {
                reach(from.with(number, task.then(operation.steps(), List.of())), 0);
            }
            return;
        }
        if (task.todo().isEmpty()) {
            reach(from.with(number, Task.IDLE), task.chose() ? 1 : 0);
            return;
        }
        Step step = task.todo().get(0);
        List<Step> rest = task.todo().subList(1, task.todo().size());
        Task next = task.then(List.of(), rest);
        if (step instanceof Step.Maybe one) {
            reach(from.with(number, next.choosing()), 0);
            reach(from.with(number, task.then(one.steps(), rest).choosing()), 0);
        } else if (step instanceof Step.Call one) {
            Task called = task.then(protocol.routines().get(one.routine()), rest);
            reach(from.with(number, task.chose() ? called.choosing() : called), 0);
        } else if (step instanceof Step.Touch) {
            reach(from.with(number, next.choosing()), 0);
            protocol.faultLock().ifPresent(lock -> fault(number, task, lock, rest));
        } else if (step instanceof Step.Lock one) {
            lock(number, next, one.lock(), one.mode(), false);
        } else if (step instanceof Step.Try one) {
            boolean free = isFree(one.lock(), one.mode());
            Task tried = free ? next.taking(one.lock(), one.mode()) : task.then(one.failed(), rest);
            reach(from.with(number, tried), 1);
        } else if (step instanceof Step.Unlock one) {
            unlock(number, next, one.lock());
        } else if (step instanceof Step.Downgrade one) {
            if (task.writes().contains(one.lock())) {
                Task reader = next.with(one.lock(), 1, false);
                reach(woken(from.with(number, reader), one.lock()), 1);
            } else {
                breaks(Rule.BALANCED, 1);
            }
        } else {
            throw new IllegalArgumentException("not for this explorer: " + step);
        }
    }

    private void fault(int number, Task task, String lock, List<Step> rest) {
        Task handling = task.then(List.of(new Step.Unlock("back", lock)), rest);
        lock(number, handling, lock, LockMode.READ, isFree(lock, LockMode.READ));
    }

    private void lock(int number, Task next, String lock, LockMode mode, boolean tried) {
        if (next.holds(lock) && !tried) {
            breaks(Rule.RECURSION, 1);
        }
        for (var outer : protocol.locks()) {
            boolean wrong =
                    protocol.order()
                            .isBefore(protocol.lockNumber(lock), protocol.lockNumber(outer.name()));
            if (next.holds(outer.name()) && wrong) {
                breaks(Rule.M10, 1);
            }
        }
        if (isFree(lock, mode)) {
            reach(from.with(number, next.taking(lock, mode)), 1);
            return;
        }
        List<Waiting> queue = new ArrayList<>(from.queues().getOrDefault(lock, List.of()));
        queue.add(new Waiting(number, mode));
        State waits = from.with(number, next).with(lock, queue);
        if (isStuck(waits, number)) {
            breaks(Rule.DEADLOCK, 1);
        }
        reach(waits, 1);
    }

    private void unlock(int number, Task next, String lock) {
        if (!next.holds(lock)) {
            breaks(Rule.BALANCED, 1);
            return;
        }
        Task after =
                next.writes().contains(lock)
                        ? next.with(lock, next.reads().getOrDefault(lock, 0), false)
                        : next.with(lock, next.reads().get(lock) - 1, false);
        reach(woken(from.with(number, after), lock), 1);
    }

    /** Gives the lock to whoever can have it, in the order of asking. */
    private State woken(State before, String lock) {
        State state = before;
        boolean again = true;
        while (again) {
            again = false;
            List<Waiting> queue = state.queues().getOrDefault(lock, List.of());
            for (int place = 0; place < queue.size() && !again; place++) {
                Waiting one = queue.get(place);
                if (isUnowned(state, lock, one.mode())) {
                    List<Waiting> rest = new ArrayList<>(queue);
                    rest.remove(place);
                    Task owner = state.tasks().get(one.task()).taking(lock, one.mode());
                    state = state.with(one.task(), owner).with(lock, rest);
                    again = true;
                } else if (isFair(lock)) {
                    break;
                }
            }
        }
        return state;
    }

    private boolean isFree(String lock, LockMode mode) {
        boolean passes = mode == LockMode.READ && !isFair(lock);
        boolean nobody = from.queues().getOrDefault(lock, List.of()).isEmpty();
        return isUnowned(from, lock, mode) && (passes || nobody);
    }

    private static boolean isUnowned(State state, String lock, LockMode mode) {
        return state.tasks().stream()
                .noneMatch(
                        task ->
                                mode == LockMode.WRITE
                                        ? task.holds(lock)
                                        : task.writes().contains(lock));
    }

    private boolean isFair(String lock) {
        return protocol.lock(lock).kind().isFair();
    }

    /**
     * Whether a task can never go on, however the others behave: strike out again and again whoever
     * is in nobody's way but of those struck out already.
     */
    private boolean isStuck(State state, int number) {
        Set<Integer> stuck = new HashSet<>();
        for (int task = 0; task < state.tasks().size(); task++) {
            if (state.waits(task)) {
                stuck.add(task);
            }
        }
        boolean again = true;
        while (again) {
            again = stuck.removeIf(task -> !isBlockedBySome(state, task, stuck));
        }
        return stuck.contains(number) && isInItsOwnWay(state, number, stuck);
    }

    private boolean isBlockedBySome(State state, int task, Set<Integer> others) {
        return blockers(state, task).stream().anyMatch(others::contains);
    }

    /** Whether the task is part of the circle, and does not only wait for one. */
    private boolean isInItsOwnWay(State state, int task, Set<Integer> stuck) {
        Set<Integer> reached = new HashSet<>(blockers(state, task));
        boolean again = true;
        while (again) {
            Set<Integer> more = new HashSet<>();
            reached.stream().filter(stuck::contains).forEach(r -> more.addAll(blockers(state, r)));
            again = reached.addAll(more);
        }
        return reached.contains(task);
    }

    private Set<Integer> blockers(State state, int number) {
        Set<Integer> blockers = new HashSet<>();
        for (Map.Entry<String, List<Waiting>> entry : state.queues().entrySet()) {
            Optional<Waiting> self =
                    entry.getValue().stream().filter(one -> one.task() == number).findFirst();
            if (self.isEmpty()) {
                continue;
            }
            LockMode mode = self.get().mode();
            for (int task = 0; task < state.tasks().size(); task++) {
                Task other = state.tasks().get(task);
                boolean owner =
                        mode == LockMode.WRITE
                                ? other.holds(entry.getKey())
                                : other.writes().contains(entry.getKey());
                if (owner) {
                    blockers.add(task);
                }
            }
            for (Waiting before : entry.getValue()) {
                if (before.task() == number) {
                    break;
                }
                if (mode == LockMode.WRITE
                        || isFair(entry.getKey()) && before.mode() == LockMode.WRITE) {
                    blockers.add(before.task());
                }
            }
        }
        return blockers;
    }

    private void breaks(Rule rule, int cost) {
        broken.merge(rule, costs.get(from) + cost, Math::min);
    }

    private void reach(State state, int cost) {
        // the end of an operation goes with its last step
        for (Task task : state.tasks()) {
            if (task.endsBadly()) {
                breaks(Rule.BALANCED, cost + (task.chose() ? 1 : 0));
                return;
            }
        }
        int all = costs.get(from) + cost;
        if (all < costs.getOrDefault(state, Integer.MAX_VALUE)) {
            costs.put(state, all);
            if (cost == 0) {
                open.addFirst(state);
            } else {
                open.addLast(state);
            }
        }
    }
}
