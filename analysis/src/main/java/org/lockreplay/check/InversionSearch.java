package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.ClassPair;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.summary.Seen;

/**
 * Looks along the classes of an inversion for witnesses that show one and the same lock of each.
 *
 * <p>The locks that {@link InversionSights} has are followed from class to class, in all modes of
 * the nestings, as {@link org.lockreplay.lockorder.StrongPaths} follows the classes: what comes
 * after a recursive reader leaves by a writer. Cost: linear in the witnesses.
 */
final class InversionSearch {

    private final String rule;
    private final List<String> classes;
    private final InversionSights sights;
    private final SortedSet<Integer> traces;

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
        rule = inversions.interrupt().rule();
        this.classes = classes;
        sights = new InversionSights(judged, inversions, classes);
        traces = sights.traces();
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
        return rule;
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
        List<Seen<InterruptUse>> ons = sights.firstOns().stream().filter(among).toList();
        for (Seen<InterruptUse> in : sights.firstIns().stream().filter(among).toList()) {
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
        return sights.joins(place);
    }

    private Optional<Inversion> proven(int trace) {
        Map<Reached, Trail> reached = new LinkedHashMap<>();
        for (Seen<InterruptUse> in : sights.ins(trace)) {
            Acquisition lock = in.what().lock();
            reached.putIfAbsent(new Reached(lock.address(), lock.read()), new Trail(in, List.of()));
        }
        for (int place = 0; place < sights.nestings(); place++) {
            Map<Reached, Trail> next = new LinkedHashMap<>();
            Map<Long, List<Inversion.Step>> steps = byOuter(sights.steps(trace, place));
            reached.forEach((at, trail) -> follow(at, trail, steps, next));
            reached = next;
        }
        for (Seen<InterruptUse> on : sights.ons(trace)) {
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
}
