package org.lockreplay.protocol.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.protocol.program.Recorder;
import org.lockreplay.protocol.program.Rules;
import org.lockreplay.protocol.program.Scheduler;
import org.lockreplay.protocol.trace.Bodies;

/**
 * One random way through the states of a protocol, from the first one until all operations are over
 * or nobody can go on. Used once.
 */
final class RandomRun {

    /** Of the operations, how many begin before management may be switched off. */
    private static final double BEFORE_DISABLING = 0.8;

    private final Scheduler scheduler;
    private final Random random;
    private final Discipline discipline;
    private final int length;
    private final boolean disables;
    private final int[] tasks;
    private final List<Optional<Begun>> running = new ArrayList<>();
    private final Blame blame;
    private final Bodies bodies;
    private boolean cleansUp;

    /** Whether a task came back to user space with a lock: behind that, a state means nothing. */
    private boolean unbalanced;

    private int memory;
    private int begun;
    private int last;

    /** What can happen next. */
    private record Candidate(
            List<Integer> tasks, int memory, int broken, Optional<Begun> begun, List<Deed> deeds) {}

    /**
     * @param length how many operations begin
     * @param disables whether management may be switched off near the end
     */
    RandomRun(
            Scheduler scheduler,
            Bodies bodies,
            int taskCount,
            int length,
            boolean disables,
            Random random) {
        this.scheduler = scheduler;
        this.random = random;
        this.length = length;
        this.disables = disables;
        discipline = new Discipline(bodies, taskCount);
        tasks = new int[taskCount];
        Arrays.fill(tasks, scheduler.atRest());
        running.addAll(Collections.nCopies(taskCount, Optional.empty()));
        blame = new Blame(discipline, taskCount);
        this.bodies = bodies;
        memory = scheduler.firstMemory();
    }

    /** Goes the way, and hands on what is done. */
    void go(Consumer<Deed> trace) {
        List<Integer> able = able(length);
        while (!able.isEmpty() && step(able, trace)) {
            able = able(length);
        }
    }

    /**
     * Goes on after the end with one operation at a time, so that who reads the trace can tell what
     * each of them did.
     *
     * @param most how many operations begin
     * @param enough is asked after each of them
     */
    void goOnQuietly(int most, BooleanSupplier enough, Consumer<Deed> trace) {
        int end = begun + most;
        boolean goes = isQuiet() && !enough.getAsBoolean();
        while (goes) {
            List<Integer> able = able(end);
            goes = !able.isEmpty() && step(able, trace) && !(isQuiet() && enough.getAsBoolean());
        }
    }

    /** The tasks that may go on; with nothing else running if the run is over its length. */
    private List<Integer> able(int end) {
        boolean begins = begun < end && !unbalanced && (begun < length || isQuiet());
        List<Integer> able = new ArrayList<>();
        for (int task = 0; task < tasks.length; task++) {
            if (!scheduler.waits(tasks[task]) && (begins || isBusy(task))) {
                able.add(task);
            }
        }
        return able;
    }

    private boolean isBusy(int task) {
        return running.get(task).isPresent();
    }

    /** Whether all tasks are in user space. */
    private boolean isQuiet() {
        return running.stream().allMatch(Optional::isEmpty);
    }

    /** What the run was like so far. */
    Blame blame() {
        return blame;
    }

    /** Whether a marked table was removed. */
    boolean cleansUp() {
        return cleansUp;
    }

    /** The number of the last state of the memory. */
    int memory() {
        return memory;
    }

    /** Lets one of these tasks do something; false if none of them can. */
    private boolean step(List<Integer> able, Consumer<Deed> trace) {
        List<Integer> left = new ArrayList<>(able);
        while (!left.isEmpty()) {
            boolean stays = left.contains(last) && random.nextBoolean();
            Integer task = stays ? last : left.get(random.nextInt(left.size()));
            List<Candidate> candidates = candidates(task);
            if (!candidates.isEmpty()) {
                take(task, candidates.get(random.nextInt(candidates.size())), trace);
                return true;
            }
            left.remove(task);
        }
        return false;
    }

    private boolean isMapped(int region) {
        return region >= 0 && scheduler.memory().model(memory).hasMemory(Place.range(region));
    }

    private List<Candidate> candidates(int task) {
        if (disables && begun >= length * BEFORE_DISABLING) {
            discipline.letDisable();
        }
        List<Candidate> candidates = new ArrayList<>();
        Recorder recorder = new Recorder();
        scheduler.expand(
                task,
                tasks,
                memory,
                recorder,
                (next, nextMemory, found) -> {
                    Candidate candidate =
                            new Candidate(
                                    Arrays.stream(next).boxed().toList(),
                                    nextMemory,
                                    found,
                                    Begun.in(recorder.deeds()),
                                    recorder.deeds());
                    if (isBusy(task) || candidate.begun().filter(discipline::allows).isPresent()) {
                        candidates.add(candidate);
                    }
                });
        return candidates;
    }

    private void take(int task, Candidate chosen, Consumer<Deed> trace) {
        last = task;
        if (!isBusy(task)) {
            Begun one = chosen.begun().orElseThrow();
            discipline.begins(task, one);
            blame.begins(task, !bodies.unmaps(one.operation()) || isMapped(one.region()));
            running.set(task, Optional.of(one));
            begun++;
        }
        Arrays.setAll(tasks, chosen.tasks()::get);
        memory = chosen.memory();
        blame.step(task, chosen.broken(), chosen.deeds());
        for (Deed deed : chosen.deeds()) {
            trace.accept(deed);
            cleansUp |=
                    deed.effect() == Effect.REMOVE_MARKED
                            && !scheduler.memory().model(deed.before()).marked().isEmpty();
            if (deed.kind() == Deed.Kind.ENDS) {
                over(deed.task());
            }
        }
    }

    private void over(int task) {
        int broken = blame.ends(task, running.get(task).orElseThrow());
        unbalanced |= Rules.has(broken, Rule.BALANCED);
        running.set(task, Optional.empty());
        discipline.ends(task);
    }
}
