package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lockreplay.lockorder.LockPath;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.summary.Seen;
import org.lockreplay.text.Excerpt;
import org.lockreplay.text.VisibleText;

/**
 * A lock class taken in interrupt and held with that interrupt on: {@code hardirq-inversion} and
 * {@code softirq-inversion}. The interrupt may come while the lock is held, and wait for it for
 * ever.
 *
 * <p>Either one class is both (two readers excepted), or a strong path leads from a class that is
 * taken in interrupt to one that is held with it on: whoever holds the first and asks for the last
 * waits for a holder whom the interrupt stops, and the interrupt waits for the first. As {@code
 * mark_lock_irq} and {@code check_irq_usage} in kernel/locking/lockdep.c, Linux 6.1.
 */
final class InterruptRule implements Rule {

    private final Interrupt interrupt;

    InterruptRule(Interrupt interrupt) {
        this.interrupt = interrupt;
    }

    @Override
    public List<Finding> judge(Case judged) {
        Inversions inversions = judged.inversions(interrupt);
        Map<String, Finding> clashes = new TreeMap<>();
        Map<String, List<String>> behind = new TreeMap<>();
        for (LockPath path : inversions.paths()) {
            behind.computeIfAbsent(path.from(), c -> new ArrayList<>()).add(path.to());
        }
        for (String lockClass : inversions.clashes()) {
            List<String> inside = behind.getOrDefault(lockClass, List.of());
            clashes.put(lockClass, inconsistent(judged, inversions, lockClass, inside));
        }
        List<Finding> findings = new ArrayList<>(clashes.values());
        for (LockPath path : inversions.paths()) {
            Optional<Finding> part =
                    Optional.ofNullable(clashes.get(path.from()))
                            .or(() -> Optional.ofNullable(clashes.get(path.to())));
            if (part.map(clash -> clash.severity() != Severity.ERROR).orElse(true)) {
                Finding inversion = inversion(judged, inversions, path);
                if (part.isEmpty() || inversion.severity() == Severity.ERROR) {
                    findings.add(inversion);
                }
            }
        }
        return findings;
    }

    private Finding inconsistent(
            Case judged, Inversions inversions, String lockClass, List<String> behind) {
        InversionSearch search = new InversionSearch(judged, inversions, List.of(lockClass));
        Optional<Inversion> proven = search.proven();
        Inversion shown = proven.orElseGet(() -> search.firstSeen(List.of()));
        List<Fact> facts = new ArrayList<>();
        Severity severity = joined(judged, search, List.of(lockClass), proven, facts);
        for (String inner : behind) {
            facts.add(
                    Fact.of(
                            inner
                                    + " is held with "
                                    + interrupt.label()
                                    + "s on too, and taken inside it"));
        }
        return new Finding(
                interrupt.rule(),
                severity,
                proven.isPresent() ? Certainty.INSTANCE : Certainty.CLASS,
                List.of(lockClass),
                facts,
                "inconsistent lock state: "
                        + VisibleText.brief(lockClass)
                        + " is taken in "
                        + interrupt.label()
                        + ", and held with "
                        + interrupt.label()
                        + "s on",
                List.of(advice(lockClass)),
                evidence(judged, shown));
    }

    private Finding inversion(Case judged, Inversions inversions, LockPath path) {
        InversionSearch search = new InversionSearch(judged, inversions, path.classes());
        Optional<Inversion> proven = search.proven();
        Inversion shown = proven.orElseGet(() -> search.firstSeen(path.edges()));
        List<Fact> facts = new ArrayList<>();
        Severity severity = joined(judged, search, path.classes(), proven, facts);
        List<ReaderAssumption> assumptions =
                shown.restingOnReaders().stream()
                        .map(
                                edge ->
                                        ReaderAssumption.of(
                                                edge, judged.options().types(), judged.summary()))
                        .flatMap(Optional::stream)
                        .toList();
        severity = ReaderAssumption.weigh(severity, assumptions, facts);
        return new Finding(
                interrupt.rule(),
                severity,
                proven.isPresent() ? Certainty.INSTANCE : Certainty.CLASS,
                path.classes(),
                facts,
                Fingerprint.ofPath(interrupt.rule(), path.classes()),
                "possible irq lock inversion dependency: "
                        + chain(path.classes())
                        + "; the first is taken in "
                        + interrupt.label()
                        + ", the last is held with "
                        + interrupt.label()
                        + "s on",
                List.of(
                        advice(path.to()),
                        "Or do not ask for it, directly or through others, while "
                                + VisibleText.brief(path.from())
                                + " is held."),
                evidence(judged, shown),
                List.of());
    }

    /** How severe it is that no one lock of each class proves it, with the facts that say so. */
    private static Severity joined(
            Case judged,
            InversionSearch search,
            List<String> classes,
            Optional<Inversion> proven,
            List<Fact> facts) {
        if (proven.isPresent()) {
            return Severity.ERROR;
        }
        List<String> generic = new ArrayList<>();
        for (int place = 0; place < classes.size(); place++) {
            if (judged.options().genericNames().contains(classes.get(place))
                    && !search.joins(place)) {
                generic.add(classes.get(place));
            }
        }
        if (generic.isEmpty()) {
            facts.add(Fact.of(Certainty.BY_CLASSES));
            return Severity.ERROR;
        }
        facts.add(Fact.incomplete("joined only by the generic name " + String.join(", ", generic)));
        return Severity.WARNING;
    }

    private List<Evidence> evidence(Case judged, Inversion inversion) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(use(judged, inversion.in(), "in-" + interrupt.label()));
        for (Inversion.Step step : inversion.steps()) {
            evidence.add(
                    Evidence.nested(
                            judged.path(step.witness().trace()),
                            step.witness().outer(),
                            step.witness().inner(),
                            step.edge().count(),
                            step.edge().tasks()));
        }
        evidence.add(use(judged, inversion.on(), "with-" + interrupt.label() + "s-on"));
        return evidence;
    }

    private static Evidence use(Case judged, Seen<InterruptUse> seen, String how) {
        InterruptUse use = seen.what();
        return Evidence.used(how, judged.path(seen), use.lock(), use.seen());
    }

    private String advice(String lockClass) {
        return VisibleText.brief(lockClass)
                + (interrupt == Interrupt.HARDIRQ
                        ? " needs hard interrupts off wherever it is taken (spin_lock_irqsave)."
                        : " needs softirqs off wherever it is taken (spin_lock_bh).");
    }

    private static String chain(List<String> classes) {
        return Excerpt.of(classes, " -> ");
    }
}
