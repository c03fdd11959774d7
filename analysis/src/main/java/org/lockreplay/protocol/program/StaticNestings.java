package org.lockreplay.protocol.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.lockreplay.lockorder.ProtocolGraph;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.ProtocolLock;

/**
 * Which lock an operation can ask for inside which, by its steps alone: every way through it, as if
 * it never had to wait and every question could be answered either way. Used once.
 */
public final class StaticNestings {

    private final Program program;
    private final ProtocolGraph graph = new ProtocolGraph();
    private final Deque<Long> open = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private String operation = "";

    public StaticNestings(Program program) {
        this.program = program;
        for (ProtocolLock lock : program.protocol().locks()) {
            graph.addLock(lock.name());
        }
        for (Program.Start start : program.starts()) {
            operation = start.operation().name();
            seen.clear();
            reach(TaskWord.at(0L, start.at()));
            while (!open.isEmpty()) {
                follow(open.remove());
            }
        }
    }

    /** The nestings, with the operations that show them. */
    public ProtocolGraph graph() {
        return graph;
    }

    private void reach(long word) {
        if (seen.add(word)) {
            open.add(word);
        }
    }

    private void follow(long word) {
        Instruction next = program.instruction(TaskWord.at(word));
        switch (next.kind()) {
            case END -> {}
            case LOCK, TRY -> {
                nest(word, next);
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

    private void nest(long word, Instruction ask) {
        for (int outer = 0; outer < program.protocol().locks().size(); outer++) {
            int held = TaskWord.held(word, outer);
            if (held > 0) {
                graph.nest(
                        new ProtocolGraph.Ends(
                                name(outer),
                                held != TaskWord.WRITTEN,
                                name(ask.lock()),
                                ask.mode() == LockMode.READ,
                                ask.kind() == Instruction.Kind.TRY),
                        operation,
                        ask.scope().fault());
            }
        }
    }

    private String name(int lock) {
        return program.protocol().locks().get(lock).name();
    }
}
