package org.lockreplay.protocol.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Test;

/**
 * The operations of a protocol as numbered instructions; immutable.
 *
 * <p>Instruction 0 is the end of every operation, where a task is idle. What two operations have in
 * common at their ends is there once.
 */
public final class Program {

    static final int IDLE = 0;

    /** How much of its region a task still needs. */
    enum Needs {
        NOTHING,
        ENTRY,
        REGION
    }

    /**
     * Where an operation begins.
     *
     * @param regional whether it makes a difference on which region it works
     */
    record Start(Operation operation, int at, boolean regional) {}

    private final Protocol protocol;
    private final List<Instruction> instructions;
    private final List<Start> starts;
    private final Needs[] needs;

    private Program(Protocol protocol, Compiler compiler, List<Operation> operations) {
        this.protocol = protocol;
        List<Integer> at = operations.stream().map(compiler::operation).toList();
        instructions = compiler.instructions();
        needs = needs(instructions);
        List<Start> list = new ArrayList<>();
        for (int i = 0; i < at.size(); i++) {
            Operation operation = operations.get(i);
            boolean asked = operation.when().stream().anyMatch(Program::asksForPlace);
            list.add(new Start(operation, at.get(i), asked || needs[at.get(i)] != Needs.NOTHING));
        }
        starts = List.copyOf(list);
    }

    /** The program of these operations of a protocol. */
    public static Program of(Protocol protocol, List<Operation> operations) {
        return new Program(protocol, new Compiler(protocol), operations);
    }

    public Protocol protocol() {
        return protocol;
    }

    /** How many instructions there are. */
    public int size() {
        return instructions.size();
    }

    Instruction instruction(int at) {
        return instructions.get(at);
    }

    List<Start> starts() {
        return starts;
    }

    Needs needs(int at) {
        return needs[at];
    }

    private static Needs[] needs(List<Instruction> instructions) {
        Needs[] needs = new Needs[instructions.size()];
        Arrays.fill(needs, Needs.NOTHING);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int at = instructions.size() - 1; at > 0; at--) {
                Instruction one = instructions.get(at);
                Needs most = most(own(one), most(needs[one.next()], needs[one.other()]));
                grown |= most != needs[at];
                needs[at] = most;
            }
        }
        return needs;
    }

    private static Needs own(Instruction one) {
        return switch (one.kind()) {
            case CHANGE -> ofEffect(one.effect());
            case IF -> ofTest(one.test());
            default -> Needs.NOTHING;
        };
    }

    private static Needs ofEffect(Effect effect) {
        if (effect.usesRegion()) {
            return Needs.REGION;
        }
        return effect.usesEntry() ? Needs.ENTRY : Needs.NOTHING;
    }

    private static Needs ofTest(Test test) {
        if (test.condition().usesRegion()) {
            return Needs.REGION;
        }
        return test.condition().usesEntry() ? Needs.ENTRY : Needs.NOTHING;
    }

    private static boolean asksForPlace(Test test) {
        return ofTest(test) != Needs.NOTHING;
    }

    private static Needs most(Needs one, Needs other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
