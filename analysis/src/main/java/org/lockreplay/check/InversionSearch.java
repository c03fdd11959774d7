package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.lockreplay.event.Mode;
import org.lockreplay.lockorder.InstanceCircles;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.ClassPair;
import org.lockreplay.replay.lock.InstancePair;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.summary.Seen;

/**
 * Looks along the classes of an inversion for witnesses that show one and the same lock of each.
 *
 * <p>A trace that was looked at twice shows every lock, another one the first witness of each kind.
 * The locks are followed from class to class, in all modes of the nestings, as {@link
 * org.lockreplay.lockorder.StrongPaths} follows the classes: what comes after a recursive reader
 * leaves by a writer. Cost: linear in the witnesses.
 */
final class InversionSearch {

    private final Case judged;
    private final Inversions inversions;
    private final List<String> classes;
    private final List<List<LockOrderEdge>> edges = new ArrayList<>();
    private final SortedSet<Integer> traces = new TreeSet<>();

    /** A lock that was reached, and whether by a recursive reader. */
    private record Reached(long address, boolean reader) {}

    /** What led to a lock: a use in interrupt, and steps from there. */
    private record Trail(Seen<InterruptUse> in, List<Inversion.Step> steps) {

        Trail then(Inversion.Step step) {
            List<Inversion.Step> longer = new ArrayList<>(steps);
            longer.add(step);
            return new Trail(in, longer);
        }
    }

    /**
     * @param classes from the one that is taken in interrupt to the one that is held with it on;
     *     one alone if it is both
     */
    InversionSearch(Case judged, Inversions inversions, List<String> classes) {
        this.judged = judged;
        this.inversions = inversions;
        this.classes = classes;
        first().ins().forEach(seen -> traces.add(seen.trace()));
        retain(last().ons());
        for (int i = 0; i + 1 < classes.size(); i++) {
            List<LockOrderEdge> between = judged.graph().edges(classes.get(i), classes.get(i + 1));
            edges.add(between);
            Set<Integer> showing = new HashSet<>();
            between.forEach(edge -> showing.addAll(edge.traces()));
            traces.retainAll(showing);
        }
    }

    /** All that no known witnesses of one lock each prove. */
    static List<InversionSearch> unproven(Case judged) {
        return judged.inversions().stream()
                .flatMap(
                        inversions ->
                                inversions.all().stream()
                                        .map(of -> new InversionSearch(judged, inversions, of)))
                .filter(search -> search.proven().isEmpty())
                .toList();
    }

    /** The id of the findings that it is about. */
    String rule() {
        return inversions.interrupt().rule();
    }

    /** The traces that show every part of it, and so can prove it. */
    SortedSet<Integer> traces() {
        return traces;
    }

    /** Adds what a second look at such a trace is to keep. */
    void want(Set<ClassPair> nestings, Set<String> uses) {
        uses.add(classes.get(0));
        uses.add(classes.get(classes.size() - 1));
        for (int i = 0; i + 1 < classes.size(); i++) {
            nestings.add(new ClassPair(classes.get(i), classes.get(i + 1)));
        }
    }

    /** The witnesses in one trace that show one lock of each class, if any do. */
    Optional<Inversion> proven() {
        return traces.stream().map(this::proven).flatMap(Optional::stream).findFirst();
    }

