package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.event.Context;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockType.Wait;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.Seen;
import org.lockreplay.summary.SourceTrace;
import org.lockreplay.text.VisibleText;

/**
 * A lock asked for where its kind of waiting is not allowed: {@code wait-context}. A sleeping lock
 * inside a spinning one or an RCU read-side section, or in an interrupt; a spinlock inside a raw
 * one, which only PREEMPT_RT minds. As {@code check_wait_context} in kernel/locking/lockdep.c,
 * Linux 6.1; of later ones the annotations that override what was held ({@link WaitOverrides}).
 *
 * <p>Nothing is said of locks of unknown type. What is taken in hardirq may be a spinlock if the
 * handler is threaded under PREEMPT_RT, which no trace tells, so that is not judged.
 */
final class WaitContextRule implements Rule {

    static final String ID = "wait-context";

    @Override
    public List<Finding> judge(Case judged) {
        LockTypes types = judged.options().types();
        Map<List<String>, List<Seen<Nesting>>> nested = new TreeMap<>(LexicalOrder.OF_LISTS);
        for (Seen<Nesting> seen : forbidden(judged)) {
            Nesting.Key key = seen.what().key();
            if (isJudged(judged, seen, types.of(key.inner()))) {
                nested.computeIfAbsent(List.of(key.outer(), key.inner()), k -> new ArrayList<>())
                        .add(seen);
            }
        }
        Map<String, Seen<InterruptUse>> taken = new TreeMap<>();
        for (Seen<InterruptUse> seen : sleepsInInterrupt(judged)) {
            taken.putIfAbsent(seen.what().lockClass(), seen);
        }
        List<Finding> findings = new ArrayList<>();
        nested.forEach((classes, seen) -> findings.add(inside(judged, classes, seen)));
        taken.forEach((lockClass, seen) -> findings.add(inInterrupt(judged, lockClass, seen)));
        return findings;
    }

    /** What sleeps and was asked for in an interrupt, unless an annotation allows it. */
    private static List<Seen<InterruptUse>> sleepsInInterrupt(Case judged) {
        LockTypes types = judged.options().types();
        List<Seen<InterruptUse>> uses = new ArrayList<>();
        for (Seen<InterruptUse> seen : judged.summary().interruptUses()) {
            if (level(seen.what()) != Context.PROCESS
                    && types.of(seen.what().lockClass()).asks() == Wait.SLEEP) {
                uses.add(seen);
            }
        }
        if (!uses.isEmpty()) {
            WaitOverrides overrides = new WaitOverrides(judged.summary(), types);
            uses.removeIf(seen -> overrides.allow(seen, level(seen.what())));
        }
        return uses;
    }

    /** Of the interrupt in which the lock was asked for, if it was one. */
    private static int level(InterruptUse use) {
        return switch (use.kind()) {
            case IN_HARDIRQ -> Context.HARDIRQ;
            case IN_SOFTIRQ -> Context.SOFTIRQ;
            case HARDIRQS_ON, SOFTIRQS_ON -> Context.PROCESS;
        };
    }

    /** Traces that show a spinlock inside a raw one and do not tell whether that was allowed. */
    static Set<SourceTrace> undated(Case judged) {
        LockTypes types = judged.options().types();
        Set<SourceTrace> undated = new HashSet<>();
        for (Seen<Nesting> seen : forbidden(judged)) {
            if (!isJudged(judged, seen, types.of(seen.what().key().inner()))) {
                undated.add(judged.summary().traceOf(seen));
            }
        }
        return undated;
    }

    /** What waits inside a lock that does not allow it, unless an annotation does. */
    private static List<Seen<Nesting>> forbidden(Case judged) {
        LockTypes types = judged.options().types();
        List<Seen<Nesting>> forbidden = new ArrayList<>();
        for (Seen<Nesting> seen : judged.summary().nestings()) {
            Nesting.Key key = seen.what().key();
            if (!key.innerTry() && types.of(key.outer()).forbids(types.of(key.inner()))) {
                forbidden.add(seen);
            }
        }
        if (!forbidden.isEmpty()) {
            WaitOverrides overrides = new WaitOverrides(judged.summary(), types);
            forbidden.removeIf(overrides::allow);
        }
        return forbidden;
    }

    /**
     * The rule for spinlocks came with Linux 5.8. Flags that tell of bottom halves are of 5.17 or
     * later; others do not tell how old they are.
     */
    private static boolean isJudged(Case judged, Seen<Nesting> seen, LockType inner) {
        return inner.asks() == Wait.SLEEP
                || judged.summary().traceOf(seen).tellsBottomHalves(seen.what().inner().origin());
    }

    private static Finding inside(
            Case judged, List<String> classes, List<Seen<Nesting>> sightings) {
        LockTypes types = judged.options().types();
        String outer = classes.get(0);
        String inner = classes.get(1);
        boolean sleeps = types.of(inner).asks() == Wait.SLEEP;
        List<Evidence> evidence = new ArrayList<>();
        for (Seen<Nesting> seen : sightings) {
            Nesting nesting = seen.what();
            evidence.add(
                    Evidence.nested(
                            judged.path(seen),
                            nesting.outer(),
                            nesting.inner(),
                            nesting.count(),
                            nesting.tasks()));
        }
        boolean generic =
                classes.stream().anyMatch(judged.options().genericNames()::containsOfAnyType);
        List<Fact> facts = new ArrayList<>(known(classes, types));
        if (!sleeps) {
            facts.add(Fact.of("on PREEMPT_RT only, where a " + types.of(inner).name() + " sleeps"));
        }
        if (generic) {
            facts.add(Fact.incomplete("the type rests on a generic name"));
        }
        return new Finding(
                ID,
                sleeps && !generic ? Severity.ERROR : Severity.WARNING,
                Certainty.CLASS,
                classes,
                facts,
                Fingerprint.ofPath(ID, classes),
                "invalid wait context: "
                        + VisibleText.brief(inner)
                        + (sleeps ? ", which sleeps, asked for inside " : " asked for inside ")
                        + VisibleText.brief(outer)
                        + ", where that is not allowed",
                List.of(
                        "Take "
                                + VisibleText.brief(inner)
                                + " first, or let go of "
                                + VisibleText.brief(outer)
                                + " before, or try it and back off."),
                evidence,
                List.of());
    }

    private static Finding inInterrupt(Case judged, String lockClass, Seen<InterruptUse> seen) {
        boolean hardirq = seen.what().kind() == InterruptUse.Kind.IN_HARDIRQ;
        String interrupt = hardirq ? "hardirq" : "softirq";
        boolean generic = judged.options().genericNames().containsOfAnyType(lockClass);
        List<Fact> facts = new ArrayList<>(known(List.of(lockClass), judged.options().types()));
        if (generic) {
            facts.add(Fact.incomplete("the type rests on a generic name"));
        }
        return new Finding(
                ID,
                generic ? Severity.WARNING : Severity.ERROR,
                Certainty.CLASS,
                List.of(lockClass),
                facts,
                "invalid wait context: "
                        + VisibleText.brief(lockClass)
                        + ", which sleeps, asked for in "
                        + interrupt,
                List.of("An interrupt must not sleep: use a spinlock, or leave it to a work item."),
                List.of(
                        Evidence.used(
                                "in-" + interrupt,
                                judged.path(seen),
                                seen.what().lock(),
                                seen.what().seen())));
    }

    private static List<Fact> known(List<String> classes, LockTypes types) {
        return classes.stream()
                .map(lockClass -> Fact.of(lockClass + " is of type " + types.of(lockClass).name()))
                .toList();
    }
}
