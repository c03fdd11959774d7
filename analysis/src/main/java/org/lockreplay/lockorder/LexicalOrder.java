package org.lockreplay.lockorder;

import java.util.Comparator;
import java.util.List;

/** The dictionary's order of lists of names, and the rotation of a circle that it puts first. */
public final class LexicalOrder {

    /** By the first name in which two lists differ; a beginning comes before the whole. */
    public static final Comparator<List<String>> OF_LISTS = LexicalOrder::compare;

    private LexicalOrder() {}

    /**
     * Where to begin a circle of names so that the list comes first in the order: the same for
     * every rotation of it. Cost: linear (two candidates that run a race).
     */
    public static int leastRotation(List<String> circle) {
        int size = circle.size();
        int first = 0;
        int second = 1;
        int same = 0;
        while (first < size && second < size && same < size) {
            int order =
                    circle.get((first + same) % size).compareTo(circle.get((second + same) % size));
            if (order == 0) {
                same++;
                continue;
            }
            if (order > 0) {
                first += same + 1;
            } else {
                second += same + 1;
            }
            second += first == second ? 1 : 0;
            same = 0;
        }
        return Math.min(first, second);
    }

    private static int compare(List<String> some, List<String> others) {
        int common = Math.min(some.size(), others.size());
        for (int i = 0; i < common; i++) {
            String name = some.get(i);
            String other = others.get(i);
            int order = name.equals(other) ? 0 : name.compareTo(other);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(some.size(), others.size());
    }
}
