package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.InstancePair;
import org.lockreplay.replay.lock.InstanceView;

/**
 * Which locks close a circle of classes: a graph whose vertices are the locks, each at its place in
 * the cycle, and whose arcs are the pairs of locks that a second pass saw.
 */
public final class InstanceCircles {

    private static final Comparator<InstanceCircle> UNGUARDED_FIRST =
            Comparator.comparing((InstanceCircle circle) -> circle.guard().isPresent())
                    .thenComparingInt(circle -> circle.pairs().size());

    private final LockCycle cycle;
    private final LockTypes types;
    private final Map<List<Object>, Integer> numbers = new HashMap<>();
    private final List<Arc> arcs = new ArrayList<>();
    private final List<Guards> guards = new ArrayList<>();
    private final List<InstancePair> pairs = new ArrayList<>();

    private InstanceCircles(LockCycle cycle, LockTypes types) {
        this.cycle = cycle;
        this.types = types;
    }

    /**
     * The circles that one trace shows: for every pair on a circle a shortest one, and a shortest
     * unguarded one; unguarded ones first, then short ones, then those that began first.
     */
    public static List<InstanceCircle> of(
            LockCycle cycle, int trace, InstanceView view, LockTypes types) {
        return new InstanceCircles(cycle, types).circles(trace, view);
    }

    /** The pairs of locks that an edge stands for. */
    public static List<InstancePair> pairs(LockOrderEdge edge, InstanceView view, LockTypes types) {
        List<InstancePair> pairs = new ArrayList<>();
        for (InstancePair pair : view.of(edge.outer(), edge.inner())) {
            if (pair.outer().read() == edge.shared()
                    && pair.inner().read() == edge.innerRead()
                    && isRecursive(pair, types) == edge.recursive()) {
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private static boolean isRecursive(InstancePair pair, LockTypes types) {
        return pair.inner().read()
                && types.of(pair.inner().lockClass()).recursive(pair.innerInInterrupt());
    }

    private List<InstanceCircle> circles(int trace, InstanceView view) {
        int length = cycle.edges().size();
        for (int place = 0; place < length; place++) {
            LockOrderEdge edge = cycle.edges().get(place);
            for (InstancePair pair : pairs(edge, view, types)) {
                if (pair.hasIdentity()) {
                    add(trace, place, (place + 1) % length, edge, pair);
                }
            }
        }
        List<InstanceCircle> circles = new ArrayList<>();
        for (int[] circle : StrongCycles.of(numbers.size(), arcs, guards)) {
            circles.add(circle(trace, circle));
        }
        circles.sort(UNGUARDED_FIRST);
        return circles;
    }

    private void add(int trace, int from, int to, LockOrderEdge edge, InstancePair pair) {
        arcs.add(
                new Arc(
                        number(from, pair.outer().address()),
                        number(to, pair.inner().address()),
                        edge.shared(),
                        edge.recursive()));
        guards.add(Guards.of(trace, pair.guards()));
        pairs.add(pair);
    }

    private InstanceCircle circle(int trace, int[] circle) {
        List<InstancePair> around = new ArrayList<>();
        Guards held = guards.get(circle[0]);
        for (int arc : circle) {
            around.add(pairs.get(arc));
            held = held.and(guards.get(arc));
        }
        String begin = cycle.edges().get(0).outer();
        while (!around.get(0).outer().lockClass().equals(begin)) {
            Collections.rotate(around, -1);
        }
        return new InstanceCircle(trace, around, held.guard());
    }

    private int number(int place, long address) {
        return numbers.computeIfAbsent(List.of(place, address), key -> numbers.size());
    }
}
