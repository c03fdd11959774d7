package org.lockreplay.protocol.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.lockreplay.protocol.file.Operation;

/**
 * Every way through the operations of a program, as if none ever had to wait and every question
 * could be answered either way. Used once.
 */
final class StaticWalk {

    /** Is told what is met on the way. */
    interface Visitor {

        /** A lock is asked for by a task that is in this state. */
        void asks(Operation operation, long word, Instruction ask);
    }

    private final Program program;
    private final Visitor visitor;
    private final Deque<Long> open = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();

    StaticWalk(Program program, Visitor visitor) {
        this.program = program;
        this.visitor = visitor;
    }

    void run() {
        for (Program.Start start : program.starts()) {
            seen.clear();
            reach(TaskWord.at(0L, start.at()));
            while (!open.isEmpty()) {
                follow(start.operation(), open.remove());
            }
        }
    }

    private void reach(long word) {
        if (seen.add(word)) {
            open.add(word);
        }
    }

    private void follow(Operation operation, long word) {
        Instruction next = program.instruction(TaskWord.at(word));
        switch (next.kind()) {
            case END -> {}
            case LOCK, TRY -> {
                visitor.asks(operation, word, next);
                boolean may = next.kind() == Instruction.Kind.TRY;
                long taken = Locks.taken(word, next.lock(), next.mode());
                reach(TaskWord.at(taken, next.next()));
                reach(TaskWord.at(may ? word : taken, next.other()));
            }
            case UNLOCK -> reach(TaskWord.at(Locks.released(word, next.lock()), next.next()));
            case DOWNGRADE -> reach(TaskWord.at(TaskWord.held(word, next.lock(), 1), next.next()));
            case PAGE_FAULTS_ON, PAGE_FAULTS_OFF -> {
                boolean off = next.kind() == Instruction.Kind.PAGE_FAULTS_OFF;
                reach(TaskWord.at(TaskWord.faultsOff(word, off), next.next()));
            }
            case TOUCH -> {
                reach(TaskWord.at(word, next.next()));
                if (!TaskWord.faultsOff(word)) {
                    reach(TaskWord.at(word, next.other()));
                }
            }
            case CHANGE, IF, MAYBE, BEGIN -> {
                reach(TaskWord.at(word, next.next()));
                reach(TaskWord.at(word, next.other()));
            }
        }
    }
}
