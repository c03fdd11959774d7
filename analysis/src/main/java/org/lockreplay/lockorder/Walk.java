package org.lockreplay.lockorder;

import java.util.Arrays;
import java.util.Comparator;

/** A closed strong walk as its arcs, rotated so that the least arc stands first; immutable. */
final class Walk {

    /** Best first: simple ones, then short ones, then by arcs. */
    static final Comparator<Walk> BEST_FIRST =
            Comparator.comparing(Walk::isSimple, Comparator.reverseOrder())
                    .thenComparingInt(Walk::length)
                    .thenComparing(walk -> walk.arcs, Arrays::compare);

    private final int[] arcs;
    private final boolean simple;

    /**
     * @param simple no lock is visited twice
     */
    Walk(int[] arcs, boolean simple) {
        int least = 0;
        for (int i = 1; i < arcs.length; i++) {
            least = arcs[i] < arcs[least] ? i : least;
        }
        this.arcs = new int[arcs.length];
        System.arraycopy(arcs, least, this.arcs, 0, arcs.length - least);
        System.arraycopy(arcs, 0, this.arcs, arcs.length - least, least);
        this.simple = simple;
    }

    int length() {
        return arcs.length;
    }

    int arc(int index) {
        return arcs[index];
    }

    boolean isSimple() {
        return simple;
    }

    int[] arcs() {
        return arcs.clone();
    }
}