    /**
     * The first witnesses, all in one trace if there is one that has them.
     *
     * @param path the dependencies between the classes
     */
    Inversion firstSeen(List<LockOrderEdge> path) {
        return traces.stream()
                .map(trace -> firstSeen(path, seen -> seen.trace() == trace))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> firstSeen(path, seen -> true))
                .orElseThrow();
    }

    /** Those among some; empty if one is missing, or if readers alone would have to wait. */
    private Optional<Inversion> firstSeen(List<LockOrderEdge> path, Predicate<Seen<?>> among) {
        List<Inversion.Step> steps = new ArrayList<>();
        for (LockOrderEdge edge : path) {
            edge.sightings().stream()
                    .filter(among)
                    .findFirst()
                    .ifPresent(seen -> steps.add(new Inversion.Step(edge, Witness.of(seen))));
        }
        boolean one = path.isEmpty();
        boolean writerIn = !one && path.get(0).shared();
        boolean writerOn = !one && path.get(path.size() - 1).recursive();
        List<Seen<InterruptUse>> ons = last().ons().stream().filter(among).toList();
        for (Seen<InterruptUse> in : first().ins().stream().filter(among).toList()) {
            for (Seen<InterruptUse> on : ons) {
                boolean waits =
                        !(in.what().read() && (writerIn || one && on.what().read()))
                                && !(on.what().read() && writerOn);
                if (waits && steps.size() == path.size()) {
                    return Optional.of(new Inversion(in, steps, on));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Whether, at the class of this place, some lock at least leads from one witness to the next.
     */
    boolean joins(int place) {
        return classes.size() > 1 && traces(place).stream().anyMatch(trace -> meet(trace, place));
    }

    private Optional<Inversion> proven(int trace) {
        Map<Reached, Trail> reached = new LinkedHashMap<>();
        for (Seen<InterruptUse> in : ins(trace)) {
            Acquisition lock = in.what().lock();
            reached.putIfAbsent(new Reached(lock.address(), lock.read()), new Trail(in, List.of()));
        }
        for (int place = 0; place < edges.size(); place++) {
            Map<Reached, Trail> next = new LinkedHashMap<>();
            Map<Long, List<Inversion.Step>> steps = byOuter(steps(trace, place));
            reached.forEach((at, trail) -> follow(at, trail, steps, next));
            reached = next;
        }
        for (Seen<InterruptUse> on : ons(trace)) {
            Acquisition lock = on.what().lock();
            Trail trail = reached.get(new Reached(lock.address(), false));
            if (trail == null && !lock.read()) {
                trail = reached.get(new Reached(lock.address(), true));
            }
            if (trail != null) {
                return Optional.of(new Inversion(trail.in(), trail.steps(), on));
            }
        }
        return Optional.empty();
    }

    private static void follow(
            Reached at,
            Trail trail,
            Map<Long, List<Inversion.Step>> steps,
            Map<Reached, Trail> next) {
        for (Inversion.Step step : steps.getOrDefault(at.address(), List.of())) {
            Reached then = new Reached(step.witness().inner().address(), step.edge().recursive());
            if (!(at.reader() && step.edge().shared()) && !next.containsKey(then)) {
                next.put(then, trail.then(step));
            }
        }
    }

    private static Map<Long, List<Inversion.Step>> byOuter(List<Inversion.Step> steps) {
        Map<Long, List<Inversion.Step>> byOuter = new HashMap<>();
        for (Inversion.Step step : steps) {
            byOuter.computeIfAbsent(step.witness().outer().address(), k -> new ArrayList<>())
                    .add(step);
        }
        return byOuter;
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

    /** The traces that show something on both sides of a place. */
    private Set<Integer> traces(int place) {
        Set<Integer> both = new TreeSet<>();
        if (place == 0) {
            first().ins().forEach(seen -> both.add(seen.trace()));
        } else {
            edges.get(place - 1).forEach(edge -> both.addAll(edge.traces()));
        }
        Set<Integer> after = new HashSet<>();
        if (place == edges.size()) {
            last().ons().forEach(seen -> after.add(seen.trace()));
        } else {
            edges.get(place).forEach(edge -> after.addAll(edge.traces()));
        }
        both.retainAll(after);
        return both;
    }

    private List<Seen<InterruptUse>> ins(int trace) {
        return uses(trace, first().ins(), classes.get(0), inversions.interrupt().in());
    }

    private List<Seen<InterruptUse>> ons(int trace) {
        String held = classes.get(classes.size() - 1);
        return uses(trace, last().ons(), held, inversions.interrupt().on());
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

    private List<Inversion.Step> steps(int trace, int place) {
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

    private void retain(Collection<Seen<InterruptUse>> uses) {
        Set<Integer> showing = new HashSet<>();
        uses.forEach(seen -> showing.add(seen.trace()));
        traces.retainAll(showing);
    }

    private InterruptUsage first() {
        return inversions.usages().get(classes.get(0));
    }

    private InterruptUsage last() {
        return inversions.usages().get(classes.get(classes.size() - 1));
    }
}
