package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.lockreplay.event.Mode;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.Seen;

/** What the sightings of a cycle's edges say about it: instances, tasks, witnesses. */
record Circle(LockCycle cycle) {

    private List<LockOrderEdge> edges() {
        return cycle.edges();
    }

    /**
     * One first sighting of each edge, all in one trace, whose addresses close the circle; empty if
     * none do.
     */
    List<Witness> closedByInstances() {
        for (int trace : commonTraces()) {
            for (Seen<Nesting> start : in(trace, edges().get(0))) {
                Optional<List<Seen<Nesting>>> around = closedFrom(trace, start);
                if (around.isPresent()) {
                    return around.get().stream().map(Witness::of).toList();
                }
            }
        }
        return List.of();
    }

    /** The sightings to show where no addresses close the circle: of one trace, if there is one. */
    List<Witness> witnesses() {
        SortedSet<Integer> common = commonTraces();
        List<Witness> witnesses = new ArrayList<>();
        for (LockOrderEdge edge : edges()) {
            witnesses.add(
                    Witness.of(common.isEmpty() ? edge.first() : in(common.first(), edge).get(0)));
        }
        return witnesses;
    }

    /** The generic names that hold the circle together without a common address to prove it. */
    SortedSet<String> unprovenJoints(
            Predicate<String> isGeneric, BiPredicate<LockOrderEdge, LockOrderEdge> joined) {
        SortedSet<String> joints = new TreeSet<>();
        for (int i = 0; i < edges().size(); i++) {
            LockOrderEdge out = edges().get(i);
            LockOrderEdge in = edges().get((i + edges().size() - 1) % edges().size());
            if (isGeneric.test(out.outer()) && !meet(in, out) && !joined.test(in, out)) {
                joints.add(out.outer());
            }
        }
        return joints;
    }

    /** Says so if one and the same task did all of it, as far as first sightings tell. */
    Optional<Fact> oneTaskFact() {
        return isOfOneTask() ? Meeting.ONE_TASK.fact() : Optional.empty();
    }

    /** Whether one and the same task did all of it, at process level, in one trace. */
    private boolean isOfOneTask() {
        Set<List<Integer>> tasks = new HashSet<>();
        for (LockOrderEdge edge : edges()) {
            for (Seen<Nesting> seen : edge.sightings()) {
                if (seen.what().tasks() != 1 || seen.what().levels() != 1) {
                    return false;
                }
                tasks.add(Tasks.identity(seen.trace(), seen.what().inner().origin()));
            }
        }
        return tasks.size() == 1;
    }

    /** Follows the addresses edge by edge; each sighting reached knows the one before it. */
    private Optional<List<Seen<Nesting>>> closedFrom(int trace, Seen<Nesting> start) {
        List<Map<Seen<Nesting>, Seen<Nesting>>> reached = new ArrayList<>();
        reached.add(Map.of(start, start));
        for (LockOrderEdge edge : edges().subList(1, edges().size())) {
            Map<Seen<Nesting>, Seen<Nesting>> next = new LinkedHashMap<>();
            for (Seen<Nesting> last : reached.get(reached.size() - 1).keySet()) {
                in(trace, edge).stream()
                        .filter(seen -> follows(last, seen))
                        .forEach(seen -> next.putIfAbsent(seen, last));
            }
            reached.add(next);
        }
        return reached.get(reached.size() - 1).keySet().stream()
                .filter(last -> follows(last, start))
                .findFirst()
                .map(last -> path(reached, last));
    }

    private static List<Seen<Nesting>> path(
            List<Map<Seen<Nesting>, Seen<Nesting>>> reached, Seen<Nesting> last) {
        List<Seen<Nesting>> path = new ArrayList<>();
        Seen<Nesting> at = last;
        for (int i = reached.size() - 1; i >= 0; i--) {
            path.add(at);
            at = reached.get(i).get(at);
        }
        Collections.reverse(path);
        return path;
    }

    private static boolean follows(Seen<Nesting> first, Seen<Nesting> second) {
        return same(first.what().inner(), second.what().outer());
    }

    private static boolean meet(LockOrderEdge in, LockOrderEdge out) {
        for (Seen<Nesting> first : in.sightings()) {
            for (Seen<Nesting> second : out.sightings()) {
                if (first.trace() == second.trace() && follows(first, second)) {
                    return true;
                }
            }
        }
        return false;
    }

    private SortedSet<Integer> commonTraces() {
        SortedSet<Integer> common = new TreeSet<>(edges().get(0).traces());
        edges().forEach(edge -> common.retainAll(edge.traces()));
        return common;
    }

    private static List<Seen<Nesting>> in(int trace, LockOrderEdge edge) {
        return edge.sightings().stream().filter(seen -> seen.trace() == trace).toList();
    }

    private static boolean same(Acquisition some, Acquisition other) {
        return some.address() == other.address()
                && !Mode.hidden(some.mode())
                && !Mode.hidden(other.mode());
    }
}
