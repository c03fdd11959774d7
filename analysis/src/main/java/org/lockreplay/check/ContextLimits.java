package org.lockreplay.check;

import static org.lockreplay.check.LimitList.those;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockType.Wait;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;
import org.lockreplay.summary.SourceTrace;

/** What cannot be told of interrupts, of waiting, and of locks that no event speaks of. */
final class ContextLimits {

    private static final int NAMED_CLASSES = 3;
    private static final int LONGEST_NAME = 60;

    private ContextLimits() {}

    /** Adds what the events and flags of the traces leave open. */
    static void add(LimitList limits, List<SourceTrace> traces) {
        Predicate<SourceTrace> flagless = trace -> hasLocks(trace) && !trace.facts().flags();
        Predicate<SourceTrace> older =
                trace ->
                        hasLocks(trace)
                                && trace.facts().flags()
                                && (!trace.facts().softirqFlags()
                                        || !trace.coverage().untold().isEmpty());
        List<SourceTrace> without = those(traces, flagless);
        limits.add(Interrupt.HARDIRQ.rule(), "lines have no irq flags", without);
        limits.add(Interrupt.SOFTIRQ.rule(), "lines have no irq flags", without);
        limits.add(
                Interrupt.SOFTIRQ.rule(),
                "the flags do not tell whether bottom halves are off: four characters, those of"
                        + " PREEMPT_RT, and five where no header says BH-disabled and no line"
                        + " has b or D",
                those(traces, older));
        if (traces.stream().anyMatch(ContextLimits::hasLocks)) {
            limits.add("held-lock-freed", "no event tells where a lock is initialised or freed");
        }
    }

    /** Adds what was not seen, and what is not known of what was. */
    static void add(LimitList limits, LockOrderSummary summary, LockTypes types) {
        untaken(limits, summary, Interrupt.HARDIRQ.rule(), InterruptUse.Kind.IN_HARDIRQ, t -> true);
        untaken(
                limits,
                summary,
                Interrupt.SOFTIRQ.rule(),
                InterruptUse.Kind.IN_SOFTIRQ,
                TraceFacts::softirqFlags);
        types(limits, summary, types);
    }

    /** Without a lock taken in interrupt there is nothing to find. */
    private static void untaken(
            LimitList limits,
            LockOrderSummary summary,
            String id,
            InterruptUse.Kind in,
            Predicate<TraceFacts> judged) {
        Set<SourceTrace> taken = new HashSet<>();
        for (Seen<InterruptUse> seen : summary.interruptUses()) {
            if (seen.what().kind() == in) {
                taken.add(summary.traceOf(seen));
            }
        }
        String interrupt = in == InterruptUse.Kind.IN_HARDIRQ ? "hardirq" : "softirq";
        limits.add(
                id,
                "no line shows a lock taken in " + interrupt,
                those(
                        summary.traces(),
                        trace ->
                                hasLocks(trace)
                                        && trace.facts().flags()
                                        && judged.test(trace.facts())
                                        && !taken.contains(trace)));
    }

    private static void types(LimitList limits, LockOrderSummary summary, LockTypes types) {
        SortedSet<String> unknown = new TreeSet<>();
        SortedSet<String> unvalidated = new TreeSet<>();
        boolean refusing = false;
        for (var seen : summary.classes()) {
            LockType type = types.of(seen.what().lockClass());
            refusing |= type.refuses();
            if (!type.validated()) {
                unvalidated.add(seen.what().lockClass());
            }
            if (type.equals(LockType.UNKNOWN)) {
                unknown.add(seen.what().lockClass());
            }
        }
        boolean spinsInHardirq =
                summary.interruptUses().stream()
                        .map(Seen::what)
                        .anyMatch(
                                use ->
                                        use.kind() == InterruptUse.Kind.IN_HARDIRQ
                                                && types.of(use.lockClass()).asks() == Wait.CONFIG);
        if (!unvalidated.isEmpty()) {
            limits.addPartly(
                    CycleRule.ID,
                    "lockdep is told not to validate the order of these, which the kernel"
                            + " takes both ways: "
                            + named(unvalidated));
        }
        if (!unknown.isEmpty()) {
            limits.add(WaitContextRule.ID, "what type these are is not known: " + named(unknown));
        }
        if (spinsInHardirq) {
            limits.add(
                    WaitContextRule.ID,
                    "spinlocks in hardirq: no trace tells whether PREEMPT_RT would have"
                            + " the handler in a thread");
        }
        if (refusing) {
            limits.add(
                    "ww-mutex",
                    "no trace shows the context of a ww_mutex, nor what nests under it by"
                            + " right");
        }
    }

    static String named(SortedSet<String> classes) {
        List<String> first = classes.stream().limit(NAMED_CLASSES).map(ContextLimits::cut).toList();
        return String.join(", ", first)
                + (classes.size() > NAMED_CLASSES
                        ? " and " + (classes.size() - NAMED_CLASSES) + " more"
                        : "");
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    private static boolean hasLocks(SourceTrace trace) {
        return trace.coverage().lockEvents() > 0;
    }
}
