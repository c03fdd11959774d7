package org.lockreplay.protocol.program;

import org.lockreplay.lockorder.ProtocolGraph;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.ProtocolLock;

/**
 * Which lock an operation can ask for inside which, by its steps alone: every way through it, as if
 * it never had to wait and every question could be answered either way. Used once.
 */
public final class StaticNestings {

    private final Program program;
    private final ProtocolGraph graph = new ProtocolGraph();

    /**
     * @throws IllegalArgumentException if an operation has too many ways through its steps
     */
    public StaticNestings(Program program) {
        this.program = program;
        for (ProtocolLock lock : program.protocol().locks()) {
            graph.addLock(lock.name());
        }
        if (!new StaticWalk(program, this::nest).run()) {
            throw new IllegalArgumentException(
                    "too many ways lead through an operation of "
                            + program.protocol().name()
                            + ": each lock that may be held or not doubles them; split the"
                            + " operation, or make fewer steps optional");
        }
    }

    /** The nestings, with the operations that show them. */
    public ProtocolGraph graph() {
        return graph;
    }

    private void nest(Operation operation, Holds holds, Instruction ask) {
        for (int outer = 0; outer < program.protocol().locks().size(); outer++) {
            int held = holds.of(outer);
            if (held > 0) {
                graph.nest(
                        new ProtocolGraph.Ends(
                                name(outer),
                                held != TaskWord.WRITTEN,
                                name(ask.lock()),
                                ask.mode() == LockMode.READ,
                                ask.kind() == Instruction.Kind.TRY),
                        operation.name(),
                        ask.scope().fault());
            }
        }
    }

    private String name(int lock) {
        return program.protocol().locks().get(lock).name();
    }
}
