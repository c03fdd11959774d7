package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.summary.SourceTrace;

/** What the traces cannot decide. */
final class Limits {

    private static final List<String> NEED_LOCK_EVENTS =
            List.of(
                    "cycle",
                    "held-at-exit",
                    "recursion",
                    "same-class",
                    "unbalanced",
                    Interrupt.HARDIRQ.rule(),
                    Interrupt.SOFTIRQ.rule(),
                    WaitContextRule.ID);

    private static final Comparator<NotJudged> ORDER =
            Comparator.comparing(NotJudged::id).thenComparing(NotJudged::reason);

    /** See {@link MpxProtocol#orderBeside}. */
    private static final String BY_MPX =
            "the order of the protocol is that of bd_sem and mmap_sem, which mpx-order judges";

    private static final String UNASKED = "no lock_acquire events, so nothing is known to be held";

    private static final String UNRELEASED =
            "no lock_release events, so what is still held is not known";

    private static final String UNFOLLOWED =
            "perhaps not all CPUs are recorded, so what a task held before it came to its CPU is"
                    + " not known; read trace with its header, which has all of them";

    private static final String NO_CPU =
            "the CPU of every event is missing, so whose the locks of idle tasks and of interrupts"
                    + " are is not known; print it, with perf script -F +cpu";

    private static final String OWNERLESS =
            "some acquisitions are of no known task: of one that had exited, or of a CPU that the"
                    + " trace does not tell";

    private static final List<String> REST_ON_HOLDS =
            List.of(CycleRule.ID, DeadlockRule.ID, "held-at-exit", "recursion", "unbalanced");

    private static final List<String> REST_ON_RELEASES =
            List.of(
                    CycleRule.ID,
                    DeadlockRule.ID,
                    "held-at-exit",
                    "recursion",
                    "same-class",
                    Interrupt.HARDIRQ.rule(),
                    Interrupt.SOFTIRQ.rule(),
                    WaitContextRule.ID);

    private static final int NAMED_TRACES = 3;

    private Limits() {}

    /** What could not have been found, or not for sure, given what was found. */
    static List<NotJudged> of(Case judged, List<Finding> findings) {
        List<NotJudged> limits = of(judged.summary().traces(), judged.options(), findings);
        add(
                limits,
                CycleRule.ID,
                "a summary has the first witnesses only, so other locks may close a circle",
                in(judged.summary().traces(), trace -> isShortOfLocks(judged, trace, findings)));
        add(
                limits,
                WaitContextRule.ID,
                "a spinlock inside a raw one is wrong since Linux 5.8, and without five flag"
                        + " characters no trace is known to be so new",
                in(judged.summary().traces(), WaitContextRule.undated(judged)::contains));
        inversions(limits, judged);
        limits.addAll(ContextLimits.of(judged.summary(), judged.options().types()));
        limits.replaceAll(SemaphoreNames.of(judged.options())::in);
        limits.sort(ORDER);
        return limits;
    }

    private static void inversions(List<NotJudged> limits, Case judged) {
        Map<String, Set<SourceTrace>> unseen = new TreeMap<>();
        for (InversionSearch search : InversionSearch.unproven(judged)) {
            for (int trace : search.traces()) {
                if (!judged.views().containsKey(trace)) {
                    unseen.computeIfAbsent(search.rule(), rule -> new HashSet<>())
                            .add(judged.summary().traces().get(trace));
                }
            }
        }
        unseen.forEach(
                (rule, traces) ->
                        add(
                                limits,
                                rule,
                                "a summary has the first witnesses only, so other locks may prove"
                                        + " what the classes do",
                                in(judged.summary().traces(), traces::contains)));
    }

    /** What traces leave open whatever was seen in them. */
    static List<NotJudged> of(List<SourceTrace> traces, CheckOptions options) {
        List<NotJudged> limits = of(traces, options, List.of());
        limits.replaceAll(SemaphoreNames.of(options)::in);
        return limits;
    }

