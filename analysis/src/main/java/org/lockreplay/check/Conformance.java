package org.lockreplay.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.LockRequests;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.summary.SourceTrace;

/**
 * How what tasks did fits the operations of a protocol, over all traces: the critical sections of
 * {@code bd_sem} and {@code mmap_sem} in managed address spaces, where the protocol is about these
 * and the traces show bounds tables, and the nestings of its locks, unless it has no others.
 *
 * @param protocol its name
 * @param names what it calls the two semaphores
 * @param operations the protocol's own, in its order, those that never occurred too
 * @param byNestings these are counted by their nestings, not by how often they began
 * @param sections those that fit operations in the order of these, those of the environment, the
 *     ones that fit nothing
 * @param nestings of the locks of the protocol, where it has others or no sections are shown
 * @param hidden locks of the protocol that no trace shows, which nothing was held against
 * @param undone why nothing was compared, if nothing was
 */
public record Conformance(
        String protocol,
        SemaphoreNames names,
        List<Occurrence> operations,
        boolean byNestings,
        List<Row> sections,
        List<NestingFit> nestings,
        List<String> hidden,
        Optional<String> undone) {

    /**
     * An operation of the protocol.
     *
     * @param count how often it began; or, of a protocol about other locks, how many nestings show
     *     it
     * @param withoutLocks it began, and took none of its locks as its steps say, though no way
     *     through it does without
     * @param unrecorded no trace has an event by which it would begin, so that it may have happened
     */
    public record Occurrence(
            String operation, long count, boolean withoutLocks, boolean unrecorded) {

        /** Of one that would show. */
        public Occurrence(String operation, long count, boolean withoutLocks) {
            this(operation, count, withoutLocks, false);
        }
    }

    /**
     * Sections of one kind.
     *
     * @param trace that in which the first one stands
     * @param ticks times are ticks, not nanoseconds
     * @param lock its name in the protocol
     * @param nestingCase the number of the nesting that they are, if the protocol gives it one
     */
    public record Row(
            String trace,
            boolean ticks,
            String lock,
            OptionalInt nestingCase,
            SectionFit fit,
            SectionCount count) {

        Row and(Row later) {
            return new Row(trace, ticks, lock, nestingCase, fit, count.plus(later.count));
        }
    }

    public Conformance {
        operations = List.copyOf(operations);
        sections = List.copyOf(sections);
        nestings = List.copyOf(nestings);
        hidden = List.copyOf(hidden);
    }

    /**
     * Of what traces show; empty unless a protocol was chosen that has operations, or locks that no
     * trace shows.
     */
    static Optional<Conformance> of(Case judged) {
        Optional<Protocol> chosen = judged.options().protocol();
        return chosen.map(protocol -> of(protocol, judged))
                .filter(found -> !found.hidden().isEmpty() || hasOperations(chosen));
    }

    private static boolean hasOperations(Optional<Protocol> chosen) {
        return chosen.filter(protocol -> !protocol.operations().isEmpty()).isPresent();
    }

    private static Conformance of(Protocol protocol, Case judged) {
        LockRequests requests = LockRequests.of(protocol);
        if (!requests.isComplete()) {
            return new Conformance(
                    protocol.name(),
                    SemaphoreNames.of(protocol),
                    List.of(),
                    true,
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.of(
                            "an operation holds its locks in too many combinations to try them"
                                    + " all; split it into several operations"));
        }
        NestingFits fits = new NestingFits(protocol, requests);
        if (protocol.operations().isEmpty()) {
            return byNestings(protocol, fits, List.of(), judged);
        }
        WatchedLocks watched = WatchedLocks.of(protocol);
        boolean showsMpx = judged.summary().traces().stream().anyMatch(SourceTrace::showsMpx);
        if (!watched.any() || !showsMpx) {
            return byNestings(protocol, fits, fits.of(judged), judged);
        }
        Conformance found = new SectionFits(protocol, requests, judged).conformance();
        return protocol.locks().size() == watched.count()
                ? found
                : found.with(fits.of(judged), fits.hidden(judged));
    }

    private static Conformance byNestings(
            Protocol protocol, NestingFits fits, List<NestingFit> nestings, Case judged) {
        return new Conformance(
                protocol.name(),
                SemaphoreNames.of(protocol),
                fits.occurrences(nestings),
                true,
                List.of(),
                nestings,
                fits.hidden(judged),
                Optional.empty());
    }

    /** With what concerns the other locks of the protocol. */
    private Conformance with(List<NestingFit> nested, List<String> unseen) {
        Set<String> all = new LinkedHashSet<>(hidden);
        all.addAll(unseen);
        return new Conformance(
                protocol,
                names,
                operations,
                byNestings,
                sections,
                nested,
                List.copyOf(all),
                undone);
    }
}
