package org.lockreplay.protocol.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.lockreplay.protocol.file.Condition;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.file.Step;
import org.lockreplay.protocol.file.Test;

/**
 * All interleavings of a protocol in the plainest way: step by step over the steps as they stand in
 * the file, one object for each state, tasks and regions with names, nothing merged.
 *
 * <p>An action that other tasks can tell costs 1, and what its task does alone goes with it; to
 * begin and to choose a way costs nothing, and the cheapest way to each state is found by taking
 * costless steps first.
 */
final class NaiveExplorer {

    /** Behind these a state means nothing, and is not followed. */
    private static final Set<Rule> FATAL =
            EnumSet.of(Rule.M1, Rule.M2, Rule.M4, Rule.M5, Rule.BALANCED);

    private final Protocol protocol;
    private final NaiveRules rules;
    private final Map<Rule, Integer> broken = new EnumMap<>(Rule.class);
    private final Map<NaiveState, Integer> costs = new HashMap<>();
    private final Deque<NaiveState> open = new ArrayDeque<>();
    private final int most;
    private final int tables;
    private boolean full;
    private NaiveState from;

    /**
     * @param most states that are looked at
     */
    NaiveExplorer(Protocol protocol, int tasks, int most) {
        this.protocol = protocol;
        this.most = most;
        rules = new NaiveRules(protocol);
        tables = 2 * tasks + 3;
        from = NaiveState.atRest(tasks);
        costs.put(from, 0);
        open.add(from);
        Set<NaiveState> done = new HashSet<>();
        while (!open.isEmpty() && complete()) {
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
        return costs.size() <= most && !full;
    }

    /** The rules that are broken, each with the least cost at which it is. */
    Map<Rule, Integer> broken() {
        return broken;
    }

    Set<NaiveState> states() {
        return costs.keySet();
    }

    // ---- one task goes on ----

    private void advance(int number) {
        NaiveTask task = from.task(number);
        if (!task.busy()) {
            protocol.operations().forEach(operation -> begin(number, operation));
        } else if (task.todo().isEmpty()) {
            act(number, task, Set.of());
        } else if (isAlone(task.todo().get(0))) {
            Set<Rule> found = EnumSet.noneOf(Rule.class);
            NaiveTask after = alone(from, number, found);
            found.forEach(rule -> breaks(rule, 1));
            reach(from.with(number, after), 0);
        } else {
            step(number, task.todo().get(0), task.next());
        }
    }

    private void begin(int number, Operation operation) {
        int places = NaiveRules.needsPlace(operation) ? NaiveMemory.REGIONS : 1;
        for (int region = 0; region < places; region++) {
            int place = region;
            NaiveTask begun = NaiveTask.IDLE.beginning(operation.steps(), operation.role(), region);
            if (operation.when().isEmpty()) {
                reach(from.with(number, begun), 0);
            } else if (operation.when().stream()
                    .allMatch(
                            test ->
                                    test.wanted()
                                            == from.memory().holds(test.condition(), place))) {
                act(number, begun, Set.of());
            }
        }
    }

    private void step(int number, Step step, NaiveTask next) {
        NaiveTask task = from.task(number);
        if (step instanceof Step.Maybe one) {
            reach(from.with(number, next.opened(true)), 0);
            reach(from.with(number, task.then(one.steps()).opened(true)), 0);
        } else if (step instanceof Step.Touch) {
            touch(number, next);
        } else if (step instanceof Step.Lock one) {
            lock(number, next, one.lock(), one.mode(), false);
        } else if (step instanceof Step.Try one) {
            boolean free = from.isFree(protocol, one.lock(), one.mode());
            act(
                    number,
                    free
                            ? task.then(one.taken()).taking(one.lock(), one.mode())
                            : task.then(one.failed()),
                    Set.of());
        } else if (step instanceof Step.Unlock one) {
            boolean held = next.holds(one.lock());
            release(number, held ? next.giving(one.lock()) : next, one.lock(), held);
        } else if (step instanceof Step.Downgrade one) {
            boolean held = next.writes().contains(one.lock());
            release(number, held ? next.with(one.lock(), 1, false) : next, one.lock(), held);
        } else if (step instanceof Step.If one) {
            boolean yes = isTrue(one.test(), task);
            act(number, task.then(yes ? one.yes() : one.no()), Set.of());
        } else if (step instanceof Step.Change one) {
            change(number, one.effect(), next);
        } else {
            throw new IllegalArgumentException("not for this explorer: " + step);
        }
    }

    private void touch(int number, NaiveTask next) {
        if (next.faultsOff()) {
            act(number, next.denied(false), Set.of());
            act(number, next.denied(true), Set.of());
            return;
        }
        rules.touches(next).forEach(rule -> breaks(rule, 1));
        reach(from.with(number, next.denied(false).opened(true)), 0);
        if (protocol.faultLock().isPresent()) {
            String lock = protocol.faultLock().get();
            if (next.writes().contains(lock)) {
                breaks(Rule.M7, 1);
            }
            List<Step> back = List.of(new Step.Unlock("back", lock));
            NaiveTask handling = from.task(number).then(back).denied(false);
            lock(number, handling, lock, LockMode.READ, from.isFree(protocol, lock, LockMode.READ));
        }
    }

    private void lock(int number, NaiveTask next, String lock, LockMode mode, boolean tried) {
        Set<Rule> found = rules.asks(next, lock, tried);
        if (from.isFree(protocol, lock, mode)) {
            act(number, next.taking(lock, mode), found);
            return;
        }
        List<NaiveState.Waiting> queue = new ArrayList<>(from.queue(lock));
        queue.add(new NaiveState.Waiting(number, mode));
        NaiveState waits = from.with(number, next.opened(false)).with(lock, queue);
        if (waits.isStuck(protocol, number)) {
            found.add(Rule.DEADLOCK);
        }
        act(waits, Set.of(), found);
    }

    private void release(int number, NaiveTask after, String lock, boolean held) {
        Set<Integer> movers = new TreeSet<>(Set.of(number));
        NaiveState woken = from.with(number, after).woken(protocol, lock, movers);
        act(woken, movers, held ? Set.of() : Set.of(Rule.BALANCED));
    }

    private void change(int number, Effect effect, NaiveTask next) {
        Set<Rule> found = rules.changes(from, number, effect);
        NaiveMemory.Done done = from.memory().after(effect, next.region(), next.hand(), tables);
        full |= done.full();
        found.addAll(done.broken());
        act(
                from.with(done.memory()).with(number, next.holding(done.table())),
                Set.of(number),
                found);
    }

    // ---- what a task does alone ----

    private static boolean isAlone(Step step) {
        if (step instanceof Step.If one) {
            return one.test().condition() == Condition.DENIED
                    || one.test().condition() == Condition.TABLE_IN_HAND;
        }
        if (step instanceof Step.Change one) {
            return one.effect() == Effect.SEARCH
                    || one.effect() == Effect.RESOLVE
                    || one.effect() == Effect.ZAP_TABLE;
        }
        return step instanceof Step.PageFaults
                || step instanceof Step.Repeat
                || step instanceof Step.Call;
    }

    private NaiveTask alone(NaiveState state, int number, Set<Rule> found) {
        NaiveTask task = state.task(number);
        Step step = task.todo().get(0);
        if (step instanceof Step.PageFaults one) {
            return task.next().faultsOff(!one.on());
        }
        if (step instanceof Step.Repeat one) {
            List<Step> turn = new ArrayList<>(one.steps());
            turn.add(new Step.If("again", one.again(), List.of(one), List.of()));
            return task.then(turn);
        }
        if (step instanceof Step.Call one) {
            return task.then(protocol.routines().get(one.routine()));
        }
        if (step instanceof Step.If one) {
            return task.then(isTrue(one.test(), task) ? one.yes() : one.no());
        }
        found.addAll(rules.changes(state, number, ((Step.Change) step).effect()));
        return task.next();
    }

    private boolean isTrue(Test test, NaiveTask task) {
        boolean holds =
                switch (test.condition()) {
                    case DENIED -> task.denied();
                    case TABLE_IN_HAND -> task.hand() >= 0;
                    default -> from.memory().holds(test.condition(), task.region());
                };
        return holds == test.wanted();
    }

    // ---- the state behind it ----

    private void act(int number, NaiveTask after, Set<Rule> found) {
        act(from.with(number, after), Set.of(number), found);
    }

    /** An action, and what those who move by it do alone then, up to the end of an operation. */
    private void act(NaiveState behind, Set<Integer> movers, Set<Rule> found) {
        Set<Rule> all = EnumSet.noneOf(Rule.class);
        all.addAll(found);
        NaiveState state = behind;
        for (int mover : movers) {
            state = state.with(mover, state.task(mover).opened(false));
            while (!state.task(mover).todo().isEmpty()
                    && isAlone(state.task(mover).todo().get(0))) {
                state = state.with(mover, alone(state, mover, all));
            }
            if (state.task(mover).isOver()) {
                all.addAll(NaiveRules.ends(state.task(mover)));
                state = state.with(mover, NaiveTask.IDLE);
            }
        }
        all.addAll(state.memory().broken());
        boolean lost = state.isAtRest() && state.memory().hasOrphan();
        if (state.isAtRest() && state.memory().leaks()) {
            all.add(Rule.M3);
        }
        all.forEach(rule -> breaks(rule, 1));
        if (!lost && all.stream().noneMatch(FATAL::contains)) {
            reach(state, 1);
        }
    }

    private void breaks(Rule rule, int cost) {
        broken.merge(rule, costs.get(from) + cost, Math::min);
    }

    private void reach(NaiveState state, int cost) {
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
