package org.lockreplay.protocol.program;

import org.lockreplay.protocol.file.Condition;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.program.Instruction.Kind;

/**
 * What a task does alone, so that no other task can tell when it happened: it switches page faults,
 * asks what it has in hand, begins an operation inside another, or does what leaves all as it is.
 */
final class Solitude {

    private final Program program;
    private final Memory memory;
    private final Conduct conduct;
    private final Present present;

    Solitude(Program program, Memory memory, Conduct conduct, Present present) {
        this.program = program;
        this.memory = memory;
        this.conduct = conduct;
        this.present = present;
    }

    /** Lets a task do all that it does alone; answers the rules that this breaks, as bits. */
    int run(int task) {
        int broken = 0;
        int steps = 0;
        while (steps++ < program.size() && isNext(task)) {
            broken |= step(task);
        }
        return broken;
    }

    private boolean isNext(int task) {
        Instruction next = program.instruction(TaskWord.at(present.words[task]));
        return switch (next.kind()) {
            case BEGIN, PAGE_FAULTS_ON, PAGE_FAULTS_OFF -> true;
            case IF -> isOwn(next.test().condition());
            case CHANGE -> isSilent(next.effect());
            default -> false;
        };
    }

    private static boolean isOwn(Condition condition) {
        return condition == Condition.DENIED || condition == Condition.TABLE_IN_HAND;
    }

    private static boolean isSilent(Effect effect) {
        return effect == Effect.SEARCH || effect == Effect.RESOLVE || effect == Effect.ZAP_TABLE;
    }

    private int step(int task) {
        long word = present.words[task];
        Instruction next = program.instruction(TaskWord.at(word));
        int broken = 0;
        boolean yes = true;
        switch (next.kind()) {
            case BEGIN -> broken = conduct.begins(next);
            case PAGE_FAULTS_ON, PAGE_FAULTS_OFF -> {
                boolean on = next.kind() == Kind.PAGE_FAULTS_ON;
                word = TaskWord.faultsOff(word, !on);
                present.observer.pageFaults(task, next.name(), on);
            }
            case IF -> {
                boolean holds =
                        next.test().condition() == Condition.DENIED
                                ? TaskWord.denied(word)
                                : TaskWord.hand(word) >= 0;
                yes = holds == next.test().wanted();
                present.observer.asks(task, next.name(), yes);
            }
            default -> {
                int model = present.model;
                broken = conduct.changes(task, next, memory.facts(model));
                present.observer.changes(
                        task,
                        next.name(),
                        next.effect(),
                        present.region(task),
                        TaskWord.hand(word),
                        model,
                        model);
            }
        }
        present.words[task] = TaskWord.at(word, yes ? next.next() : next.other());
        return broken;
    }
}
