package org.lockreplay.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.summary.SourceTrace;

/** What a trace must show for each rule on bounds tables to be judged on it. */
final class MpxLimits {

    private static final String CALLS = "the system calls that unmap are not traced";

    private static final String LOOKS = "neither searches nor invalidations are traced";
    private static final String RELEASES = "releases of locks are not traced";
    private static final String MMAP_SEM_RELEASES = "releases of mmap_sem are not traced";
    private static final String PRCTLS =
            "no prctl of MPX is traced, so that management may end unseen";

    private MpxLimits() {}

    /** Adds the rules that a trace cannot decide, or that its protocol does not have. */
    static void add(
            LimitList limits,
            List<SourceTrace> traces,
            CheckOptions options,
            List<Finding> findings) {
        for (Invariant invariant : Invariant.values()) {
            Map<String, List<SourceTrace>> reasons = new TreeMap<>();
            Map<String, List<SourceTrace>> exceptions = new TreeMap<>();
            for (SourceTrace trace : traces) {
                if (trace.showsMpx()) {
                    MpxProtocol protocol = options.protocolOf(trace);
                    Optional<String> reason =
                            protocol.has(invariant)
                                    ? reason(invariant, trace)
                                    : Optional.of(noRuleOf(protocol, options));
                    if (reason.isPresent()) {
                        boolean found = isFound(invariant.id(), trace, findings);
                        LimitList.note(found ? exceptions : reasons, reason.get(), trace);
                    } else {
                        MpxExceptions.of(invariant, trace)
                                .forEach(why -> LimitList.note(exceptions, why, trace));
                    }
                }
            }
            reasons.forEach((why, those) -> limits.add(invariant.id(), why, those));
            exceptions.forEach((why, those) -> limits.addPartly(invariant.id(), why, those));
        }
    }

    /** Why the rule cannot be judged on the trace, as a phrase; empty if it can. */
    static Optional<String> reason(Invariant invariant, SourceTrace trace) {
        return switch (invariant) {
            case M1 ->
                    first(
                            need(trace, "no new table is traced", Sign.TABLES, Sign.EXCHANGES),
                            need(trace, CALLS, Sign.CALLS),
                            trace.shows(Sign.HASHED)
                                    ? Optional.of("addresses of tables are hashed")
                                    : Optional.empty(),
                            looks(trace));
            case M2 ->
                    first(
                            need(trace, "no new table is traced", Sign.TABLES, Sign.EXCHANGES),
                            looks(trace));
            case M3 ->
                    first(
                            need(trace, "no new table is traced", Sign.TABLES, Sign.EXCHANGES),
                            need(trace, CALLS, Sign.CALLS),
                            need(trace, LOOKS, Sign.SEARCHES, Sign.INVALIDATIONS),
                            need(trace, PRCTLS, Sign.PRCTLS));
            case M4 ->
                    first(
                            need(
                                    trace,
                                    "neither invalidations nor marks are traced",
                                    Sign.MARKS,
                                    Sign.INVALIDATIONS),
                            need(trace, "removals of tables are not traced", Sign.REMOVALS));
            case M5 ->
                    first(
                            need(trace, "marks for removal are not traced", Sign.MARKS),
                            need(trace, "removals of tables are not traced", Sign.REMOVALS));
            case M6 -> need(trace, "bd_sem is not traced", Sign.BD_SEM);
            case M7 ->
                    first(
                            need(trace, "mmap_sem is not traced", Sign.MMAP_SEM),
                            need(trace, RELEASES, Sign.RELEASES),
                            mmapSemReleases(trace),
                            need(trace, "page faults are not traced", Sign.PAGE_FAULTS));
            case M8 ->
                    first(
                            need(trace, CALLS, Sign.CALLS),
                            need(
                                    trace,
                                    "neither the bracket, bd_sem nor searches are traced",
                                    Sign.BRACKETS,
                                    Sign.BD_SEM,
                                    Sign.SEARCHES),
                            need(trace, PRCTLS, Sign.PRCTLS));
            case M9 ->
                    first(
                            need(trace, "bounds exceptions are not traced", Sign.EXCEPTIONS),
                            trace.shows(Sign.BD_SEM) || trace.shows(Sign.MMAP_SEM)
                                    ? need(trace, RELEASES, Sign.RELEASES)
                                    : Optional.empty());
            case M10 ->
                    first(
                            need(trace, "bd_sem is not traced", Sign.BD_SEM),
                            need(trace, "mmap_sem is not traced", Sign.MMAP_SEM),
                            need(trace, RELEASES, Sign.RELEASES),
                            need(trace, MMAP_SEM_RELEASES, Sign.MMAP_SEM_RELEASES));
            case M11 ->
                    first(
                            need(trace, "bd_sem is not traced", Sign.BD_SEM),
                            need(trace, "mmap_sem is not traced", Sign.MMAP_SEM),
                            need(trace, RELEASES, Sign.RELEASES),
                            need(trace, "releases of bd_sem are not traced", Sign.BD_SEM_RELEASES),
                            need(trace, "no prctl of MPX is traced", Sign.PRCTLS));
            case M12 ->
                    first(
                            givenUp(trace),
                            need(trace, CALLS, Sign.CALLS),
                            need(trace, "munmap is not traced", Sign.MUNMAPS));
            case REFUSED -> need(trace, "signals are not traced", Sign.SIGNALS);
        };
    }

