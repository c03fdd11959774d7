package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.event.Context;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.Acquisition;

/**
 * What a finding assumes of a lock's readers when it rests on one that waits.
 *
 * <p>Readers of RCU and its kind never wait. A lock of unknown type may be of that kind, unless the
 * trace shows that its readers can wait; then the finding is as sure as that of an rwlock. Readers
 * of an rwlock do not wait in interrupt or with bottom halves off ({@code
 * queued_read_lock_slowpath} in kernel/locking/qrwlock.c, Linux 6.1), and lines without flags do
 * not show where they are.
 *
 * @param condition names the lock
 * @param why nobody knows whether it holds, if that is not plain; else empty
 * @param atMost a warning where neither the catalogue nor the trace knows whether readers wait
 */
record ReaderAssumption(String condition, String why, Severity atMost) {

    private static final String FLAGLESS = ", which lines without flags do not tell";

    /**
     * Empty where it is known that readers wait.
     *
     * @param levelKnown a line with flags shows the reader that the finding rests on
     */
    static Optional<ReaderAssumption> of(String lockClass, LockTypes types, boolean levelKnown) {
        LockType type = types.of(lockClass);
        String recursive = "if " + lockClass + " is not a recursive reader";
        return switch (type.readers()) {
            case UNKNOWN -> Optional.of(new ReaderAssumption(recursive, "", Severity.WARNING));
            case RECURSIVE_IN_INTERRUPT ->
                    Optional.of(
                            levelKnown
                                    ? new ReaderAssumption(
                                            type.asks() == LockType.Wait.UNKNOWN
                                                    ? recursive
                                                    : "if readers of " + lockClass + " queue",
                                            "",
                                            Severity.ERROR)
                                    : new ReaderAssumption(
                                            "if " + lockClass + " is not read in an interrupt",
                                            FLAGLESS,
                                            Severity.WARNING));
            case WAIT, NONE, RECURSIVE -> Optional.empty();
        };
    }

    /** Of the reader that is the inner end of a dependency. */
    static Optional<ReaderAssumption> of(LockOrderEdge edge, LockTypes types) {
        boolean levelKnown =
                edge.sightings().stream().anyMatch(seen -> levelKnown(seen.what().inner()));
        return of(edge.inner(), types, levelKnown);
    }

    /** Whether the line of an acquisition has flags. */
    static boolean levelKnown(Acquisition taken) {
        return Context.known(taken.origin().context());
    }

    /** Those of the readers in a circle that a reader is behind. */
    static List<ReaderAssumption> of(LockCycle cycle, LockTypes types) {
        List<ReaderAssumption> assumptions = new ArrayList<>();
        List<LockOrderEdge> edges = cycle.edges();
        for (int i = 0; i < edges.size(); i++) {
            LockOrderEdge edge = edges.get(i);
            boolean breaks = edges.get((i + 1) % edges.size()).shared();
            if (breaks && edge.innerRead()) {
                of(edge, types).ifPresent(assumptions::add);
            }
        }
        return assumptions;
    }

    /** As a fact of a finding. */
    String fact() {
        return atMost == Severity.ERROR ? condition : "incomplete: only " + condition + why;
    }

    /** Adds the facts, each once, and answers what is left of the severity. */
    static Severity weigh(
            Severity severity, List<ReaderAssumption> assumptions, List<String> facts) {
        Severity left = severity;
        for (ReaderAssumption assumption : assumptions) {
            if (!facts.contains(assumption.fact())) {
                facts.add(assumption.fact());
            }
            left = left.atMost(assumption.atMost());
        }
        return left;
    }
}
