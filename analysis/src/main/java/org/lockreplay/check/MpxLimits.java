package org.lockreplay.check;

import java.util.List;
import java.util.Optional;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.summary.SourceTrace;

/** What a trace must show for each rule on bounds tables to be judged on it. */
final class MpxLimits {

    private static final String CALLS = "the system calls that unmap are not traced";

    private MpxLimits() {}

    /** Why the rule cannot be judged on the trace, as a phrase; empty if it can. */
    static Optional<String> reason(Invariant invariant, SourceTrace trace) {
        return switch (invariant) {
            case M1 ->
                    first(
                            need(trace, "no new table is traced", Sign.TABLES),
                            need(trace, CALLS, Sign.CALLS),
                            trace.shows(Sign.HASHED)
                                    ? Optional.of("addresses of tables are hashed")
                                    : Optional.empty());
            case M2 -> need(trace, "no new table is traced", Sign.TABLES);
            case M3 ->
                    first(
                            need(trace, "no new table is traced", Sign.TABLES),
                            need(trace, CALLS, Sign.CALLS),
                            need(
                                    trace,
                                    "neither searches nor invalidations are traced",
                                    Sign.SEARCHES,
                                    Sign.INVALIDATIONS));
            case M4 ->
                    need(
                            trace,
                            "neither invalidations nor marks are traced",
                            Sign.MARKS,
                            Sign.INVALIDATIONS);
            case M5 ->
                    first(
                            need(trace, "marks for removal are not traced", Sign.MARKS),
                            need(trace, "removals of tables are not traced", Sign.REMOVALS));
            case M6 -> need(trace, "bd_sem is not traced", Sign.BD_SEM);
            case M7 ->
                    first(
                            need(trace, "mmap_sem is not traced", Sign.MMAP_SEM),
                            need(trace, "page faults are not traced", Sign.PAGE_FAULTS));
            case M8 ->
                    first(
                            need(trace, CALLS, Sign.CALLS),
                            need(
                                    trace,
                                    "neither the bracket, bd_sem nor searches are traced",
                                    Sign.BRACKETS,
                                    Sign.BD_SEM,
                                    Sign.SEARCHES));
            case M9 -> need(trace, "bounds exceptions are not traced", Sign.EXCEPTIONS);
            case M10 ->
                    first(
                            need(trace, "bd_sem is not traced", Sign.BD_SEM),
                            need(trace, "mmap_sem is not traced", Sign.MMAP_SEM));
            case M11 ->
                    first(
                            need(trace, "bd_sem is not traced", Sign.BD_SEM),
                            need(trace, "mmap_sem is not traced", Sign.MMAP_SEM),
                            need(trace, "no prctl of MPX is traced", Sign.PRCTLS));
            case M12 ->
                    first(
                            need(
                                    trace,
                                    "a table that goes whole leaves no event",
                                    Sign.INVALIDATIONS),
                            need(trace, CALLS, Sign.CALLS));
            case REFUSED -> need(trace, "signals are not traced", Sign.SIGNALS);
        };
    }

    /** The rules of a protocol that can be judged on the trace. */
    static List<Invariant> judged(MpxProtocol protocol, SourceTrace trace) {
        return protocol.rules().stream()
                .filter(invariant -> reason(invariant, trace).isEmpty())
                .toList();
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
