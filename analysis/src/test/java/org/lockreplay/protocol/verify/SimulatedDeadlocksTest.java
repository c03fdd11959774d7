package org.lockreplay.protocol.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Severity;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.protocol.file.Edit;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Property;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolLock;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.file.Step;
import org.lockreplay.protocol.file.Variant;
import org.lockreplay.protocol.simulate.Simulator;
import org.lockreplay.summary.InputReader;

/**
 * Of random protocols without a deadlock, one lock too many around a step is a mistake that {@code
 * simulate} can show exactly where {@code verify} finds a deadlock, and the check finds it there.
 *
 * <p>Tries a few; {@code -Dlockreplay.seeds=100} for more.
 */
class SimulatedDeadlocksTest {

    private static final int TRIED = 25 * Integer.getInteger("lockreplay.seeds", 4);
    private static final Bounds BOUNDS = new Bounds(3_000, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final int TASKS = 3;
    private static final int LENGTH = 20;
    private static final List<Property> CLAIMS =
            List.of(
                    new Property("deadlock", Rule.DEADLOCK, true, ""),
                    new Property("balanced", Rule.BALANCED, false, ""));
    private static final Set<String> EXPECTED = Set.of("cycle", "recursion", "deadlock");

    @Test
    void aMistakeShowsWhereItDeadlocks() throws IOException {
        RandomProtocols protocols = new RandomProtocols(2);
        Random random = new Random(9);
        List<String> wrong = new ArrayList<>();
        int deadlocks = 0;
        int none = 0;
        for (int i = 0; i < TRIED; i++) {
            Protocol sound = claiming(protocols.next());
            Variant mistake = mistake(sound, random);
            if (!verdicts(sound).equals(List.of(Verdict.PROVED, Verdict.PROVED))
                    || !isPossible(sound, mistake)) {
                continue;
            }
            List<Verdict> verdicts = verdicts(sound.with(mistake));
            if (verdicts.get(0) == Verdict.UNKNOWN || verdicts.get(1) == Verdict.REFUTED) {
                continue;
            }
            boolean deadlock = verdicts.get(0) == Verdict.REFUTED;
            deadlocks += deadlock ? 1 : 0;
            none += deadlock ? 0 : 1;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Simulator simulator = new Simulator(sound, Optional.of(mistake), TASKS, LENGTH, false);
            boolean shown = simulator.write(1, out).isPresent();
            if (shown != deadlock || (shown && !isFound(out.toByteArray()))) {
                wrong.add("%s with %s".formatted(sound.operations(), mistake.edits()));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(deadlocks).isPositive();
        assertThat(none).isPositive();
    }

    private static Protocol claiming(Protocol one) {
        return new Protocol(
                one.name(),
                one.title(),
                one.sources(),
                one.locks(),
                List.of(),
                one.faultLock(),
                one.bracket(),
                one.routines(),
                one.operations(),
                List.of(),
                CLAIMS,
                List.of());
    }

    /** A lock around a step. */
    private static Variant mistake(Protocol protocol, Random random) {
        Operation operation = any(protocol.operations(), random);
        String step = operation.steps().isEmpty() ? "none" : any(operation.steps(), random).name();
        String path = operation.name() + "/" + step;
        ProtocolLock lock = any(protocol.locks(), random);
        boolean reads = lock.kind().isShared() && random.nextBoolean();
        LockMode mode = reads ? LockMode.READ : LockMode.WRITE;
        List<Step> takes = List.of(new Step.Lock("new", lock.name(), mode));
        List<Step> gives = List.of(new Step.Unlock("new back", lock.name()));
        return new Variant(
                "mistake",
                "one lock too many",
                true,
                List.of(
                        new Edit(Edit.Kind.BEFORE, path, takes),
                        new Edit(Edit.Kind.AFTER, path, gives)));
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** Whether the path of its edits is that of one step. */
    private static boolean isPossible(Protocol protocol, Variant mistake) {
        try {
            return !protocol.with(mistake).equals(protocol);
        } catch (IllegalArgumentException ambiguous) {
            return false;
        }
    }

    private static List<Verdict> verdicts(Protocol protocol) {
        return Verifier.verify(protocol, protocol.operations(), TASKS, BOUNDS, Progress.NONE)
                .judgements()
                .stream()
                .map(Judgement::verdict)
                .toList();
    }

    private static boolean isFound(byte[] trace) throws IOException {
        try {
            return Checker.check(
                            new InputReader(1).read("t", new ByteArrayInputStream(trace)),
                            CheckOptions.shipped())
                    .findings()
                    .stream()
                    .anyMatch(
                            one -> EXPECTED.contains(one.id()) && one.severity() != Severity.NOTE);
        } catch (UnreadableTraceException refused) {
            throw new AssertionError(refused);
        }
    }
}