    private static List<NotJudged> of(
            List<SourceTrace> traces, CheckOptions options, List<Finding> findings) {
        List<NotJudged> limits = new ArrayList<>();
        List<String> needLocks = new ArrayList<>(NEED_LOCK_EVENTS);
        if (options.order().isPresent()) {
            needLocks.add(OrderViolationRule.ID);
        } else {
            boolean byMpx = options.protocol().flatMap(Protocol::declaredOrder).isPresent();
            limits.add(
                    new NotJudged(OrderViolationRule.ID, byMpx ? BY_MPX : "no order was declared"));
        }
        String withoutLocks = in(traces, trace -> trace.coverage().lockEvents() == 0);
        String hidden = in(traces, trace -> trace.coverage().hiddenAddresses() > 0);
        String endless = in(traces, Limits::showsNoEnds);
        String unasked = in(traces, Limits::showsNoAcquisitions);
        String unreleased = in(traces, trace -> trace.coverage().unreleased());
        for (String id : needLocks) {
            add(limits, id, "no lock events", withoutLocks);
            add(limits, id, UNASKED, unasked);
            add(limits, id, UNRELEASED, unreleased);
        }
        String unfollowed = in(traces, trace -> trace.coverage().unfollowed() > 0);
        REST_ON_HOLDS.forEach(id -> add(limits, id, UNFOLLOWED, unfollowed));
        String cpuless = in(traces, Limits::showsNoCpu);
        String ownerless =
                in(traces, trace -> !showsNoCpu(trace) && trace.coverage().ownerless() > 0);
        for (String id : REST_ON_HOLDS) {
            addPartly(limits, id, NO_CPU, cpuless);
            addPartly(limits, id, OWNERLESS, ownerless);
        }
        for (String id : List.of("recursion", "same-class")) {
            add(limits, id, "addresses are hidden, so no two locks can be told apart", hidden);
        }
        add(limits, "held-at-exit", "neither exits nor system calls are traced", endless);
        add(limits, DeadlockRule.ID, "no lock events", withoutLocks);
        add(limits, DeadlockRule.ID, UNASKED, unasked);
        add(limits, DeadlockRule.ID, UNRELEASED, unreleased);
        add(
                limits,
                DeadlockRule.ID,
                "no lock_acquired events, so nobody is known to own a lock",
                in(traces, Limits::showsNoOwners));
        add(
                limits,
                DeadlockRule.ID,
                "where events are missing, who owns what is not known",
                in(traces, trace -> trace.coverage().hasGaps()));
        oneSided(limits, traces);
        mpx(limits, traces, options, findings);
        limits.addAll(ContextLimits.of(traces));
        limits.sort(ORDER);
        return limits;
    }

    /** The classes of which acquisitions or releases are missing, as an event filter does it. */
    private static void oneSided(List<NotJudged> limits, List<SourceTrace> traces) {
        Map<String, List<SourceTrace>> unreleased = new TreeMap<>();
        Map<String, List<SourceTrace>> unacquired = new TreeMap<>();
        for (SourceTrace trace : traces) {
            if (!trace.coverage().neverReleased().isEmpty()) {
                String classes = ContextLimits.named(trace.coverage().neverReleased());
                note(
                        unreleased,
                        "no release of these is recorded, so when they were held is not known: "
                                + classes,
                        trace);
            }
            if (!trace.coverage().neverAcquired().isEmpty()) {
                String classes = ContextLimits.named(trace.coverage().neverAcquired());
                note(
                        unacquired,
                        "acquisitions of these are not recorded, or not those of readers, of"
                                + " writers or by trylock: "
                                + classes,
                        trace);
            }
        }
        for (String id : REST_ON_RELEASES) {
            unreleased.forEach((why, those) -> addPartly(limits, id, why, in(those, t -> true)));
        }
        unacquired.forEach(
                (why, those) -> addPartly(limits, "unbalanced", why, in(those, t -> true)));
    }

