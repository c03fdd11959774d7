package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.Fact.Meaning;
import org.lockreplay.event.Context;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;
import org.lockreplay.summary.SourceTrace;

/**
 * What a finding assumes of a lock's readers when it rests on one that waits.
 *
 * <p>Readers of RCU and its kind never wait. A lock of unknown type may be of that kind, unless the
 * trace shows that its readers can wait; then the finding is as sure as that of an rwlock. Readers
 * of an rwlock do not wait in interrupt or with bottom halves off ({@code
 * queued_read_lock_slowpath} in kernel/locking/qrwlock.c, Linux 6.1). Lines without flags do not
 * show where they are, and the flags of some recordings do not tell of bottom halves.
 *
 * @param meaning what kind of assumption it is
 * @param condition names the lock
 * @param why nobody knows whether it holds, if that is not plain; else empty
 * @param atMost a warning where neither the catalogue nor the trace knows whether readers wait
 */
record ReaderAssumption(Meaning meaning, String condition, String why, Severity atMost) {

    private static final String FLAGLESS = ", which lines without flags do not tell";
    private static final String UNTOLD = ", which the flags of its lines do not tell";

    /** What the line of a reader shows of where it is; what shows more comes later. */
    enum Place {
        /** It has no flags. */
        UNKNOWN,
        /** In no interrupt; its flags do not tell whether bottom halves are off. */
        IN_NO_INTERRUPT,
        /** All of it. */
        KNOWN;

        Place orKnownBetter(Place other) {
            return compareTo(other) < 0 ? other : this;
        }
    }

    /**
     * Empty where it is known that readers wait.
     *
     * @param place the most that a line shows of the reader that the finding rests on
     */
    static Optional<ReaderAssumption> of(String lockClass, LockTypes types, Place place) {
        LockType type = types.of(lockClass);
        return switch (type.readers()) {
            case UNKNOWN -> Optional.of(ofUnknownType(lockClass, Severity.WARNING));
            case RECURSIVE_IN_INTERRUPT -> Optional.of(inInterrupt(lockClass, type, place));
            case WAIT, NONE, RECURSIVE -> Optional.empty();
        };
    }

    private static ReaderAssumption ofUnknownType(String lockClass, Severity atMost) {
        return new ReaderAssumption(
                Meaning.READER_OF_UNKNOWN_TYPE,
                "if " + lockClass + " is not a recursive reader",
                "",
                atMost);
    }

    private static ReaderAssumption inInterrupt(String lockClass, LockType type, Place place) {
        return switch (place) {
            case UNKNOWN ->
                    new ReaderAssumption(
                            Meaning.READER_OF_UNKNOWN_LEVEL,
                            "if " + lockClass + " is not read in an interrupt",
                            FLAGLESS,
                            Severity.WARNING);
            case IN_NO_INTERRUPT ->
                    new ReaderAssumption(
                            Meaning.READER_WITH_BOTTOM_HALVES_UNTOLD,
                            "if " + lockClass + " is not read with bottom halves off",
                            UNTOLD,
                            Severity.WARNING);
            case KNOWN ->
                    type.asks() == LockType.Wait.UNKNOWN
                            ? ofUnknownType(lockClass, Severity.ERROR)
                            : new ReaderAssumption(
                                    Meaning.READERS_QUEUE,
                                    "if readers of " + lockClass + " queue",
                                    "",
                                    Severity.ERROR);
        };
    }

    /** Of the reader that is the inner end of a dependency. */
    static Optional<ReaderAssumption> of(
            LockOrderEdge edge, LockTypes types, LockOrderSummary summary) {
        Place place = Place.UNKNOWN;
        for (Seen<Nesting> seen : edge.sightings()) {
            place = place.orKnownBetter(place(seen.what().inner(), summary.traceOf(seen)));
        }
        return of(edge.inner(), types, place);
    }

    /** Where a reader is, as far as the line of its acquisition in that trace shows it. */
    static Place place(Acquisition taken, SourceTrace trace) {
        if (!Context.known(taken.origin().context())) {
            return Place.UNKNOWN;
        }
        return trace.tellsBottomHalves(taken.origin()) ? Place.KNOWN : Place.IN_NO_INTERRUPT;
    }

    /** Those of the readers in a circle that a reader is behind. */
    static List<ReaderAssumption> of(LockCycle cycle, LockTypes types, LockOrderSummary summary) {
        List<ReaderAssumption> assumptions = new ArrayList<>();
        List<LockOrderEdge> edges = cycle.edges();
        for (int i = 0; i < edges.size(); i++) {
            LockOrderEdge edge = edges.get(i);
            boolean breaks = edges.get((i + 1) % edges.size()).shared();
            if (breaks && edge.innerRead()) {
                of(edge, types, summary).ifPresent(assumptions::add);
            }
        }
        return assumptions;
    }

    /** As a fact of a finding. */
    Fact fact() {
        return atMost == Severity.ERROR
                ? Fact.of(meaning, condition)
                : Fact.incomplete(meaning, "only " + condition + why);
    }

    /** Adds the facts, each once, and answers what is left of the severity. */
    static Severity weigh(Severity severity, List<ReaderAssumption> assumptions, List<Fact> facts) {
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
