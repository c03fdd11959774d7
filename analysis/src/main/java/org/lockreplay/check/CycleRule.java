package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.lockreplay.lockorder.Knot;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.text.Excerpt;

/** Lock classes taken in a circle: {@code cycle}. One finding for each circle of classes. */
final class CycleRule implements Rule {

    static final String ID = "cycle";

    /** Among circles of the same classes in different modes the worst is the one that counts. */
    private static final Comparator<Finding> WORST =
            Comparator.comparing(Finding::severity)
                    .thenComparing(Finding::certainty)
                    .thenComparingInt(finding -> finding.known().size())
                    .thenComparing(CycleRule::sightings, Comparator.reverseOrder());

    @Override
    public List<Finding> judge(Case judged) {
        List<Finding> findings = new ArrayList<>();
        for (Tangle tangle : judged.tangles()) {
            for (List<LockCycle> cycles : tangle.shown()) {
                cycles.stream()
                        .map(cycle -> finding(judged, tangle.knot(), cycle))
                        .min(WORST)
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    /** Whether a lock was held over all of a circle, so that nobody asks which locks close it. */
    static boolean isGuarded(Finding circle) {
        return circle.known().stream().anyMatch(fact -> fact.meaning() == Fact.Meaning.GUARDED);
    }

    private static Finding finding(Case judged, Knot knot, LockCycle cycle) {
        Circle circle = new Circle(cycle);
        CircleProof proof = new CircleProof(judged, cycle);
        List<Fact> facts = new ArrayList<>();
        Severity severity = Severity.ERROR;
        boolean onlyGuarded = false;
        Optional<String> guardOfEach = proof.guardOfEach();
        if (cycle.guard().isPresent()) {
            facts.add(Fact.guardedBy(cycle.guard().get()));
            severity = Severity.NOTE;
        } else if (guardOfEach.isPresent()) {
            facts.add(Fact.of("each circle of locks under a " + guardOfEach.get() + " of its own"));
            severity = Severity.WARNING;
        } else {
            onlyGuarded = proof.onlyGuarded();
        }
        Optional<Fact> apart = proof.meeting().map(Meeting::fact).orElseGet(circle::oneTaskFact);
        if (apart.isPresent()) {
            facts.add(apart.get());
            severity = judged.options().tasksAreRoles() ? Severity.NOTE : severity;
        }
        if (proof.unguarded().size() > 1) {
            facts.add(Fact.of("closed by " + proof.unguarded().size() + " circles of locks"));
        }
        List<Witness> locks = onlyGuarded ? List.of() : proof.witnesses();
        if (onlyGuarded) {
            facts.add(Fact.of("by class only: the circles of locks that are known are guarded"));
        } else if (locks.isEmpty()) {
            locks = circle.closedByInstances();
        }
        if (locks.isEmpty() && !onlyGuarded && cycle.guard().isEmpty()) {
            List<Fact> assumptions = assumptions(judged, circle, proof);
            facts.addAll(
                    assumptions.isEmpty() ? List.of(Fact.of(Certainty.BY_CLASSES)) : assumptions);
            severity = assumptions.isEmpty() ? severity : severity.atMost(Severity.WARNING);
        }
        severity =
                ReaderAssumption.weigh(
                        severity,
                        ReaderAssumption.of(cycle, judged.options().types(), judged.summary()),
                        facts);
        Finding finding =
                new Finding(
                        ID,
                        severity,
                        locks.isEmpty() ? Certainty.CLASS : Certainty.INSTANCE,
                        cycle.classes(),
                        facts,
                        "possible circular locking dependency: " + Excerpt.circle(cycle.classes()),
                        CycleAdvice.of(cycle, knot, judged.graph()),
                        evidence(judged, cycle, locks.isEmpty() ? circle.witnesses() : locks));
        return finding.with(sites(judged, cycle));
    }

    /** The nestings of the circle, in whatever modes: those in other modes are no finding apart. */
    private static List<SitePair> sites(Case judged, LockCycle cycle) {
        List<SitePair> sites = new ArrayList<>();
        for (LockOrderEdge step : cycle.edges()) {
            sites.addAll(SitePairs.of(judged.graph().edges(step.outer(), step.inner())));
        }
        return sites;
    }

    /** What must be true for the classes to close a circle that no locks close. */
    private static List<Fact> assumptions(Case judged, Circle circle, CircleProof proof) {
        List<Fact> facts = new ArrayList<>();
        SortedSet<String> joints =
                circle.unprovenJoints(judged.options().genericNames()::contains, proof::joins);
        if (!joints.isEmpty()) {
            facts.add(
                    Fact.incomplete(
                            "joined only by the generic name " + String.join(", ", joints)));
        }
        proof.needsNested()
                .ifPresent(
                        name ->
                                facts.add(
                                        Fact.incomplete(
                                                "only if a "
                                                        + name
                                                        + " taken inside another one is not"
                                                        + " annotated")));
        return facts;
    }

    private static List<Evidence> evidence(Case judged, LockCycle cycle, List<Witness> witnesses) {
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < witnesses.size(); i++) {
            Witness witness = witnesses.get(i);
            LockOrderEdge edge = cycle.edges().get(i % cycle.edges().size());
            evidence.add(
                    Evidence.nested(
                            judged.path(witness.trace()),
                            witness.outer(),
                            witness.inner(),
                            edge.count(),
                            edge.tasks()));
        }
        return evidence;
    }

    private static long sightings(Finding finding) {
        return finding.evidence().stream().mapToLong(Evidence::count).sum();
    }
}
