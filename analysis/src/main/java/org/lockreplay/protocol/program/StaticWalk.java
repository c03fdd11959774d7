package org.lockreplay.protocol.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.lockreplay.protocol.file.Operation;

/**
 * Every way through the operations of a program, as if none ever had to wait and every question
 * could be answered either way. Used once.
 *
 * <p>Cost: a step of an operation once for each set of locks that can be held there. That is little
 * where steps release what they take, and doubles with each lock that may be kept or not.
 */
final class StaticWalk {

    /** Is told what is met on the way. */
    interface Visitor {

        /** A lock is asked for by a task that holds these. */
        void asks(Operation operation, Holds held, Instruction ask);

        /** A task that holds these makes itself a reader of a lock that it writes. */
        default void downgrades(Operation operation, Holds held, Instruction downgrade) {}
    }

    /** A task before an instruction. */
    private record State(int at, boolean faultsOff, Holds held) {

        State to(int next) {
            return new State(next, faultsOff, held);
        }

        State to(int next, Holds then) {
            return new State(next, faultsOff, then);
        }
    }

    /** Of one operation; that of a protocol which people can read has a few hundred. */
    private static final int MOST_STATES = 200_000;

    private final Program program;
    private final Visitor visitor;
    private final Deque<State> open = new ArrayDeque<>();
    private final Set<State> seen = new HashSet<>();

    StaticWalk(Program program, Visitor visitor) {
        this.program = program;
        this.visitor = visitor;
    }

    /**
     * Goes all ways, of each operation up to {@value #MOST_STATES} states.
     *
     * @return whether that were all
     */
    boolean run() {
        boolean complete = true;
        Holds nothing = Holds.none(program.protocol().locks().size());
        for (Program.Start start : program.starts()) {
            open.clear();
            seen.clear();
            reach(new State(start.at(), false, nothing));
            while (!open.isEmpty() && seen.size() <= MOST_STATES) {
                follow(start.operation(), open.remove());
            }
            complete &= open.isEmpty();
        }
        return complete;
    }

    private void reach(State state) {
        if (seen.add(state)) {
            open.add(state);
        }
    }

    private void follow(Operation operation, State state) {
        Instruction next = program.instruction(state.at());
        switch (next.kind()) {
            case END -> {}
            case LOCK, TRY -> {
                visitor.asks(operation, state.held(), next);
                boolean may = next.kind() == Instruction.Kind.TRY;
                Holds taken = state.held().taken(next.lock(), next.mode());
                reach(state.to(next.next(), taken));
                reach(state.to(next.other(), may ? state.held() : taken));
            }
            case UNLOCK -> reach(state.to(next.next(), state.held().released(next.lock())));
            case DOWNGRADE -> {
                visitor.downgrades(operation, state.held(), next);
                reach(state.to(next.next(), state.held().downgraded(next.lock())));
            }
            case PAGE_FAULTS_ON -> reach(new State(next.next(), false, state.held()));
            case PAGE_FAULTS_OFF -> reach(new State(next.next(), true, state.held()));
            case TOUCH -> {
                reach(state.to(next.next()));
                if (!state.faultsOff()) {
                    reach(state.to(next.other()));
                }
            }
            case CHANGE, IF, MAYBE, BEGIN -> {
                reach(state.to(next.next()));
                reach(state.to(next.other()));
            }
        }
    }
}
