package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.Seen;
import org.lockreplay.text.VisibleText;

/** Lock classes taken in a circle: {@code cycle}. One finding for each circle of classes. */
final class CycleRule implements Rule {

    static final String ID = "cycle";

    /** Among circles of the same classes in different modes the worst is the one that counts. */
    private static final Comparator<Finding> WORST =
            Comparator.comparing(Finding::severity)
                    .thenComparingInt(finding -> finding.facts().size())
                    .thenComparing(Finding::certainty)
                    .thenComparing(CycleRule::sightings, Comparator.reverseOrder());

    @Override
    public List<Finding> judge(Case judged) {
        Map<List<String>, Finding> worst = new TreeMap<>(LexicalOrder.OF_LISTS);
        for (LockCycle cycle : judged.graph().cycles()) {
            Finding finding = finding(judged, cycle);
            worst.merge(finding.classes(), finding, (a, b) -> WORST.compare(b, a) < 0 ? b : a);
        }
        return List.copyOf(worst.values());
    }

    private static Finding finding(Case judged, LockCycle cycle) {
        Circle circle = new Circle(cycle);
        List<String> facts = new ArrayList<>();
        Severity severity = Severity.ERROR;
        if (cycle.guard().isPresent()) {
            facts.add("guarded by " + cycle.guard().get());
            severity = Severity.NOTE;
        }
        if (circle.isOfOneTask()) {
            facts.add("one task only");
            severity = judged.options().tasksAreRoles() ? Severity.NOTE : severity;
        }
        Optional<List<Seen<Nesting>>> instances = circle.closedByInstances();
        SortedSet<String> joints = circle.unprovenJoints(judged.options().genericNames()::contains);
        if (instances.isEmpty() && !joints.isEmpty()) {
            facts.add("joined only by the generic name " + String.join(", ", joints));
            severity = severity.atMost(Severity.WARNING);
        }
        facts.addAll(readerAssumptions(judged, cycle));
        return new Finding(
                ID,
                severity,
                instances.isPresent() ? Certainty.INSTANCE : Certainty.CLASS,
                cycle.classes(),
                facts,
                "possible circular locking dependency: " + chain(cycle.classes()),
                CycleAdvice.of(cycle, judged.graph()),
                evidence(judged, cycle, instances.orElseGet(circle::witnesses)));
    }

    /** The readers of which the catalogue does not tell whether they wait, where that decides. */
    private static List<String> readerAssumptions(Case judged, LockCycle cycle) {
        List<String> facts = new ArrayList<>();
        List<LockOrderEdge> edges = cycle.edges();
        for (int i = 0; i < edges.size(); i++) {
            LockOrderEdge edge = edges.get(i);
            boolean breaks = edges.get((i + 1) % edges.size()).shared();
            if (breaks && edge.innerRead()) {
                ReaderAssumption.of(edge.inner(), judged.options().types()).ifPresent(facts::add);
            }
        }
        return facts.stream().distinct().toList();
    }

    private static List<Evidence> evidence(
            Case judged, LockCycle cycle, List<Seen<Nesting>> witnesses) {
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < witnesses.size(); i++) {
            Nesting nesting = witnesses.get(i).what();
            LockOrderEdge edge = cycle.edges().get(i);
            evidence.add(
                    Evidence.nested(
                            judged.path(witnesses.get(i)),
                            nesting.outer(),
                            nesting.inner(),
                            edge.count(),
                            edge.tasks()));
        }
        return evidence;
    }

    private static long sightings(Finding finding) {
        return finding.evidence().stream().mapToLong(Evidence::count).sum();
    }

    private static String chain(List<String> classes) {
        StringBuilder chain = new StringBuilder();
        classes.forEach(name -> chain.append(VisibleText.brief(name)).append(" -> "));
        return chain.append(VisibleText.brief(classes.get(0))).toString();
    }
}
