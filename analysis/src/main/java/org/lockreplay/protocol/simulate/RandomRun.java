package org.lockreplay.protocol.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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

    /** Rules about the state of the memory, which stay broken from step to step. */
    private static final int OF_MEMORY =
            Rules.bit(Rule.M1) | Rules.bit(Rule.M3) | Rules.bit(Rule.M4) | Rules.bit(Rule.M5);

    /**
     * Broken by what leaves no event: whoever else works on the entry, and a page fault that may
     * make the kernel give up, leave open what happened.
     */
    private static final int IN_SILENCE = Rules.bit(Rule.M12);

    private final Scheduler scheduler;
    private final Random random;
    private final Discipline discipline;
    private final int length;
    private final int[] tasks;
    private final boolean[] inUserSpace;
    private final int[] brokenByTask;
    private final boolean[] uncertain;
    private final boolean[] effective;
    private final boolean[] faulted;
    private final Bodies bodies;
    private boolean cleansUp;
    private int memory;
    private int broken;
    private int brokenBefore;
    private int plainlyBroken;
    private int begun;
    private int last;

    /** What can happen next. */
    private record Candidate(
            List<Integer> tasks, int memory, int broken, Optional<Begun> begun, List<Deed> deeds) {}

    /**
     * @param length how many operations begin
     */
    RandomRun(Scheduler scheduler, Bodies bodies, int taskCount, int length, Random random) {
        this.scheduler = scheduler;
        this.random = random;
        this.length = length;
        discipline = new Discipline(bodies, taskCount);
        tasks = new int[taskCount];
        Arrays.fill(tasks, scheduler.atRest());
        inUserSpace = new boolean[taskCount];
        brokenByTask = new int[taskCount];
        uncertain = new boolean[taskCount];
        effective = new boolean[taskCount];
        faulted = new boolean[taskCount];
        this.bodies = bodies;
        Arrays.fill(inUserSpace, true);
        memory = scheduler.firstMemory();
    }

    /** Goes the way, and hands on what is done. */
    void go(Consumer<Deed> trace) {
        List<Integer> able = new ArrayList<>();
        do {
            able.clear();
            for (int task = 0; task < tasks.length; task++) {
                if (!scheduler.waits(tasks[task]) && (!inUserSpace[task] || begun < length)) {
                    able.add(task);
                }
            }
        } while (!able.isEmpty() && step(able, trace));
    }

    /** The rules that were broken on the way, as bits. */
    int broken() {
        return broken | Arrays.stream(brokenByTask).reduce(0, (one, other) -> one | other);
    }

    /**
     * Those that were broken in an operation that came to its end, and that did something, with no
     * unmap beside it that has to do with the same directory entry.
     */
    int plainlyBroken() {
        return plainlyBroken;
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
        if (begun >= length * BEFORE_DISABLING) {
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
                    boolean begins = inUserSpace[task];
                    if (!begins || candidate.begun().filter(discipline::allows).isPresent()) {
                        candidates.add(candidate);
                    }
                });
        return candidates;
    }

    private void take(int task, Candidate chosen, Consumer<Deed> trace) {
        last = task;
        if (inUserSpace[task]) {
            Begun one = chosen.begun().orElseThrow();
            discipline.begins(task, one);
            effective[task] = !bodies.unmaps(one.operation()) || isMapped(one.region());
            inUserSpace[task] = false;
            begun++;
        }
        Arrays.setAll(tasks, chosen.tasks()::get);
        memory = chosen.memory();
        blame(task, chosen);
        for (Deed deed : chosen.deeds()) {
            trace.accept(deed);
            faulted[deed.task()] |= deed.kind() == Deed.Kind.FAULTS;
            cleansUp |=
                    deed.effect() == Effect.REMOVE_MARKED
                            && !scheduler.memory().model(deed.before()).marked().isEmpty();
            if (deed.kind() == Deed.Kind.ENDS) {
                over(deed.task());
            }
        }
    }

    /**
     * Whose doing a step is: a task that is given a lock goes on with what it does alone, so that
     * what is broken then may be of any of those, or of the one that gave the lock back. It counts
     * as theirs, and as plainly nobody's, unless it is about the memory and one of them alone
     * changed that. What was wrong with the memory before is not of this step.
     */
    private void blame(int acting, Candidate chosen) {
        int fresh = chosen.broken() & ~(brokenBefore & OF_MEMORY);
        brokenBefore = chosen.broken();
        Set<Integer> actors = new TreeSet<>(Set.of(acting));
        Set<Integer> changers = new TreeSet<>();
        for (Deed deed : chosen.deeds()) {
            if (deed.kind() == Deed.Kind.GRANTED) {
                actors.add(deed.task());
            } else if (deed.kind() == Deed.Kind.CHANGES) {
                changers.add(deed.task());
            }
        }
        boolean ofOne = changers.size() == 1;
        int ofMemory = fresh & OF_MEMORY;
        (ofOne ? changers : actors).forEach(task -> brokenByTask[task] |= ofMemory);
        actors.forEach(task -> brokenByTask[task] |= fresh & ~OF_MEMORY);
        boolean open = (ofOne ? fresh & ~OF_MEMORY : fresh) != 0 && actors.size() > 1;
        actors.forEach(task -> uncertain[task] |= open);
    }

    private void over(int task) {
        inUserSpace[task] = true;
        broken |= brokenByTask[task];
        if (effective[task] && !uncertain[task] && discipline.isUndisturbed(task)) {
            boolean plain = discipline.isAlone(task) && !faulted[task];
            plainlyBroken |= brokenByTask[task] & (plain ? -1 : ~IN_SILENCE);
        }
        brokenByTask[task] = 0;
        uncertain[task] = false;
        faulted[task] = false;
        discipline.ends(task);
    }
}
