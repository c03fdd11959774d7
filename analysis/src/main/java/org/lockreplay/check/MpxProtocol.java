package org.lockreplay.check;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.summary.SourceTrace;

/**
 * Which of the rules on bounds tables apply to a trace: those that its protocol judges.
 *
 * @param name of the protocol
 * @param rules that apply; what the kernel refuses is told in any case
 */
public record MpxProtocol(String name, Set<Invariant> rules) {

    /** The proposal of 2014, by which a trace is judged that shows {@code bd_sem} or its events. */
    static final MpxProtocol GLEIXNER_2014 =
            new MpxProtocol("gleixner-2014", EnumSet.allOf(Invariant.class));

    /** What Linux has, by which all others are judged: no {@code bd_sem}, no marks. */
    static final MpxProtocol LINUX_4_19 =
            new MpxProtocol(
                    "linux-4.19",
                    EnumSet.complementOf(
                            EnumSet.of(
                                    Invariant.M4,
                                    Invariant.M5,
                                    Invariant.M6,
                                    Invariant.M8,
                                    Invariant.M10,
                                    Invariant.M11)));

    private static final Set<Invariant> OF_BD_SEM =
            EnumSet.of(Invariant.M6, Invariant.M8, Invariant.M10, Invariant.M11);

    private static final Set<Invariant> OF_MMAP_SEM =
            EnumSet.of(Invariant.M7, Invariant.M10, Invariant.M11);

    public MpxProtocol {
        EnumSet<Invariant> all = EnumSet.of(Invariant.REFUSED);
        all.addAll(rules);
        rules = Collections.unmodifiableSet(all);
    }

    /**
     * What a protocol file says of the rules on bounds tables: nothing if its locks are others, and
     * nothing of a semaphore that it does not have.
     */
    public static MpxProtocol of(Protocol protocol) {
        EnumSet<Invariant> judged = EnumSet.noneOf(Invariant.class);
        WatchedLocks watched = WatchedLocks.of(protocol);
        if (!watched.any()) {
            return new MpxProtocol(protocol.name(), judged);
        }
        for (Rule rule : Rule.values()) {
            for (Invariant invariant : Invariant.values()) {
                if (rule.name().equals(invariant.name()) && protocol.judges(rule)) {
                    judged.add(invariant);
                }
            }
        }
        if (watched.bdSem().isEmpty()) {
            judged.removeAll(OF_BD_SEM);
        }
        if (watched.mmapSem().isEmpty()) {
            judged.removeAll(OF_MMAP_SEM);
        }
        if (watched.isInverse(protocol)) {
            judged.remove(Invariant.M10);
        }
        return new MpxProtocol(protocol.name(), judged);
    }

    /**
     * The order that a protocol declares, unless it is that of the two semaphores alone, which a
     * rule of its own judges.
     */
    static Optional<DeclaredOrder> orderBeside(Protocol protocol) {
        boolean judged = of(protocol).has(Invariant.M10) && protocol.locks().size() == 2;
        return judged ? Optional.empty() : protocol.declaredOrder();
    }

    /** The one by which a trace is judged by itself. */
    static MpxProtocol of(SourceTrace trace) {
        return Sign.OF_PROPOSAL.stream().anyMatch(trace::shows) ? GLEIXNER_2014 : LINUX_4_19;
    }

    /** Whether it is about bounds tables at all. */
    public boolean isOfMpx() {
        return rules.size() > 1;
    }

    boolean has(Invariant invariant) {
        return rules.contains(invariant);
    }
}
