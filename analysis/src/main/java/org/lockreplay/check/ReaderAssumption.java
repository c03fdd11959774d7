package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockTypes;

/**
 * What a finding assumes of a lock's readers when it rests on one that waits.
 *
 * <p>Readers of RCU and its kind never wait. A lock of unknown type may be of that kind, unless the
 * trace shows that its readers can wait; then the finding is as sure as that of an rwlock.
 *
 * @param condition names the lock
 * @param atMost a warning where neither the catalogue nor the trace knows whether readers wait
 */
record ReaderAssumption(String condition, Severity atMost) {

    /** Empty where it is known that readers wait. */
    static Optional<ReaderAssumption> of(String lockClass, LockTypes types) {
        LockType type = types.of(lockClass);
        String recursive = "if " + lockClass + " is not a recursive reader";
        return switch (type.readers()) {
            case UNKNOWN -> Optional.of(new ReaderAssumption(recursive, Severity.WARNING));
            case RECURSIVE_IN_INTERRUPT ->
                    Optional.of(
                            new ReaderAssumption(
                                    type.asks() == LockType.Wait.UNKNOWN
                                            ? recursive
                                            : "if readers of " + lockClass + " queue",
                                    Severity.ERROR));
            case WAIT, NONE, RECURSIVE -> Optional.empty();
        };
    }

    /** Those of the readers in a circle that a reader is behind. */
    static List<ReaderAssumption> of(LockCycle cycle, LockTypes types) {
        List<ReaderAssumption> assumptions = new ArrayList<>();
        List<LockOrderEdge> edges = cycle.edges();
        for (int i = 0; i < edges.size(); i++) {
            LockOrderEdge edge = edges.get(i);
            boolean breaks = edges.get((i + 1) % edges.size()).shared();
            if (breaks && edge.innerRead()) {
                of(edge.inner(), types).ifPresent(assumptions::add);
            }
        }
        return assumptions.stream().distinct().toList();
    }

    /** As a fact of a finding. */
    String fact() {
        return atMost == Severity.ERROR ? condition : "incomplete: only " + condition;
    }

    /** Adds the facts, and answers what is left of the severity. */
    static Severity weigh(
            Severity severity, List<ReaderAssumption> assumptions, List<String> facts) {
        Severity left = severity;
        for (ReaderAssumption assumption : assumptions) {
            facts.add(assumption.fact());
            left = left.atMost(assumption.atMost());
        }
        return left;
    }
}
