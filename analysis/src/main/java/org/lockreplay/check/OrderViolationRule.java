package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.text.VisibleText;

/**
 * A nesting against a declared order: {@code order-violation}. One finding for each pair of
 * classes; a trylock does not wait and violates nothing.
 */
final class OrderViolationRule implements Rule {

    static final String ID = "order-violation";

    @Override
    public List<Finding> judge(Case judged) {
        if (judged.options().order().isEmpty()) {
            return List.of();
        }
        DeclaredOrder order = judged.options().order().get();
        Map<List<String>, List<LockOrderEdge>> pairs = new TreeMap<>(LexicalOrder.OF_LISTS);
        for (LockOrderEdge edge : judged.graph().edges()) {
            if (order.forbids(edge.outer(), edge.inner()) && !judgedElsewhere(judged, edge)) {
                pairs.computeIfAbsent(
                                List.of(edge.outer(), edge.inner()), pair -> new ArrayList<>())
                        .add(edge);
            }
        }
        List<Finding> findings = new ArrayList<>();
        pairs.forEach((pair, edges) -> findings.add(finding(judged, order, pair, edges)));
        return findings;
    }

    /** Whether {@code mpx-order} has it. */
    private static boolean judgedElsewhere(Case judged, LockOrderEdge edge) {
        boolean has = judged.options().mpx().filter(mpx -> mpx.has(Invariant.M10)).isPresent();
        if (!has) {
            return false;
        }
        LockAliases aliases = LockAliases.shipped();
        return aliases.apply(edge.outer()).equals(LockAliases.MMAP_SEM)
                && aliases.apply(edge.inner()).equals(LockAliases.BD_SEM);
    }

    private static Finding finding(
            Case judged, DeclaredOrder order, List<String> pair, List<LockOrderEdge> edges) {
        List<Evidence> evidence = new ArrayList<>();
        for (LockOrderEdge edge : edges) {
            Nesting first = edge.first().what();
            evidence.add(
                    Evidence.nested(
                            judged.path(edge.first()),
                            first.outer(),
                            first.inner(),
                            edge.count(),
                            edge.tasks()));
        }
        return new Finding(
                ID,
                Severity.ERROR,
                Certainty.CLASS,
                pair,
                List.of(Fact.of("declared by " + order.name())),
                "lock order violated: "
                        + VisibleText.brief(pair.get(1))
                        + " taken inside "
                        + VisibleText.brief(pair.get(0))
                        + ", which "
                        + order.name()
                        + " wants the other way round",
                List.of(),
                evidence);
    }
}
