package org.lockreplay.lockorder;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A closed strong walk that visits no lock twice, as its arcs, rotated so that the least one stands
 * first; immutable.
 */
final class Walk {

    /** Short ones first, then by arcs. */
    static final Comparator<Walk> BEST_FIRST =
            Comparator.comparingInt(Walk::length).thenComparing(walk -> walk.arcs, Arrays::compare);

    private final int[] arcs;

    Walk(int[] arcs) {
        int least = 0;
        for (int i = 1; i < arcs.length; i++) {
            least = arcs[i] < arcs[least] ? i : least;
        }
        this.arcs = new int[arcs.length];
        System.arraycopy(arcs, least, this.arcs, 0, arcs.length - least);
        System.arraycopy(arcs, 0, this.arcs, arcs.length - least, least);
    }

    int length() {
        return arcs.length;
    }

    int arc(int index) {
        return arcs[index];
    }

    int[] arcs() {
        return arcs.clone();
    }
}
