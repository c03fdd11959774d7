package org.lockreplay.protocol.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;

/**
 * Which lock each operation of a protocol can ask for, and what it holds then, by its steps alone;
 * immutable. A downgrade counts as asking for read: a trace shows it as a release of the lock and a
 * try for read behind it.
 *
 * <p>Cost: every way through the operations, once.
 */
public final class LockRequests {

    /**
     * A lock is asked for.
     *
     * @param lock by its number in the protocol
     * @param held the other locks that are held then, by number
     */
    public record Request(int lock, LockMode mode, Map<Integer, LockMode> held) {
        public Request {
            held = Map.copyOf(held);
        }
    }

    private final Program program;
    private final boolean complete;
    private final Map<String, Set<Request>> requests = new HashMap<>();

    private LockRequests(Program program) {
        this.program = program;
        for (Operation operation : program.protocol().operations()) {
            requests.put(operation.name(), new LinkedHashSet<>());
        }
        complete = new StaticWalk(program, new Adding()).run();
    }

    /** Notes what is met on the way. */
    private final class Adding implements StaticWalk.Visitor {

        @Override
        public void asks(Operation operation, Holds held, Instruction ask) {
            add(operation, held, ask.lock(), ask.mode());
        }

        @Override
        public void downgrades(Operation operation, Holds held, Instruction downgrade) {
            add(operation, held, downgrade.lock(), LockMode.READ);
        }
    }

    /** Of the operations of this protocol, those of its environment too. */
    public static LockRequests of(Protocol protocol) {
        return new LockRequests(Program.of(protocol, protocol.operations()));
    }

    /** Whether all ways were gone; false where there are too many. */
    public boolean isComplete() {
        return complete;
    }

    /** Of an operation, in the order of its steps. */
    public List<Request> of(Operation operation) {
        return List.copyOf(requests.get(operation.name()));
    }

    /**
     * Whether no way leads through an operation without asking for one of these locks; a try in
     * vain, which no trace shows, does not count.
     */
    public boolean needs(Operation operation, Set<Integer> locks) {
        Deque<Integer> open = new ArrayDeque<>();
        Set<Integer> seen = new HashSet<>();
        program.starts().stream()
                .filter(start -> start.operation().name().equals(operation.name()))
                .forEach(start -> open.add(start.at()));
        while (!open.isEmpty()) {
            int at = open.remove();
            Instruction next = program.instruction(at);
            boolean asks = next.lock() >= 0 && isRequest(next) && locks.contains(next.lock());
            boolean tries = next.kind() == Instruction.Kind.TRY;
            if ((asks && !tries) || !seen.add(at)) {
                continue;
            }
            if (next.kind() == Instruction.Kind.END) {
                return false;
            }
            if (!asks) {
                open.add(next.next());
            }
            open.add(next.other());
        }
        return true;
    }

    private static boolean isRequest(Instruction one) {
        return one.kind() == Instruction.Kind.LOCK || one.kind() == Instruction.Kind.TRY;
    }

    private void add(Operation operation, Holds holds, int asked, LockMode mode) {
        Map<Integer, LockMode> held = new TreeMap<>();
        for (int lock = 0; lock < program.protocol().locks().size(); lock++) {
            int how = holds.of(lock);
            if (how > 0 && lock != asked) {
                held.put(lock, how == TaskWord.WRITTEN ? LockMode.WRITE : LockMode.READ);
            }
        }
        requests.get(operation.name()).add(new Request(asked, mode, held));
    }
}
