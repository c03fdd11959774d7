package org.lockreplay.protocol.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.lockreplay.protocol.file.LockKind;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolLock;
import org.lockreplay.protocol.file.Step;

/** Small protocols of locks alone, most of them sensible; the same ones for the same seed. */
final class RandomProtocols {

    private static final List<String> NAMES = List.of("a", "b", "c");

    private final Random random;
    private final List<ProtocolLock> locks = new ArrayList<>();
    private Optional<String> faultLock = Optional.empty();
    private int depth;

    RandomProtocols(long seed) {
        random = new Random(seed);
    }

    Protocol next() {
        locks.clear();
        int count = 1 + random.nextInt(NAMES.size());
        for (int i = 0; i < count; i++) {
            LockKind kind = LockKind.values()[random.nextInt(3)];
            locks.add(new ProtocolLock(NAMES.get(i), kind, List.of()));
        }
        faultLock =
                locks.stream()
                        .filter(lock -> lock.kind().isShared())
                        .map(ProtocolLock::name)
                        .findFirst();
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            operations.add(
                    new Operation(
                            "o" + i,
                            "",
                            List.of(),
                            List.of(),
                            Optional.empty(),
                            Optional.empty(),
                            steps(3),
                            false));
        }
        return new Protocol(
                "random",
                "random",
                List.of(),
                locks,
                count < 2 ? List.of() : List.of(List.of(List.of("a"), List.of("b"))),
                faultLock,
                Optional.empty(),
                Map.of(),
                operations,
                List.of(),
                List.of(),
                List.of());
    }

    private List<Step> steps(int most) {
        List<Step> steps = new ArrayList<>();
        depth++;
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            add(steps);
        }
        depth--;
        return steps;
    }

    private void add(List<Step> steps) {
        ProtocolLock lock = locks.get(random.nextInt(locks.size()));
        LockMode mode =
                lock.kind().isShared() && random.nextBoolean() ? LockMode.READ : LockMode.WRITE;
        String name = "s" + random.nextInt(1000);
        int choice = depth > 2 ? 9 : random.nextInt(10);
        switch (choice) {
            case 0 -> steps.add(new Step.Maybe(name, steps(2)));
            case 1 -> steps.add(new Step.Touch(name));
            case 2 -> {
                List<Step> inside = steps(1);
                Step unlock = new Step.Unlock(name, lock.name());
                if (random.nextBoolean()) {
                    List<Step> taken = new ArrayList<>(inside);
                    taken.add(unlock);
                    List<Step> givesUp = random.nextBoolean() ? steps(1) : List.of();
                    steps.add(new Step.Try(name, lock.name(), mode, taken, givesUp));
                } else {
                    steps.add(new Step.Try(name, lock.name(), mode, List.of(), failed(lock, mode)));
                    steps.addAll(inside);
                    steps.add(unlock);
                }
            }
            case 3 -> {
                if (lock.kind().isShared()) {
                    steps.add(new Step.Lock(name, lock.name(), LockMode.WRITE));
                    steps.add(new Step.Downgrade(name, lock.name()));
                    steps.add(new Step.Unlock(name, lock.name()));
                }
            }
            case 4 -> {
                if (random.nextInt(4) == 0) {
                    steps.add(new Step.Unlock(name, lock.name()));
                }
            }
            default -> {
                steps.add(new Step.Lock(name, lock.name(), mode));
                if (depth <= 2) {
                    steps.addAll(steps(2));
                }
                if (random.nextInt(20) != 0) {
                    steps.add(new Step.Unlock(name, lock.name()));
                }
            }
        }
    }

    private List<Step> failed(ProtocolLock lock, LockMode mode) {
        return random.nextBoolean()
                ? List.of(new Step.Lock("again", lock.name(), mode))
                : List.of();
    }
}
