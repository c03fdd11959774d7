package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.lockorder.LockPath;
import org.lockreplay.lockorder.StrongPaths;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.summary.Seen;
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

    static final String HARDIRQ = "hardirq-inversion";
    static final String SOFTIRQ = "softirq-inversion";

    private final String id;
    private final String interrupt;
    private final InterruptUse.Kind in;
    private final InterruptUse.Kind on;

    private InterruptRule(String id, String interrupt, InterruptUse.Kind in, InterruptUse.Kind on) {
        this.id = id;
        this.interrupt = interrupt;
        this.in = in;
        this.on = on;
    }

    static InterruptRule hardirq() {
        return new InterruptRule(
                HARDIRQ, "hardirq", InterruptUse.Kind.IN_HARDIRQ, InterruptUse.Kind.HARDIRQS_ON);
    }

    static InterruptRule softirq() {
        return new InterruptRule(
                SOFTIRQ, "softirq", InterruptUse.Kind.IN_SOFTIRQ, InterruptUse.Kind.SOFTIRQS_ON);
    }

    @Override
    public List<Finding> judge(Case judged) {
        LockTypes types = judged.options().types();
        Map<String, InterruptUsage> usages =
                InterruptUsage.of(judged.summary().interruptUses(), in, on);
        usages.keySet().removeIf(lockClass -> !types.of(lockClass).checked());
        Map<String, InterruptUsage.Clash> clashes = new TreeMap<>();
        usages.forEach(
                (lockClass, usage) ->
                        usage.clash().ifPresent(clash -> clashes.put(lockClass, clash)));
        Map<String, List<String>> behind = new TreeMap<>();
        List<Finding> findings = new ArrayList<>();
        for (LockPath path : paths(judged, usages)) {
            if (clashes.containsKey(path.from())) {
                behind.computeIfAbsent(path.from(), c -> new ArrayList<>()).add(path.to());
            } else if (!clashes.containsKey(path.to())) {
                findings.add(inversion(judged, path, usages));
            }
        }
        clashes.forEach(
                (lockClass, clash) ->
                        findings.add(
                                inconsistent(
                                        judged,
                                        lockClass,
                                        clash,
                                        behind.getOrDefault(lockClass, List.of()))));
        return findings;
    }

    /** The shortest paths, without those that begin or end with another one. */
    private static List<LockPath> paths(Case judged, Map<String, InterruptUsage> usages) {
        LockTypes types = judged.options().types();
        if (usages.values().stream().noneMatch(InterruptUsage::isIn)
                || usages.values().stream().noneMatch(InterruptUsage::isOn)) {
            return List.of();
        }
        StrongPaths search = judged.graph().paths(lockClass -> !types.of(lockClass).perCpu());
        StrongPaths.End end =
                (lockClass, recursive) -> {
                    InterruptUsage usage = usages.get(lockClass);
                    return usage != null && (recursive ? usage.isOnByWriters() : usage.isOn());
                };
        Map<List<String>, LockPath> found = new TreeMap<>(LexicalOrder.OF_LISTS);
        usages.forEach(
                (lockClass, usage) -> {
                    if (usage.isIn() && !types.of(lockClass).perCpu()) {
                        search.from(lockClass, usage.inByWriters().isEmpty(), end)
                                .forEach((to, path) -> found.put(List.of(lockClass, to), path));
                    }
                });
        List<LockPath> shortest = new ArrayList<>();
        for (LockPath path : found.values()) {
            List<String> classes = path.classes();
            boolean composed =
                    classes.subList(1, classes.size() - 1).stream()
                            .anyMatch(
                                    between ->
                                            found.containsKey(List.of(path.from(), between))
                                                    || found.containsKey(
                                                            List.of(between, path.to())));
            if (!composed) {
                shortest.add(path);
            }
        }
        shortest.sort(Comparator.comparingInt(path -> path.edges().size()));
        return shortest;
    }

    private Finding inconsistent(
            Case judged, String lockClass, InterruptUsage.Clash clash, List<String> behind) {
        List<String> facts = new ArrayList<>();
        Severity severity = Severity.ERROR;
        if (!clash.isOfOneInstance() && judged.options().genericNames().contains(lockClass)) {
            facts.add("incomplete: joined only by the generic name " + lockClass);
            severity = Severity.WARNING;
        }
        for (String inner : behind) {
            facts.add(inner + " is held with " + interrupt + "s on too, and taken inside it");
        }
        return new Finding(
                id,
                severity,
                clash.isOfOneInstance() ? Certainty.INSTANCE : Certainty.CLASS,
                List.of(lockClass),
                facts,
                "inconsistent lock state: "
                        + VisibleText.brief(lockClass)
                        + " is taken in "
                        + interrupt
                        + ", and held with "
                        + interrupt
                        + "s on",
                List.of(advice(lockClass)),
                List.of(use(judged, clash.in(), "in-"), use(judged, clash.on(), "with-")));
    }

    private Finding inversion(Case judged, LockPath path, Map<String, InterruptUsage> usages) {
        InterruptUsage from = usages.get(path.from());
        InterruptUsage to = usages.get(path.to());
        Seen<InterruptUse> taken = first(from.inByWriters(), from.inByReaders());
        Seen<InterruptUse> held = first(to.onByWriters(), to.onByReaders());
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(use(judged, taken, "in-"));
        for (LockOrderEdge edge : path.edges()) {
            evidence.add(
                    Evidence.nested(
                            judged.path(edge.first()),
                            edge.first().what().outer(),
                            edge.first().what().inner(),
                            edge.count(),
                            edge.tasks()));
        }
        evidence.add(use(judged, held, "with-"));
        List<String> facts = new ArrayList<>();
        List<String> joints = joints(taken, path, held);
        List<String> unproven =
                joints.stream().filter(judged.options().genericNames()::contains).toList();
        if (!unproven.isEmpty()) {
            facts.add("incomplete: joined only by the generic name " + String.join(", ", unproven));
        }
        facts.addAll(assumptions(judged, path, to.onByWriters().isEmpty()));
        return new Finding(
                id,
                unproven.isEmpty() ? Severity.ERROR : Severity.WARNING,
                joints.isEmpty() ? Certainty.INSTANCE : Certainty.CLASS,
                path.classes(),
                facts,
                Fingerprint.ofPath(id, path.classes()),
                "possible irq lock inversion dependency: "
                        + chain(path.classes())
                        + "; the first is taken in "
                        + interrupt
                        + ", the last is held with "
                        + interrupt
                        + "s on",
                List.of(
                        advice(path.to()),
                        "Or do not ask for it, directly or through others, while "
                                + VisibleText.brief(path.from())
                                + " is held."),
                evidence);
    }

    /** The classes at which two witnesses of the path do not show the same lock. */
    private static List<String> joints(
            Seen<InterruptUse> taken, LockPath path, Seen<InterruptUse> held) {
        List<String> joints = new ArrayList<>();
        int trace = taken.trace();
        Acquisition before = taken.what().lock();
        for (LockOrderEdge edge : path.edges()) {
            Acquisition outer = edge.first().what().outer();
            if (trace != edge.first().trace() || !Instances.same(before, outer)) {
                joints.add(edge.outer());
            }
            trace = edge.first().trace();
            before = edge.first().what().inner();
        }
        if (trace != held.trace() || !Instances.same(before, held.what().lock())) {
            joints.add(path.to());
        }
        return joints;
    }

    /** Where the path rests on a reader that waits, and nothing says that it does. */
    private static List<String> assumptions(Case judged, LockPath path, boolean lastDecides) {
        List<String> facts = new ArrayList<>();
        List<LockOrderEdge> edges = path.edges();
        for (int i = 0; i < edges.size(); i++) {
            boolean decides = i + 1 < edges.size() ? edges.get(i + 1).shared() : lastDecides;
            if (decides && edges.get(i).innerRead()) {
                ReaderAssumption.of(edges.get(i).inner(), judged.options().types())
                        .ifPresent(facts::add);
            }
        }
        return facts.stream().distinct().toList();
    }

    private String advice(String lockClass) {
        return VisibleText.brief(lockClass)
                + (on == InterruptUse.Kind.HARDIRQS_ON
                        ? " needs hard interrupts off wherever it is taken (spin_lock_irqsave)."
                        : " needs softirqs off wherever it is taken (spin_lock_bh).");
    }

    private Evidence use(Case judged, Seen<InterruptUse> seen, String how) {
        InterruptUse use = seen.what();
        return Evidence.used(
                how.equals("in-") ? "in-" + interrupt : "with-" + interrupt + "s-on",
                judged.path(seen),
                use.lock(),
                use.seen());
    }

    private static Seen<InterruptUse> first(
            List<Seen<InterruptUse>> preferred, List<Seen<InterruptUse>> others) {
        return Optional.of(preferred).filter(list -> !list.isEmpty()).orElse(others).get(0);
    }

    private static String chain(List<String> classes) {
        return String.join(" -> ", classes.stream().map(VisibleText::brief).toList());
    }
}
