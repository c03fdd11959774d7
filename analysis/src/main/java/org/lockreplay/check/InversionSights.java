package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lockreplay.event.Mode;
import org.lockreplay.lockorder.InstanceCircles;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.replay.lock.InstancePair;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.summary.Seen;

/**
 * What traces show along the classes of an inversion: a use in interrupt, nestings from class to
 * class, a use with the interrupt on.
 *
 * <p>A trace that was looked at twice shows every lock, another one the first witness of each kind.
 * Immutable.
 */
final class InversionSights {

    private final Case judged;
    private final Inversions inversions;
    private final List<String> classes;
    private final List<List<LockOrderEdge>> edges = new ArrayList<>();

    InversionSights(Case judged, Inversions inversions, List<String> classes) {
        this.judged = judged;
        this.inversions = inversions;
        this.classes = classes;
        for (int i = 0; i + 1 < classes.size(); i++) {
            edges.add(judged.graph().edges(classes.get(i), classes.get(i + 1)));
        }
    }

    /** How many nestings lead from the first class to the last. */
    int nestings() {
        return edges.size();
    }

    /** The traces that show every part of it. */
    SortedSet<Integer> traces() {
        return traces(0, edges.size() + 1);
    }

    /** The first witnesses of the use in interrupt. */
    List<Seen<InterruptUse>> firstIns() {
        return inversions.usages().get(firstClass()).ins();
    }

    /** The first witnesses of the use with the interrupt on. */
    List<Seen<InterruptUse>> firstOns() {
        return inversions.usages().get(lastClass()).ons();
    }

    /** The uses in interrupt that a trace shows of locks whose address is known. */
    List<Seen<InterruptUse>> ins(int trace) {
        return uses(trace, firstIns(), firstClass(), inversions.interrupt().in());
    }

    /** The same of the uses with the interrupt on. */
    List<Seen<InterruptUse>> ons(int trace) {
        return uses(trace, firstOns(), lastClass(), inversions.interrupt().on());
    }

    /** The nestings in the next class that a trace shows of locks whose addresses are known. */
    List<Inversion.Step> steps(int trace, int place) {
        List<Inversion.Step> steps = new ArrayList<>();
        for (LockOrderEdge edge : edges.get(place)) {
            edge.sightings().stream()
                    .filter(seen -> seen.trace() == trace)
                    .forEach(seen -> steps.add(new Inversion.Step(edge, Witness.of(seen))));
        }
        if (judged.views().containsKey(trace)) {
            for (LockOrderEdge edge : edges.get(place)) {
                for (InstancePair pair :
                        InstanceCircles.pairs(
                                edge, judged.views().get(trace), judged.options().types())) {
                    Witness witness = new Witness(trace, pair.outer(), pair.inner());
                    steps.add(new Inversion.Step(edge, witness));
                }
            }
        }
        steps.removeIf(
                step -> Mode.hidden(step.witness().outer().mode() | step.witness().inner().mode()));
        return steps;
    }

    /**
     * Whether, at the class of this place, some lock at least leads from one witness to the next.
     */
    boolean joins(int place) {
        return classes.size() > 1
                && traces(place, place + 1).stream().anyMatch(trace -> meet(trace, place));
    }

    private boolean meet(int trace, int place) {
        Set<Long> before = new HashSet<>();
        if (place == 0) {
            ins(trace).forEach(in -> before.add(in.what().lock().address()));
        } else {
            steps(trace, place - 1).forEach(s -> before.add(s.witness().inner().address()));
        }
        return place == edges.size()
                ? ons(trace).stream().anyMatch(on -> before.contains(on.what().lock().address()))
                : steps(trace, place).stream()
                        .anyMatch(step -> before.contains(step.witness().outer().address()));
    }

    /** The traces that show all parts from one to another, which count as in {@link #showing}. */
    private SortedSet<Integer> traces(int from, int to) {
        SortedSet<Integer> traces = showing(from);
        for (int part = from + 1; part <= to; part++) {
            traces.retainAll(showing(part));
        }
        return traces;
    }

    /** The traces that show a part: 0 is the use in interrupt, behind the nestings the one on. */
    private SortedSet<Integer> showing(int part) {
        SortedSet<Integer> traces = new TreeSet<>();
        if (part == 0) {
            firstIns().forEach(seen -> traces.add(seen.trace()));
        } else if (part <= edges.size()) {
            edges.get(part - 1).forEach(edge -> traces.addAll(edge.traces()));
        } else {
            firstOns().forEach(seen -> traces.add(seen.trace()));
        }
        return traces;
    }

    /** First witnesses first, and of them writers first. */
    private List<Seen<InterruptUse>> uses(
            int trace, List<Seen<InterruptUse>> firsts, String lockClass, InterruptUse.Kind kind) {
        List<Seen<InterruptUse>> uses = new ArrayList<>();
        firsts.stream().filter(seen -> seen.trace() == trace).forEach(uses::add);
        if (judged.views().containsKey(trace)) {
            judged.views().get(trace).usesOf(lockClass).stream()
                    .filter(use -> use.kind() == kind)
                    .forEach(use -> uses.add(new Seen<>(trace, use)));
        }
        uses.removeIf(seen -> Mode.hidden(seen.what().lock().mode()));
        return uses;
    }

    private String firstClass() {
        return classes.get(0);
    }

    private String lastClass() {
        return classes.get(classes.size() - 1);
    }
}
