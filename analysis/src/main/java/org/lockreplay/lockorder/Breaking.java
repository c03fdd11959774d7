package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;

/**
 * The fewest pairs of locks that have to be taken the other way round for no unguarded circle to be
 * left; of equal sets, the one that was seen least often.
 *
 * <p>Exact for small knots: the smallest set that hits the circles that are known; if some circle
 * avoids it, that one is known from then on, and so on. (A smallest set that breaks all circles
 * leaves none when it is reversed instead of removed: reversing one more edge would else break them
 * as well.) Otherwise the edges that run against a good {@link VertexOrder}.
 */
final class Breaking {

    /** More pairs than this on circles are left to the heuristic. */
    private static final int SMALL = 200;

    private static final long EFFORT = 3_000_000;
    private static final int ROUNDS = 200;

    /** A pair more weighs more than any number of sightings. */
    private static final long PAIR = 1L << 40;

    private static final int NEW = -1;

    private final Map<Integer, Integer> vertices = new HashMap<>();
    private final List<Arc> arcs = new ArrayList<>();
    private final IntFunction<Guards> guards;
    private final List<Arc> pairs = new ArrayList<>();
    private final int[] pairOf;
    private final long[] weights;
    private boolean exact;

    private Breaking(List<Arc> members, IntFunction<Guards> guards, IntToLongFunction counts) {
        this.guards = guards;
        for (Arc arc : members) {
            arcs.add(new Arc(number(arc.from()), number(arc.to()), arc.shared(), arc.recursive()));
        }
        pairOf = new int[arcs.size()];
        long[] seen = new long[arcs.size()];
        long[] keys = arcs.stream().mapToLong(Breaking::key).sorted().distinct().toArray();
        int[] numberOf = new int[keys.length];
        Arrays.fill(numberOf, NEW);
        for (int i = 0; i < arcs.size(); i++) {
            int place = Arrays.binarySearch(keys, key(arcs.get(i)));
            if (numberOf[place] == NEW) {
                numberOf[place] = pairs.size();
                pairs.add(arcs.get(i));
            }
            pairOf[i] = numberOf[place];
            seen[pairOf[i]] += counts.applyAsLong(i);
        }
        weights = new long[pairs.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = PAIR + Math.min(seen[i], PAIR >> 10);
        }
    }

    /**
     * A set of pairs, each as one of its arcs.
     *
     * @param exact no smaller set breaks all circles
     */
    record Result(List<Integer> arcs, boolean exact) {}

    /**
     * @param arcs those of one knot
     * @param circles of it, unguarded ones, as indices of arcs; more are found where needed
     * @param complete whether all circles can be looked for
     */
    static Result of(
            List<Arc> arcs,
            IntFunction<Guards> guards,
            IntToLongFunction counts,
            List<int[]> circles,
            boolean complete) {
        Breaking breaking = new Breaking(arcs, guards, counts);
        BitSet chosen =
                complete && breaking.pairs.size() <= SMALL
                        ? breaking.smallest(circles).orElseGet(breaking::againstOrder)
                        : breaking.againstOrder();
        return new Result(breaking.firstArcs(chosen), breaking.exact);
    }

    private Optional<BitSet> smallest(List<int[]> circles) {
        List<BitSet> known = new ArrayList<>();
        circles.forEach(circle -> known.add(pairsOf(circle, arc -> arc)));
        for (int round = 0; round < ROUNDS; round++) {
            Optional<BitSet> hitting = HittingSet.lightest(known, weights, EFFORT);
            if (hitting.isEmpty()) {
                return hitting;
            }
            List<BitSet> missed = circlesWithout(hitting.get());
            if (missed.isEmpty()) {
                exact = true;
                return hitting;
            }
            known.addAll(missed);
        }
        return Optional.empty();
    }

    /** Unguarded circles that none of these pairs is on. */
    private List<BitSet> circlesWithout(BitSet chosen) {
        List<Arc> left = new ArrayList<>();
        List<Integer> leftFrom = new ArrayList<>();
        for (int i = 0; i < arcs.size(); i++) {
            if (!chosen.get(pairOf[i])) {
                left.add(arcs.get(i));
                leftFrom.add(i);
            }
        }
        StrongCycles found =
                StrongCycles.in(vertices.size(), left, arc -> guards.apply(leftFrom.get(arc)));
        List<BitSet> circles = new ArrayList<>();
        for (int[] circle : found.circles()) {
            Guards held = guards.apply(leftFrom.get(circle[0]));
            for (int arc : circle) {
                held = held.and(guards.apply(leftFrom.get(arc)));
            }
            if (held.guard().isEmpty()) {
                circles.add(pairsOf(circle, leftFrom::get));
            }
        }
        return circles;
    }

    private BitSet pairsOf(int[] circle, IntUnaryOperator arcOf) {
        BitSet set = new BitSet();
        for (int arc : circle) {
            set.set(pairOf[arcOf.applyAsInt(arc)]);
        }
        return set;
    }

    private BitSet againstOrder() {
        int[] from = new int[pairs.size()];
        int[] to = new int[pairs.size()];
        for (int i = 0; i < from.length; i++) {
            from[i] = pairs.get(i).from();
            to[i] = pairs.get(i).to();
        }
        int[] place = VertexOrder.of(vertices.size(), from, to);
        BitSet against = new BitSet();
        for (int i = 0; i < from.length; i++) {
            against.set(i, place[from[i]] > place[to[i]]);
        }
        return against;
    }

    private List<Integer> firstArcs(BitSet chosen) {
        List<Integer> first = new ArrayList<>();
        BitSet left = (BitSet) chosen.clone();
        for (int arc = 0; arc < arcs.size(); arc++) {
            if (left.get(pairOf[arc])) {
                left.clear(pairOf[arc]);
                first.add(arc);
            }
        }
        return first;
    }

    private static long key(Arc arc) {
        return (long) arc.from() << 32 | arc.to();
    }

    private int number(int vertex) {
        Integer known = vertices.putIfAbsent(vertex, vertices.size());
        return known == null ? vertices.size() - 1 : known;
    }
}
