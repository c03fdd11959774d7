package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.lockorder.InstanceCircle;
import org.lockreplay.lockorder.InstanceCircles;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.InstancePair;
import org.lockreplay.replay.lock.InstanceView;
import org.lockreplay.replay.lock.LockInstance;

/** What the second pass over the traces says of a circle of classes: which locks, which tasks. */
final class CircleProof {

    private final LockCycle cycle;
    private final LockTypes types;
    private final Map<Integer, InstanceView> views;
    private final List<InstanceCircle> circles = new ArrayList<>();
    private final Optional<InstanceCircle> best;

    CircleProof(Case judged, LockCycle cycle) {
        this.cycle = cycle;
        this.types = judged.options().types();
        this.views = cycle.guard().isPresent() ? Map.of() : judged.views(); // never asked for
        views.forEach(
                (trace, view) -> circles.addAll(InstanceCircles.of(cycle, trace, view, types)));
        best = best();
    }

    /** The circles of locks over which nothing was held. */
    List<InstanceCircle> unguarded() {
        return circles.stream().filter(circle -> circle.guard().isEmpty()).toList();
    }

    /** Whether locks close the circle, and something was held over it each time. */
    boolean onlyGuarded() {
        return !circles.isEmpty() && unguarded().isEmpty();
    }

    /**
     * The class of which every circle of locks had a lock of its own held over it, as the parts of
     * an object under the lock of that object: none of these classes' locks was seen nested under
     * two locks of it, or under none.
     */
    Optional<String> guardOfEach() {
        Set<String> guards = new HashSet<>();
        circles.forEach(circle -> guards.add(circle.guard().orElse("")));
        return guards.size() == 1
                ? circles.get(0).guard().filter(this::hasPartsOfItsOwn)
                : Optional.empty();
    }

    private boolean hasPartsOfItsOwn(String guardClass) {
        for (InstanceView view : views.values()) {
            Map<LockInstance, Set<LockInstance>> owners = new HashMap<>();
            for (LockOrderEdge edge : cycle.edges()) {
                for (InstancePair pair : identified(view.of(edge.outer(), edge.inner()))) {
                    List<LockInstance> held =
                            pair.guards().stream()
                                    .filter(guard -> guard.lockClass().equals(guardClass))
                                    .toList();
                    for (Acquisition part : List.of(pair.outer(), pair.inner())) {
                        LockInstance lock = new LockInstance(part.lockClass(), part.address());
                        owners.computeIfAbsent(lock, absent -> new HashSet<>(held)).retainAll(held);
                    }
                }
            }
            if (owners.values().stream().anyMatch(Set::isEmpty)) {
                return false;
            }
        }
        return true;
    }

    /** The circle to show: one whose tasks could have met, if there is one. */
    private Optional<InstanceCircle> best() {
        List<InstanceCircle> unguarded = unguarded();
        List<InstanceCircle> candidates = unguarded.isEmpty() ? circles : unguarded;
        return candidates.stream()
                .filter(circle -> meeting(circle) == Meeting.POSSIBLE)
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    /** The circle to show; empty if no locks close one. */
    List<Witness> witnesses() {
        List<Witness> witnesses = new ArrayList<>();
        for (InstanceCircle circle : best.stream().toList()) {
            for (InstancePair pair : circle.pairs()) {
                witnesses.add(new Witness(circle.trace(), pair.outer(), pair.inner()));
            }
        }
        return witnesses;
    }

    /** Whether the tasks could have met; empty if the trace was not looked at twice. */
    Optional<Meeting> meeting() {
        if (best.isPresent()) {
            return best.map(this::meeting);
        }
        Set<Integer> traces = new HashSet<>();
        cycle.edges().forEach(edge -> traces.addAll(edge.traces()));
        if (traces.size() != 1 || !views.keySet().containsAll(traces)) {
            return Optional.empty();
        }
        InstanceView view = views.get(traces.iterator().next());
        List<Meeting.Doers> doers = new ArrayList<>();
        for (LockOrderEdge edge : cycle.edges()) {
            List<InstancePair> pairs = pairs(view, edge);
            if (pairs.isEmpty()) {
                return Optional.empty();
            }
            doers.add(Meeting.Doers.of(pairs));
        }
        return Optional.of(Meeting.of(doers, view.lives()));
    }

    /** Whether an address joins two edges of the cycle that follow each other. */
    boolean joins(LockOrderEdge in, LockOrderEdge out) {
        for (InstanceView view : views.values()) {
            Set<Long> reached = new HashSet<>();
            pairs(view, in).forEach(pair -> reached.add(pair.inner().address()));
            if (pairs(view, out).stream()
                    .anyMatch(pair -> reached.contains(pair.outer().address()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The class at which the circle only closes if a lock that was taken inside another one of its
     * class counts as that class, which an annotation would deny; empty if it closes anyhow, or if
     * that is not known of all traces.
     */
    Optional<String> needsNested() {
        List<LockOrderEdge> edges = cycle.edges();
        List<Set<List<Boolean>>> kinds = new ArrayList<>();
        for (LockOrderEdge edge : edges) {
            if (!views.keySet().containsAll(edge.traces())) {
                return Optional.empty();
            }
            Set<List<Boolean>> kind = new HashSet<>();
            for (InstanceView view : views.values()) {
                for (InstancePair pair : InstanceCircles.pairs(edge, view, types)) {
                    kind.add(List.of(pair.outerNested(), pair.innerNested()));
                }
            }
            kinds.add(kind);
        }
        if (closes(kinds, true) || closes(kinds, false)) {
            return Optional.empty();
        }
        for (int i = 0; i < edges.size(); i++) {
            Set<Boolean> reached = column(kinds.get((i + edges.size() - 1) % edges.size()), 1);
            reached.retainAll(column(kinds.get(i), 0));
            if (reached.isEmpty()) {
                return Optional.of(edges.get(i).outer());
            }
        }
        return Optional.of(edges.get(0).outer());
    }

    /** Whether a walk round the cycle comes back to the kind of lock that it began with. */
    private static boolean closes(List<Set<List<Boolean>>> kinds, boolean start) {
        Set<Boolean> reached = Set.of(start);
        for (Set<List<Boolean>> kind : kinds) {
            Set<Boolean> next = new HashSet<>();
            for (List<Boolean> step : kind) {
                if (reached.contains(step.get(0))) {
                    next.add(step.get(1));
                }
            }
            reached = next;
        }
        return reached.contains(start);
    }

    private static Set<Boolean> column(Set<List<Boolean>> kind, int column) {
        Set<Boolean> values = new HashSet<>();
        kind.forEach(step -> values.add(step.get(column)));
        return values;
    }

    private List<InstancePair> pairs(InstanceView view, LockOrderEdge edge) {
        return identified(InstanceCircles.pairs(edge, view, types));
    }

    private static List<InstancePair> identified(List<InstancePair> pairs) {
        return pairs.stream().filter(InstancePair::hasIdentity).toList();
    }

    Meeting meeting(InstanceCircle circle) {
        List<Meeting.Doers> doers = new ArrayList<>();
        circle.pairs().forEach(pair -> doers.add(Meeting.Doers.of(List.of(pair))));
        return Meeting.of(doers, views.get(circle.trace()).lives());
    }
}
