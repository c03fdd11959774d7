package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.event.Context;
import org.lockreplay.lockorder.InstanceCycle;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.replay.lock.InstanceView;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.Seen;
import org.lockreplay.summary.SourceTrace;
import org.lockreplay.text.VisibleText;

/**
 * Locks of one class taken in a circle: {@code cycle} with one class. One finding for each class,
 * which shows its worst circle; lockdep is blind to it where the nesting is annotated.
 */
final class InstanceCycleRule implements Rule {

    @Override
    public List<Finding> judge(Case judged) {
        Map<String, Finding> worst = new TreeMap<>();
        Map<String, List<Seen<Nesting>>> nestings = new HashMap<>();
        for (Seen<Nesting> seen : judged.summary().nestings()) {
            if (seen.what().key().outer().equals(seen.what().key().inner())) {
                nestings.computeIfAbsent(seen.what().key().outer(), c -> new ArrayList<>())
                        .add(seen);
            }
        }
        Map<List<Object>, PairsOfClass> pairs = new HashMap<>();
        for (InstanceCycle cycle : judged.instanceCycles()) {
            PairsOfClass seen =
                    pairs.computeIfAbsent(
                            List.of(cycle.trace(), cycle.lockClass()),
                            absent -> pairs(judged, cycle));
            worst.merge(
                    cycle.lockClass(),
                    finding(judged, cycle, seen),
                    (a, b) -> b.severity().compareTo(a.severity()) < 0 ? b : a);
        }
        return worst.values().stream()
                .map(finding -> finding.with(sites(finding, nestings)))
                .toList();
    }

    /** All nestings of the class in itself, also those that are on no circle. */
    private static List<SitePair> sites(
            Finding finding, Map<String, List<Seen<Nesting>>> nestings) {
        return SitePairs.ofSightings(nestings.getOrDefault(finding.classes().get(0), List.of()));
    }

    private static PairsOfClass pairs(Case judged, InstanceCycle cycle) {
        InstanceView view = judged.views().get(cycle.trace());
        return new PairsOfClass(
                view == null ? List.of() : view.of(cycle.lockClass(), cycle.lockClass()));
    }

    private static Finding finding(Case judged, InstanceCycle cycle, PairsOfClass pairs) {
        String lockClass = cycle.lockClass();
        LockTypes types = judged.options().types();
        List<Fact> facts = new ArrayList<>();
        Severity severity = Severity.ERROR;
        if (cycle.guard().isPresent()) {
            facts.add(Fact.guardedBy(cycle.guard().get()));
            severity = Severity.NOTE;
        }
        if (types.of(lockClass).refuses()) {
            facts.add(Fact.of("a " + types.of(lockClass).name() + " refuses what would deadlock"));
            severity = severity.atMost(Severity.WARNING);
        }
        Optional<Fact> apart = tasksApart(judged, cycle, pairs);
        if (cycle.guard().isEmpty() && cycle.guardClass().isPresent()) {
            String guard = cycle.guardClass().get();
            facts.add(Fact.of("each nesting under a " + guard + " of its own"));
            boolean ordered =
                    apart.stream().anyMatch(fact -> fact.meaning() == Fact.Meaning.ORDERED);
            if (ordered || types.of(lockClass).recycled()) {
                facts.add(
                        Fact.incomplete(
                                "only if no lock came to another " + guard + " in between"));
                severity = severity.atMost(Severity.WARNING);
            }
        } else if (cycle.guard().isEmpty() && types.of(lockClass).recycled()) {
            facts.add(
                    Fact.incomplete(
                            "only if no "
                                    + lockClass
                                    + " became another one, or came to another place, in between"));
            severity = severity.atMost(Severity.WARNING);
        }
        if (cycle.guard().isEmpty() && types.of(lockClass).nestedAlone()) {
            facts.add(Fact.incomplete("only if two tasks may nest " + lockClass + " at a time"));
            severity = severity.atMost(Severity.WARNING);
        }
        if (apart.isPresent()) {
            facts.add(apart.get());
            severity = judged.options().tasksAreRoles() ? Severity.NOTE : severity;
        }
        severity = ReaderAssumption.weigh(severity, readers(judged, cycle, types), facts);
        return new Finding(
                CycleRule.ID,
                severity,
                Certainty.INSTANCE,
                List.of(lockClass),
                facts,
                "possible circular locking dependency: "
                        + cycle.nestings().size()
                        + " locks of class "
                        + VisibleText.brief(lockClass)
                        + " nested in a circle",
                advice(cycle),
                evidence(judged, cycle));
    }

    private static List<String> advice(InstanceCycle cycle) {
        return cycle.guard().isPresent()
                ? List.of()
                : List.of(
                        "Locks of one class need an order of their own, by address or by a key of"
                                + " the object; nested annotations hide this circle from lockdep.");
    }

    private static List<ReaderAssumption> readers(
            Case judged, InstanceCycle cycle, LockTypes types) {
        List<InstanceNesting> resting = restingOnReaders(cycle);
        if (resting.isEmpty()) {
            return List.of();
        }
        SourceTrace trace = judged.summary().traces().get(cycle.trace());
        ReaderAssumption.Place least =
                resting.stream()
                        .map(each -> ReaderAssumption.place(each.inner(), trace))
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        return ReaderAssumption.of(cycle.lockClass(), types, least).stream().toList();
    }

    /** The nestings whose inner end is a reader, where it matters whether readers wait. */
    private static List<InstanceNesting> restingOnReaders(InstanceCycle cycle) {
        List<InstanceNesting> nestings = cycle.nestings();
        List<InstanceNesting> resting = new ArrayList<>();
        for (int i = 0; i < nestings.size(); i++) {
            boolean breaks = nestings.get((i + 1) % nestings.size()).outerRead();
            if (breaks && nestings.get(i).innerRead()) {
                resting.add(nestings.get(i));
            }
        }
        return resting;
    }

    /** What keeps the tasks of the circle apart, as a fact. */
    private static Optional<Fact> tasksApart(Case judged, InstanceCycle cycle, PairsOfClass pairs) {
        InstanceView view = judged.views().get(cycle.trace());
        if (view == null) {
            return isOfOneTask(cycle) ? Meeting.ONE_TASK.fact() : Optional.empty();
        }
        List<Meeting.Doers> doers = new ArrayList<>();
        for (InstanceNesting nesting : cycle.nestings()) {
            doers.add(Meeting.Doers.of(pairs.of(nesting)));
        }
        return Meeting.of(doers, view.lives()).fact();
    }

    private static boolean isOfOneTask(InstanceCycle cycle) {
        Set<List<Integer>> tasks = new HashSet<>();
        for (InstanceNesting nesting : cycle.nestings()) {
            int context = nesting.inner().origin().context();
            if (nesting.tasks() != 1 || Context.level(context) != Context.PROCESS) {
                return false;
            }
            tasks.add(Tasks.identity(cycle.trace(), nesting.inner().origin()));
        }
        return tasks.size() == 1;
    }

    private static List<Evidence> evidence(Case judged, InstanceCycle cycle) {
        List<Evidence> evidence = new ArrayList<>();
        for (InstanceNesting nesting : cycle.nestings()) {
            evidence.add(
                    Evidence.nested(
                            judged.path(cycle.trace()),
                            nesting.outer(),
                            nesting.inner(),
                            nesting.count(),
                            nesting.tasks()));
        }
        return evidence;
    }
}