    /**
     * The rules of a protocol that can be judged on the trace, if only in part.
     *
     * @param broken those that are broken in it, so that some of them was judged
     */
    static List<Invariant> judged(MpxProtocol protocol, SourceTrace trace, Set<Invariant> broken) {
        return protocol.rules().stream()
                .filter(rule -> broken.contains(rule) || reason(rule, trace).isEmpty())
                .toList();
    }

    /** The chosen protocol may be about other locks: then another one judges bounds tables. */
    private static String noRuleOf(MpxProtocol protocol, CheckOptions options) {
        String chosen =
                options.mpx()
                        .filter(silent -> !silent.isOfMpx())
                        .map(silent -> ", which judges in the place of " + silent.name())
                        .orElse("");
        return "no rule of " + protocol.name() + chosen;
    }

    /** Whether a rule was broken in the trace: then some of it was judged, whatever is missing. */
    private static boolean isFound(String id, SourceTrace trace, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.id().equals(id))
                .flatMap(finding -> finding.evidence().stream())
                .anyMatch(evidence -> evidence.trace().equals(trace.path()));
    }

    /** Where it is taken again and again by who holds it, its releases were filtered out. */
    private static Optional<String> mmapSemReleases(SourceTrace trace) {
        return trace.shows(Sign.MMAP_SEM_KEPT)
                ? need(trace, MMAP_SEM_RELEASES, Sign.MMAP_SEM_RELEASES)
                : Optional.empty();
    }

    /** What an unmap left of the tables is known from searches or invalidations alone. */
    private static Optional<String> looks(SourceTrace trace) {
        return trace.shows(Sign.UNTOLD_REMOVALS)
                ? need(
                        trace,
                        LOOKS + ", so that nobody knows which tables an unmap left",
                        Sign.SEARCHES,
                        Sign.INVALIDATIONS)
                : Optional.empty();
    }

    /** An entry that is given up shows by its event, or, where there is none, by no zap. */
    private static Optional<String> givenUp(SourceTrace trace) {
        boolean byZaps =
                trace.shows(Sign.ZAPS)
                        && !trace.shows(Sign.HASHED)
                        && Sign.OF_PROPOSAL.stream().noneMatch(trace::shows);
        return byZaps
                ? Optional.empty()
                : need(trace, "a table that goes whole leaves no event", Sign.INVALIDATIONS);
    }

    private static Optional<String> need(SourceTrace trace, String without, Sign... signs) {
        for (Sign sign : signs) {
            if (trace.shows(sign)) {
                return Optional.empty();
            }
        }
        return Optional.of(without);
    }

    @SafeVarargs
    private static Optional<String> first(Optional<String>... reasons) {
        for (Optional<String> reason : reasons) {
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }
}
