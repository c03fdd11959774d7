package org.lockreplay.protocol.program;

/**
 * The states behind a step: what acted, or was given a lock by it, goes on as far as it does alone,
 * the words of the tasks become numbers, and the state is held against the rules.
 */
final class Outcomes {

    private final Program program;
    private final TaskStates states;
    private final Memory memory;
    private final Conduct conduct;
    private final Solitude solitude;
    private final Present present;
    private final int[] numbers;
    private final long[] unsettled;
    private Scheduler.Successors successors = (tasks, state, broken) -> {};

    Outcomes(
            Program program,
            TaskStates states,
            Memory memory,
            Conduct conduct,
            Solitude solitude,
            Present present) {
        this.program = program;
        this.states = states;
        this.memory = memory;
        this.conduct = conduct;
        this.solitude = solitude;
        this.present = present;
        numbers = new int[present.words.length];
        unsettled = new long[present.words.length];
    }

    /** Who takes the states from now on. */
    void to(Scheduler.Successors taker) {
        successors = taker;
    }

    /**
     * Hands on the state behind what a task did; leaves the present one as it is, with nobody
     * woken.
     *
     * @param broken what the step itself broke
     */
    void emit(int task, int broken) {
        long[] words = present.words;
        int found = broken;
        System.arraycopy(words, 0, unsettled, 0, words.length);
        for (int one = 0; one < words.length; one++) {
            if (one == task || (present.woken >> one & 1) != 0) {
                found |= settle(one);
            }
            numbers[one] = states.number(words[one]);
        }
        Facts facts = memory.facts(present.model);
        found |= facts.broken();
        if (isAtRest()) {
            found |= facts.brokenAtRest() | (facts.orphans() ? Rules.LOST : 0);
        }
        successors.add(numbers, present.model, found);
        present.woken = 0;
        System.arraycopy(unsettled, 0, words, 0, words.length);
    }

    private int settle(int task) {
        boolean waits = TaskWord.queued(present.words[task]) > 0;
        int found = waits ? 0 : solitude.run(task);
        long word = present.words[task];
        int at = TaskWord.at(word);
        if (at == Program.IDLE) {
            found |= conduct.ends(word);
            present.observer.ends(task);
            word = TaskWord.hand(TaskWord.denied(TaskWord.faultsOff(word, false), false), -1);
        }
        present.words[task] = TaskWord.narrowed(word, program.needs(at));
        return found;
    }

    /** Whether all tasks are in user space. */
    private boolean isAtRest() {
        for (long word : present.words) {
            if (TaskWord.at(word) != Program.IDLE) {
                return false;
            }
        }
        return true;
    }
}
