package org.lockreplay.protocol.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.lockreplay.protocol.file.Condition;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockKind;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolLock;
import org.lockreplay.protocol.file.Step;
import org.lockreplay.protocol.file.Test;
import org.lockreplay.replay.mpx.MpxOperation;

/**
 * Small protocols that change memory and bounds tables, most of them nearly sensible; the same ones
 * for the same seed.
 */
final class RandomMemoryProtocols {

    private static final String BRACKET = "bd";
    private static final String FAULTS = "mm";

    private final Random random;
    private final Map<String, Integer> used = new HashMap<>();

    RandomMemoryProtocols(long seed) {
        random = new Random(seed);
    }

    Protocol next() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            operations.add(operation("o" + i));
        }
        Optional<String> bracket = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(BRACKET);
        return protocol(bracket, operations);
    }

    /** Operations without locks, each of these effects. */
    @SafeVarargs
    static Protocol of(List<Effect>... operations) {
        List<Operation> all = new ArrayList<>();
        for (List<Effect> effects : operations) {
            List<Step> steps = new ArrayList<>();
            effects.forEach(effect -> steps.add(new Step.Change(effect.word(), effect)));
            all.add(named("o" + all.size(), MpxOperation.ENVIRONMENT, List.of(), steps));
        }
        return protocol(Optional.of(BRACKET), all);
    }

    private static Protocol protocol(Optional<String> bracket, List<Operation> operations) {
        return new Protocol(
                "random",
                "random",
                List.of(),
                List.of(
                        new ProtocolLock(BRACKET, LockKind.RWSEM, List.of()),
                        new ProtocolLock(FAULTS, LockKind.RWSEM, List.of())),
                List.of(List.of(List.of(BRACKET), List.of(FAULTS))),
                Optional.of(FAULTS),
                bracket,
                Map.of(),
                operations,
                List.of(),
                List.of(),
                List.of());
    }

    private Operation operation(String name) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> named(name, MpxOperation.ALLOCATION, when(), allocation());
            case 2, 3 -> named(name, MpxOperation.REMOVAL, List.of(), removal());
            case 4 -> named(name, MpxOperation.VIOLATION, List.of(), in(BRACKET, touch()));
            case 5 -> {
                boolean on = random.nextBoolean();
                yield named(
                        name,
                        on ? MpxOperation.ENABLE : MpxOperation.DISABLE,
                        List.of(new Test(Condition.MANAGED, !on)),
                        in(
                                random.nextInt(4) == 0 ? FAULTS : BRACKET,
                                in(FAULTS, List.of(change(on ? Effect.MANAGE : Effect.UNMANAGE)))));
            }
            default -> named(name, MpxOperation.ENVIRONMENT, List.of(), any());
        };
    }

    private static Operation named(
            String name, MpxOperation role, List<Test> when, List<Step> steps) {
        return new Operation(
                name, "", List.of(), when, Optional.of(role), Optional.empty(), steps, false);
    }

    private List<Test> when() {
        return random.nextBoolean()
                ? List.of(new Test(Condition.ENTRY_VALID, false))
                : List.of(new Test(Condition.MANAGED, true), new Test(Condition.MAPPED, true));
    }

    private List<Step> allocation() {
        List<Step> steps = new ArrayList<>(in(FAULTS, List.of(change(Effect.ALLOCATE_TABLE))));
        if (random.nextInt(3) == 0) {
            steps.addAll(touch());
        }
        Effect fill = random.nextInt(4) == 0 ? Effect.STORE_ENTRY : Effect.CMPXCHG_ENTRY;
        steps.add(change(fill));
        if (random.nextInt(6) != 0) {
            steps.add(
                    new Step.If(
                            "lost",
                            new Test(Condition.TABLE_IN_HAND, true),
                            List.of(change(Effect.FREE_TABLE)),
                            List.of()));
        }
        return random.nextInt(3) == 0 ? steps : in(BRACKET, steps);
    }

    private List<Step> removal() {
        List<Step> steps = new ArrayList<>(List.of(change(Effect.SEARCH)));
        if (random.nextInt(3) == 0) {
            steps.addAll(in(FAULTS, touch()));
        }
        List<Step> whole = new ArrayList<>();
        boolean marks = random.nextInt(3) != 0;
        whole.add(change(marks ? Effect.INVALIDATE_ENTRY : Effect.FREE_ENTRY));
        if (marks) {
            whole.add(
                    change(
                            pick(
                                    Effect.MARK_TABLE,
                                    Effect.MARK_TABLE,
                                    Effect.MARK_VMA,
                                    Effect.MARK_ENTRY,
                                    Effect.FREE_TABLE)));
        }
        if (random.nextInt(5) == 0) {
            whole.add(
                    change(pick(Effect.COUNT_ONE_LESS, Effect.COUNT_ONE_MORE, Effect.MARK_ENTRY)));
        }
        List<Step> part = List.of(change(Effect.ZAP_TABLE));
        Test shared = new Test(Condition.ENTRY_SHARED, true);
        steps.add(
                random.nextInt(4) == 0
                        ? new Step.If("valid", valid(), whole, List.of())
                        : new Step.If(
                                "valid",
                                valid(),
                                List.of(new Step.If("shared", shared, part, whole)),
                                List.of()));
        steps.addAll(in(FAULTS, List.of(change(Effect.UNMAP))));
        if (random.nextBoolean()) {
            steps.add(change(Effect.MAP));
        }
        if (marks && random.nextInt(5) != 0) {
            Test marked = new Test(Condition.TABLES_MARKED, true);
            List<Step> remove = List.of(change(Effect.REMOVE_MARKED));
            steps.add(new Step.If("marked", marked, remove, List.of()));
        }
        if (random.nextBoolean()) {
            steps.add(change(Effect.REMOVAL_OVER));
        }
        return random.nextInt(5) == 0 ? steps : in(BRACKET, steps);
    }

    private static Test valid() {
        return new Test(Condition.ENTRY_VALID, true);
    }

    /** Any effects, in any order. */
    private List<Step> any() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            steps.add(change(pick(Effect.values())));
        }
        return random.nextBoolean() ? in(BRACKET, steps) : in(FAULTS, in(BRACKET, steps));
    }

    /** With page faults, or with them off until it is not denied. */
    private List<Step> touch() {
        Step touch = new Step.Touch("touch");
        if (random.nextInt(3) != 0) {
            return List.of(touch);
        }
        List<Step> turn =
                List.of(new Step.PageFaults("off", false), touch, new Step.PageFaults("on", true));
        return random.nextBoolean()
                ? turn
                : List.of(new Step.Repeat("again", turn, new Test(Condition.DENIED, true)));
    }

    /** Under a lock, most times in the mode in which it is held there. */
    private List<Step> in(String lock, List<Step> steps) {
        if (random.nextInt(5) == 0) {
            return steps;
        }
        List<Step> all = new ArrayList<>();
        LockMode mode = random.nextInt(3) == 0 ? LockMode.READ : LockMode.WRITE;
        all.add(new Step.Lock("down", lock, mode));
        all.addAll(steps);
        if (random.nextInt(25) != 0) {
            all.add(new Step.Unlock("up", lock));
        }
        return all;
    }

    private Step change(Effect effect) {
        int number = used.merge(effect.word(), 1, Integer::sum);
        return new Step.Change(effect.word() + number, effect);
    }

    private Effect pick(Effect... effects) {
        return effects[random.nextInt(effects.length)];
    }
}
