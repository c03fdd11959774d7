package org.lockreplay.protocol.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Recorder;
import org.lockreplay.protocol.program.Rules;
import org.lockreplay.protocol.program.Scheduler;
import org.lockreplay.protocol.program.TaskView;
import org.lockreplay.protocol.trace.WarmUp;

/**
 * Walks the way to a witness once more, with tasks and regions that keep their names, and records
 * what is done. Used once.
 */
final class ScheduleFinder {

    /** Far more than a task needs to get back to user space, unless it never does. */
    private static final int MOST_STEPS = 1000;

    private final Scheduler scheduler;
    private final StateForm form;
    private final List<long[]> way;
    private final Witness witness;
    private final List<Deed> deeds = new ArrayList<>();
    private final List<Integer> steps = new ArrayList<>();
    private final int tasks;
    private final long[] reached;
    private int[] state;
    private int memory;
    private int transitions;
    private boolean found;

    ScheduleFinder(Exploration exploration, Witness witness, int tasks) {
        scheduler = exploration.scheduler();
        form = exploration.form();
        way = exploration.store().wayTo(witness.from());
        this.witness = witness;
        this.tasks = tasks;
        reached = new long[form.width()];
        state = new int[tasks];
        Arrays.fill(state, scheduler.atRest());
        memory = scheduler.firstMemory();
    }

    /**
     * @param warmUp what may come before it in a trace, and behind it
     */
    Schedule find(Optional<WarmUp> warmUp) {
        for (long[] next : way.subList(1, way.size())) {
            step(next, 0);
        }
        step(witness.to(), Rules.bit(witness.rule()));
        int proof = deeds.size();
        runOut();
        warmUp.ifPresent(this::showMore);
        List<Deed> placed = Recorder.placed(deeds);
        return new Schedule(
                tasks,
                way.size(),
                warmUp.map(WarmUp::deeds).orElse(List.of()),
                placed.subList(0, proof),
                steps,
                placed.subList(proof, placed.size()),
                scheduler.memory());
    }

    /**
     * Lets tasks go on, one after the other, in the first way that there is: the one that acted
     * last first, so that what it broke shows while it is broken.
     */
    private void runOut() {
        int last = deeds.get(deeds.size() - 1).task();
        int turn = 0;
        for (int steps = 0; steps < MOST_STEPS && turn < tasks; steps++) {
            int task = (last + turn) % tasks;
            TaskView view = scheduler.view(state[task]);
            if (view.idle() || view.place() > 0) {
                turn++;
            } else {
                int woken = waiting();
                first(task);
                turn = waiting() < woken ? 0 : turn;
            }
        }
    }

    /** Shows the kinds of events that it was too early for, if all tasks have come to an end. */
    private void showMore(WarmUp warmUp) {
        if (Arrays.stream(state).allMatch(number -> scheduler.view(number).idle())) {
            deeds.addAll(warmUp.behind(memory, Recorder.placed(deeds)));
        }
    }

    private int waiting() {
        int waiting = 0;
        for (int number : state) {
            waiting += scheduler.waits(number) ? 1 : 0;
        }
        return waiting;
    }

    private void first(int task) {
        found = false;
        Recorder recorder = new Recorder();
        scheduler.expand(
                task,
                state.clone(),
                memory,
                recorder,
                (numbers, memoryAfter, breaks) -> {
                    if (!found) {
                        found = true;
                        state = numbers.clone();
                        memory = memoryAfter;
                        deeds.addAll(recorder.deeds());
                    }
                });
    }

    /** The first transition, of the first task, that leads to a state of this form. */
    private void step(long[] next, int broken) {
        found = false;
        int[] from = state;
        int memoryBefore = memory;
        for (int task = 0; task < tasks && !found; task++) {
            Recorder recorder = new Recorder();
            scheduler.expand(
                    task,
                    from,
                    memoryBefore,
                    recorder,
                    (numbers, memoryAfter, breaks) -> {
                        form.write(numbers, memoryAfter, reached);
                        if (!found && Arrays.equals(reached, next) && (breaks & broken) == broken) {
                            found = true;
                            state = numbers.clone();
                            memory = memoryAfter;
                            deeds.addAll(recorder.deeds());
                            transitions++;
                        }
                    });
        }
        while (steps.size() < deeds.size()) {
            steps.add(transitions);
        }
        if (!found) {
            throw new IllegalStateException("the way to a state cannot be walked again");
        }
    }
}
