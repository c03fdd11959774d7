package org.lockreplay.protocol.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.protocol.file.Condition;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Step;
import org.lockreplay.protocol.file.Test;
import org.lockreplay.protocol.program.Instruction.Kind;
import org.lockreplay.protocol.program.Instruction.Scope;

/**
 * Turns steps into instructions, from the last to the first: an instruction that is there already,
 * with the same way on, is used again.
 */
final class Compiler {

    private static final Scope NONE = new Scope(Optional.empty(), Optional.empty(), false);
    private static final Test ALWAYS = new Test(Condition.DENIED, true);

    private final Protocol protocol;
    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<Instruction, Integer> known = new HashMap<>();

    Compiler(Protocol protocol) {
        this.protocol = protocol;
        add(plain(Kind.END, "end", 0, NONE));
    }

    /** Where the operation begins. */
    int operation(Operation operation) {
        return steps(operation.steps(), Program.IDLE, scope(operation));
    }

    List<Instruction> instructions() {
        return List.copyOf(instructions);
    }

    private static Scope scope(Operation operation) {
        return new Scope(operation.role(), operation.cases(), false);
    }

    private int steps(List<Step> steps, int next, Scope scope) {
        int at = next;
        for (int i = steps.size() - 1; i >= 0; i--) {
            at = step(steps.get(i), at, scope);
        }
        return at;
    }

    private int step(Step step, int next, Scope scope) {
        if (step instanceof Step.Lock one) {
            return lock(Kind.LOCK, one.name(), one.lock(), one.mode(), next, next, scope);
        }
        if (step instanceof Step.Try one) {
            int failed = steps(one.failed(), next, scope);
            int taken = steps(one.taken(), next, scope);
            return lock(Kind.TRY, one.name(), one.lock(), one.mode(), taken, failed, scope);
        }
        if (step instanceof Step.Unlock one) {
            return lock(Kind.UNLOCK, one.name(), one.lock(), LockMode.WRITE, next, next, scope);
        }
        if (step instanceof Step.Downgrade one) {
            return lock(Kind.DOWNGRADE, one.name(), one.lock(), LockMode.READ, next, next, scope);
        }
        if (step instanceof Step.Touch one) {
            return touch(one, next, scope);
        }
        if (step instanceof Step.PageFaults one) {
            Kind kind = one.on() ? Kind.PAGE_FAULTS_ON : Kind.PAGE_FAULTS_OFF;
            return add(plain(kind, one.name(), next, scope));
        }
        if (step instanceof Step.Change one) {
            return add(
                    new Instruction(
                            Kind.CHANGE,
                            one.name(),
                            -1,
                            LockMode.WRITE,
                            one.effect(),
                            ALWAYS,
                            next,
                            next,
                            scope));
        }
        return branch(step, next, scope);
    }

    private int branch(Step step, int next, Scope scope) {
        if (step instanceof Step.If one) {
            int yes = steps(one.yes(), next, scope);
            return add(test(one.name(), one.test(), yes, steps(one.no(), next, scope), scope));
        }
        if (step instanceof Step.Maybe one) {
            int done = steps(one.steps(), next, scope);
            return add(forked(Kind.MAYBE, one.name(), done, next, scope));
        }
        if (step instanceof Step.Repeat one) {
            int again = instructions.size();
            instructions.add(plain(Kind.END, "to be filled", 0, scope));
            int body = steps(one.steps(), again, scope);
            instructions.set(again, test(one.name(), one.again(), body, next, scope));
            return body;
        }
        if (step instanceof Step.Call one) {
            return steps(protocol.routines().get(one.routine()), next, scope);
        }
        if (step instanceof Step.Begin one) {
            Operation inner = protocol.operation(one.operation()).orElseThrow();
            int body = steps(inner.steps(), next, scope(inner));
            return add(plain(Kind.BEGIN, one.name(), body, scope));
        }
        throw new IllegalArgumentException("not a step: " + step);
    }

    /** Goes on, or through the handling of a fault. */
    private int touch(Step.Touch one, int next, Scope scope) {
        int fault = next;
        if (protocol.faultLock().isPresent()) {
            String lock = protocol.faultLock().get();
            Scope inFault = scope.inFault();
            String name = protocol.lock(lock).call("unlock", LockMode.READ);
            int back = lock(Kind.UNLOCK, name, lock, LockMode.READ, next, next, inFault);
            fault = lock(Kind.LOCK, "page fault", lock, LockMode.READ, back, back, inFault);
        }
        return add(forked(Kind.TOUCH, one.name(), next, fault, scope));
    }

    private int lock(
            Kind kind, String name, String lock, LockMode mode, int next, int other, Scope scope) {
        int number = protocol.lockNumber(lock);
        return add(
                new Instruction(
                        kind, name, number, mode, Effect.RESOLVE, ALWAYS, next, other, scope));
    }

    private static Instruction test(String name, Test test, int yes, int no, Scope scope) {
        return new Instruction(
                Kind.IF, name, -1, LockMode.WRITE, Effect.RESOLVE, test, yes, no, scope);
    }

    private static Instruction plain(Kind kind, String name, int next, Scope scope) {
        return forked(kind, name, next, next, scope);
    }

    private static Instruction forked(Kind kind, String name, int next, int other, Scope scope) {
        return new Instruction(
                kind, name, -1, LockMode.WRITE, Effect.RESOLVE, ALWAYS, next, other, scope);
    }

    private int add(Instruction instruction) {
        Integer there = known.putIfAbsent(instruction, instructions.size());
        if (there != null) {
            return there;
        }
        instructions.add(instruction);
        return instructions.size() - 1;
    }
}
