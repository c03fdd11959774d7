package org.lockreplay.check;

import static org.lockreplay.check.LimitList.those;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.summary.SourceTrace;

/** What a trace must show for each rule on locks to be judged on it. */
final class LockLimits {

    private static final List<String> NEED_LOCK_EVENTS =
            List.of(
                    CycleRule.ID,
                    DeadlockRule.ID,
                    "held-at-exit",
                    "recursion",
                    "same-class",
                    "unbalanced",
                    Interrupt.HARDIRQ.rule(),
                    Interrupt.SOFTIRQ.rule(),
                    WaitContextRule.ID);

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

    private LockLimits() {}

    /** Adds what traces leave open whatever was seen in them. */
    static void add(LimitList limits, List<SourceTrace> traces, CheckOptions options) {
        List<String> needLocks = new ArrayList<>(NEED_LOCK_EVENTS);
        if (options.order().isPresent()) {
            needLocks.add(OrderViolationRule.ID);
        } else {
            boolean byMpx = options.protocol().flatMap(Protocol::declaredOrder).isPresent();
            limits.add(OrderViolationRule.ID, byMpx ? BY_MPX : "no order was declared");
        }
        events(limits, needLocks, traces);
        holds(limits, traces);
        List<SourceTrace> hidden = those(traces, trace -> trace.coverage().hiddenAddresses() > 0);
        for (String id : List.of("recursion", "same-class")) {
            limits.add(id, "addresses are hidden, so no two locks can be told apart", hidden);
        }
        limits.add(
                "held-at-exit",
                "neither exits nor system calls are traced",
                those(traces, LockLimits::showsNoEnds));
        limits.add(
                DeadlockRule.ID,
                "no lock_acquired events, so nobody is known to own a lock",
                those(traces, LockLimits::showsNoOwners));
        limits.add(
                DeadlockRule.ID,
                "where events are missing, who owns what is not known",
                those(traces, trace -> trace.coverage().hasGaps()));
        oneSided(limits, traces);
    }

    /** Nothing is known without the events of locks, or one kind of them. */
    private static void events(LimitList limits, List<String> ids, List<SourceTrace> traces) {
        List<SourceTrace> withoutLocks = those(traces, trace -> trace.coverage().lockEvents() == 0);
        List<SourceTrace> unasked = those(traces, LockLimits::showsNoAcquisitions);
        List<SourceTrace> unreleased = those(traces, trace -> trace.coverage().unreleased());
        for (String id : ids) {
            limits.add(id, "no lock events", withoutLocks);
            limits.add(id, UNASKED, unasked);
            limits.add(id, UNRELEASED, unreleased);
        }
    }

    /** What some task held is not known where it is not known which task, or where it was. */
    private static void holds(LimitList limits, List<SourceTrace> traces) {
        List<SourceTrace> unfollowed = those(traces, trace -> trace.coverage().unfollowed() > 0);
        List<SourceTrace> cpuless = those(traces, LockLimits::showsNoCpu);
        List<SourceTrace> ownerless =
                those(traces, trace -> !showsNoCpu(trace) && trace.coverage().ownerless() > 0);
        for (String id : REST_ON_HOLDS) {
            limits.add(id, UNFOLLOWED, unfollowed);
            limits.addPartly(id, NO_CPU, cpuless);
            limits.addPartly(id, OWNERLESS, ownerless);
        }
    }

    /** The classes of which acquisitions or releases are missing, as an event filter does it. */
    private static void oneSided(LimitList limits, List<SourceTrace> traces) {
        Map<String, List<SourceTrace>> unreleased = new TreeMap<>();
        Map<String, List<SourceTrace>> unacquired = new TreeMap<>();
        for (SourceTrace trace : traces) {
            if (!trace.coverage().neverReleased().isEmpty()) {
                String classes = ContextLimits.named(trace.coverage().neverReleased());
                LimitList.note(
                        unreleased,
                        "no release of these is recorded, so when they were held is not known: "
                                + classes,
                        trace);
            }
            if (!trace.coverage().neverAcquired().isEmpty()) {
                String classes = ContextLimits.named(trace.coverage().neverAcquired());
                LimitList.note(
                        unacquired,
                        "acquisitions of these are not recorded, or not those of readers, of"
                                + " writers or by trylock: "
                                + classes,
                        trace);
            }
        }
        for (String id : REST_ON_RELEASES) {
            unreleased.forEach((why, without) -> limits.addPartly(id, why, without));
        }
        unacquired.forEach((why, without) -> limits.addPartly("unbalanced", why, without));
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
}
