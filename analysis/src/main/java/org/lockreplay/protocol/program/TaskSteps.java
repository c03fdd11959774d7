package org.lockreplay.protocol.program;

/**
 * What a task does next, up to and with its next action on what tasks share. A choice that is free
 * is taken both ways.
 */
final class TaskSteps {

    private final Program program;
    private final Memory memory;
    private final Conduct conduct;
    private final Solitude solitude;
    private final LockSteps locks;
    private final Outcomes outcomes;
    private final Present present;

    TaskSteps(Program program, TaskStates states, Memory memory, Present present) {
        this.program = program;
        this.memory = memory;
        this.present = present;
        conduct = new Conduct(program, present.words);
        solitude = new Solitude(program, memory, conduct, present);
        outcomes = new Outcomes(program, states, memory, conduct, solitude, present);
        locks = new LockSteps(program, conduct, outcomes, present);
    }

    /** Who takes the states behind a step from now on. */
    void to(Scheduler.Successors taker) {
        outcomes.to(taker);
    }

    /**
     * A task that is in user space begins an operation, if it can.
     *
     * @param region on which, or {@link TaskWord#NOWHERE}
     */
    void start(int task, Program.Start start, int region) {
        Facts facts = memory.facts(present.model);
        boolean possible =
                start.operation().when().stream()
                        .allMatch(test -> facts.holds(test.condition(), region) == test.wanted());
        if (!possible) {
            return;
        }
        present.observer.begins(task, start.operation(), region == TaskWord.NOWHERE ? -1 : region);
        present.words[task] = TaskWord.region(TaskWord.at(present.words[task], start.at()), region);
        if (start.operation().when().isEmpty()) {
            run(task);
        } else {
            outcomes.emit(task, 0);
        }
    }

    /** A task that is in an operation goes on with it. */
    void run(int task) {
        run(task, 0, 0);
    }

    private void run(int task, int broken, int depth) {
        int mark = present.observer.mark();
        long first = present.words[task];
        int found = broken | solitude.run(task);
        long before = present.words[task];
        Instruction next = program.instruction(TaskWord.at(before));
        switch (next.kind()) {
            case MAYBE -> {
                fork(task, next.next(), found, depth);
                present.words[task] = before;
                fork(task, next.other(), found, depth);
            }
            case TOUCH -> touch(task, next, found, depth);
            case LOCK -> locks.lock(task, next, found);
            case TRY -> locks.attempt(task, next, found);
            case UNLOCK -> locks.release(task, next, found);
            case DOWNGRADE -> locks.downgrade(task, next, found);
            case CHANGE -> change(task, next, found);
            case IF -> ask(task, next, found);
            case END, BEGIN, PAGE_FAULTS_ON, PAGE_FAULTS_OFF -> outcomes.emit(task, found);
        }
        present.words[task] = first;
        present.observer.rewind(mark);
    }

    private void fork(int task, int to, int broken, int depth) {
        present.words[task] = TaskWord.at(present.words[task], to);
        if (depth > program.size()) {
            outcomes.emit(task, broken);
        } else {
            run(task, broken, depth + 1);
        }
    }

    private void touch(int task, Instruction next, int broken, int depth) {
        long word = present.words[task];
        if (TaskWord.faultsOff(word)) {
            deny(task, next, broken);
            return;
        }
        int found = broken | conduct.touches(task, next);
        int mark = present.observer.mark();
        present.observer.touches(task, next.name(), false);
        present.words[task] = TaskWord.denied(word, false);
        fork(task, next.next(), found, depth);
        if (next.other() != next.next()) {
            present.observer.rewind(mark);
            present.observer.touches(task, next.name(), true);
            present.words[task] = TaskWord.denied(word, false);
            fork(task, next.other(), found | conduct.faults(task), depth);
        }
    }

    /** A touch with page faults off, which does not fault, but may be denied. */
    private void deny(int task, Instruction next, int broken) {
        long word = present.words[task];
        int mark = present.observer.mark();
        for (boolean denied : new boolean[] {false, true}) {
            present.observer.rewind(mark);
            present.observer.touches(task, next.name(), denied);
            present.words[task] = TaskWord.at(TaskWord.denied(word, denied), next.next());
            outcomes.emit(task, broken);
        }
    }

    private void change(int task, Instruction next, int broken) {
        int before = present.model;
        long word = present.words[task];
        int region = present.region(task);
        int hand = TaskWord.hand(word);
        int found = broken | conduct.changes(task, next, memory.facts(before));
        Memory.Outcome outcome = memory.apply(before, next.effect(), region, hand);
        present.model = outcome.model();
        present.observer.changes(
                task,
                next.name(),
                next.effect(),
                region,
                hand >= 0 ? hand : outcome.hand(),
                before,
                outcome.model());
        present.words[task] = TaskWord.at(TaskWord.hand(word, outcome.hand()), next.next());
        outcomes.emit(task, found | outcome.broken());
        present.model = before;
    }

    private void ask(int task, Instruction next, int broken) {
        boolean holds =
                memory.facts(present.model).holds(next.test().condition(), present.region(task));
        boolean yes = holds == next.test().wanted();
        present.observer.asks(task, next.name(), yes);
        present.words[task] = TaskWord.at(present.words[task], yes ? next.next() : next.other());
        outcomes.emit(task, broken);
    }
}