    /**
     * The rules on bounds tables that a trace cannot decide, or that its protocol does not have.
     */
    private static void mpx(
            List<NotJudged> limits,
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
                                    ? MpxLimits.reason(invariant, trace)
                                    : Optional.of(noRuleOf(protocol, options));
                    if (reason.isPresent()) {
                        boolean found = isFound(invariant.id(), trace, findings);
                        note(found ? exceptions : reasons, reason.get(), trace);
                    } else {
                        MpxExceptions.of(invariant, trace)
                                .forEach(why -> note(exceptions, why, trace));
                    }
                }
            }
            String id = invariant.id();
            reasons.forEach((why, those) -> add(limits, id, why, in(those, trace -> true)));
            exceptions.forEach((why, those) -> addPartly(limits, id, why, in(those, t -> true)));
        }
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

    private static void note(
            Map<String, List<SourceTrace>> reasons, String reason, SourceTrace trace) {
        reasons.computeIfAbsent(reason, none -> new ArrayList<>()).add(trace);
    }

    static void add(List<NotJudged> limits, String id, String reason, String where) {
        add(limits, id, reason, where, false);
    }

    /** Of a rule that was judged but for what the reason names. */
    private static void addPartly(List<NotJudged> limits, String id, String reason, String where) {
        add(limits, id, reason, where, true);
    }

    private static void add(
            List<NotJudged> limits, String id, String reason, String where, boolean partly) {
        if (!where.isEmpty()) {
            limits.add(new NotJudged(id, reason + " (" + where + ")", partly));
        }
    }

    /** Whether a rule was broken in the trace: then some of it was judged, whatever is missing. */
    private static boolean isFound(String id, SourceTrace trace, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.id().equals(id))
                .flatMap(finding -> finding.evidence().stream())
                .anyMatch(evidence -> evidence.trace().equals(trace.path()));
    }

    /** It shows part of a circle that no locks close, and was not looked at a second time. */
    private static boolean isShortOfLocks(Case judged, SourceTrace trace, List<Finding> findings) {
        return !judged.views().containsKey(judged.summary().traces().indexOf(trace))
                && findings.stream()
                        .filter(finding -> finding.id().equals(CycleRule.ID))
                        .filter(finding -> finding.certainty() == Certainty.CLASS)
                        .filter(finding -> !CycleRule.isGuarded(finding))
                        .flatMap(finding -> finding.evidence().stream())
                        .anyMatch(evidence -> evidence.trace().equals(trace.path()));
    }

    private static boolean showsNoEnds(SourceTrace trace) {
        return trace.coverage().lockEvents() > 0
                && trace.facts().events().keySet().stream()
                        .noneMatch(name -> name.equals("sched_process_exit") || isCall(name));
    }

    private static boolean showsNoCpu(SourceTrace trace) {
        return trace.coverage().lockEvents() > 0 && trace.facts().cpus() == 0;
    }

    private static boolean showsNoAcquisitions(SourceTrace trace) {
        Set<String> events = trace.facts().events().keySet();
        return trace.coverage().lockEvents() > 0
                && !events.contains("lock_acquire")
                && (events.contains("lock_release") || events.contains("lock_acquired"))
                && events.stream().noneMatch(name -> name.startsWith("mmap_lock_"));
    }

    private static boolean showsNoOwners(SourceTrace trace) {
        return trace.coverage().lockEvents() > 0
                && !trace.facts().events().containsKey("lock_acquired");
    }

    private static boolean isCall(String event) {
        return event.startsWith("sys_");
    }

    /** The traces for which something holds, the first few by path; empty for none. */
    static String in(List<SourceTrace> traces, Predicate<SourceTrace> holds) {
        List<String> paths = traces.stream().filter(holds).map(SourceTrace::path).toList();
        if (paths.size() <= NAMED_TRACES) {
            return String.join(", ", paths);
        }
        return String.join(", ", paths.subList(0, NAMED_TRACES))
                + " and "
                + (paths.size() - NAMED_TRACES)
                + " more";
    }
}
