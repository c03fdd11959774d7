package org.lockreplay.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lockreplay.lockorder.Knot;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.lockorder.LockOrderGraph;
import org.lockreplay.replay.lock.LockInstance;
import org.lockreplay.text.VisibleText;

/** What would break a cycle, in sentences. */
final class CycleAdvice {

    /** So many classes that would do the same are named. */
    private static final int NAMED = 3;

    private CycleAdvice() {}

    static List<String> of(LockCycle cycle, Knot knot, LockOrderGraph graph) {
        List<String> advice = new ArrayList<>();
        if (cycle.guard().isPresent()) {
            return advice;
        }
        oddOneOut(cycle, graph).ifPresent(advice::add);
        nearGuards(cycle).forEach((edge, guards) -> advice.add(nearlyGuarded(guards, edge)));
        advice.addAll(Reordering.sentences(knot));
        advice.add(
                "One order everywhere breaks it, or a trylock that backs off in place of one of"
                        + " the inner locks.");
        return advice;
    }

    /** The edge that is seen less than half as often as the others, in whatever modes. */
    private static Optional<String> oddOneOut(LockCycle cycle, LockOrderGraph graph) {
        long all = 0;
        long least = Long.MAX_VALUE;
        LockOrderEdge odd = cycle.edges().get(0);
        for (LockOrderEdge edge : cycle.edges()) {
            long count = graph.count(edge.outer(), edge.inner());
            all += count;
            odd = count < least ? edge : odd;
            least = Math.min(count, least);
        }
        return 2L * cycle.edges().size() * least <= all
                ? Optional.of(
                        "The odd one out is "
                                + arrow(odd)
                                + " ("
                                + least
                                + " of "
                                + all
                                + " nestings of these pairs): look there first.")
                : Optional.empty();
    }

    private static String nearlyGuarded(List<String> guards, LockOrderEdge edge) {
        boolean one = guards.size() == 1;
        int named = Math.min(NAMED, guards.size());
        List<String> names = new ArrayList<>();
        guards.subList(0, named).forEach(guard -> names.add(VisibleText.brief(guard)));
        String more = named < guards.size() ? " and " + (guards.size() - named) + " more" : "";
        return String.join(", ", names)
                + more
                + (one ? " is" : " are")
                + " held over all of it but "
                + arrow(edge)
                + (one ? ": taken there too, it" : ": any of them, taken there too,")
                + " would break the circle.";
    }

    /** For each edge the lock classes that are held over all others; by the first of these. */
    private static Map<LockOrderEdge, List<String>> nearGuards(LockCycle cycle) {
        Map<String, Integer> heldOver = new TreeMap<>();
        for (LockOrderEdge edge : cycle.edges()) {
            guards(edge).forEach(guard -> heldOver.merge(guard, 1, Integer::sum));
        }
        heldOver.keySet().removeAll(cycle.classes());
        Map<LockOrderEdge, List<String>> near = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> held : heldOver.entrySet()) {
            if (held.getValue() == cycle.edges().size() - 1) {
                cycle.edges().stream()
                        .filter(edge -> !guards(edge).contains(held.getKey()))
                        .findFirst()
                        .ifPresent(
                                edge ->
                                        near.computeIfAbsent(edge, e -> new ArrayList<>())
                                                .add(held.getKey()));
            }
        }
        return near;
    }

    private static Set<String> guards(LockOrderEdge edge) {
        Set<String> guards = new TreeSet<>();
        for (LockInstance guard : edge.first().what().guards()) {
            guards.add(guard.lockClass());
        }
        edge.sightings()
                .forEach(
                        seen ->
                                guards.retainAll(
                                        seen.what().guards().stream()
                                                .map(LockInstance::lockClass)
                                                .toList()));
        return guards;
    }

    private static String arrow(LockOrderEdge edge) {
        return VisibleText.brief(edge.outer()) + " -> " + VisibleText.brief(edge.inner());
    }
}
