package org.lockreplay.lockorder;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The lightest set of elements that hits each of some sets: branch and bound, depth first.
 *
 * <p>The bound is a packing: sets without a common element need one element each.
 */
final class HittingSet {

    private final List<BitSet> sets;
    private final long[] weights;
    private long effort;
    private long bestWeight = Long.MAX_VALUE;
    private BitSet best = new BitSet();
    private final BitSet chosen = new BitSet();

    private HittingSet(List<BitSet> sets, long[] weights, long effort) {
        this.sets = sets;
        this.weights = weights;
        this.effort = effort;
    }

    /**
     * @param weights of the elements, positive
     * @param effort how many sets to look at; empty if that is not enough
     */
    static Optional<BitSet> lightest(List<BitSet> sets, long[] weights, long effort) {
        HittingSet search = new HittingSet(sets, weights, effort);
        search.descend(0, new BitSet());
        return search.effort > 0 ? Optional.of(search.best) : Optional.empty();
    }

    /** As deep as the set is large, and each level costs a look at all sets. */
    private void descend(long weight, BitSet excluded) {
        effort -= sets.size() + 1L;
        if (effort <= 0) {
            return;
        }
        BitSet packed = new BitSet();
        long bound = weight;
        BitSet first = null;
        for (BitSet set : sets) {
            if (!set.intersects(chosen)) {
                long least = lightest(set, excluded);
                if (least == Long.MAX_VALUE) {
                    return;
                }
                first = first == null ? set : first;
                if (!set.intersects(packed)) {
                    packed.or(set);
                    bound += least;
                }
            }
        }
        if (bound >= bestWeight) {
            return;
        }
        if (first == null) {
            bestWeight = weight;
            best = (BitSet) chosen.clone();
            return;
        }
        BitSet tried = (BitSet) excluded.clone();
        for (int element = first.nextSetBit(0); element >= 0; ) {
            if (!tried.get(element)) {
                chosen.set(element);
                descend(weight + weights[element], tried);
                chosen.clear(element);
                tried.set(element);
            }
            element = first.nextSetBit(element + 1);
        }
    }

    private long lightest(BitSet set, BitSet excluded) {
        long least = Long.MAX_VALUE;
        for (int element = set.nextSetBit(0); element >= 0; ) {
            if (!excluded.get(element)) {
                least = Math.min(least, weights[element]);
            }
            element = set.nextSetBit(element + 1);
        }
        return least;
    }
}
