package org.lockreplay.lockorder;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A closed strong walk as its arcs, rotated so that the least arc stands first.
 *
 * @param simple no lock is visited twice
 */
record Walk(int[] arcs, boolean simple) {

    /** Best first: simple ones, then short ones, then by arcs. */
    static final Comparator<Walk> BEST_FIRST =
            Comparator.comparing(Walk::simple, Comparator.reverseOrder())
                    .thenComparingInt(Walk::length)
                    .thenComparing(Walk::arcs, Arrays::compare);

    static Walk of(int[] arcs, boolean simple) {
        int least = 0;
        for (int i = 1; i < arcs.length; i++) {
            least = arcs[i] < arcs[least] ? i : least;
        }
        int[] rotated = Arrays.copyOfRange(arcs, least, arcs.length + least);
        System.arraycopy(arcs, 0, rotated, arcs.length - least, least);
        return new Walk(rotated, simple);
    }

    int length() {
        return arcs.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Walk && Arrays.equals(arcs, ((Walk) other).arcs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(arcs);
    }
}
