package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.replay.lock.LockInstance;
import org.lockreplay.text.VisibleText;

/** What would break a cycle, in sentences. */
final class CycleAdvice {

    private CycleAdvice() {}

    static List<String> of(LockCycle cycle) {
        List<String> advice = new ArrayList<>();
        if (cycle.guard().isPresent()) {
            return advice;
        }
        LockOrderEdge rarest =
                cycle.edges().stream()
                        .min(Comparator.comparingLong(LockOrderEdge::count))
                        .orElseThrow();
        long all = cycle.edges().stream().mapToLong(LockOrderEdge::count).sum();
        boolean stands = cycle.edges().stream().filter(e -> e.count() == rarest.count()).count() == 1;
        if (stands) {
            advice.add(
                    "The odd one out is "
                            + arrow(rarest)
                            + " ("
                            + rarest.count()
                            + " of "
                            + all
                            + " nestings of this circle): look there first.");
        }
        nearGuards(cycle)
                .forEach(
                        (guard, edge) ->
                                advice.add(
                                        VisibleText.brief(guard)
                                                + " is held over all of it but "
                                                + arrow(edge)
                                                + ": taken there too, it would break the circle."));
        advice.add(
                "One order everywhere breaks it, or a trylock that backs off in place of one of"
                        + " the inner locks.");
        return advice;
    }

    /** Lock classes held over every edge but one. */
    private static SortedMap<String, LockOrderEdge> nearGuards(LockCycle cycle) {
        SortedMap<String, LockOrderEdge> near = new TreeMap<>();
        TreeSet<String> all = new TreeSet<>();
        cycle.edges().forEach(edge -> all.addAll(guards(edge)));
        for (String guard : all) {
            List<LockOrderEdge> without =
                    cycle.edges().stream().filter(edge -> !guards(edge).contains(guard)).toList();
            if (without.size() == 1 && !cycle.classes().contains(guard)) {
                near.put(guard, without.get(0));
            }
        }
        return near;
    }

    private static TreeSet<String> guards(LockOrderEdge edge) {
        TreeSet<String> guards = new TreeSet<>();
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
