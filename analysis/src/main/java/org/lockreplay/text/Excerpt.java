package org.lockreplay.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a person is shown of a list that may be long: all of a short one, of a long one the
 * beginning and the end, with the number of those between.
 *
 * <p>For names that make one sentence and for the steps of one circle; a program is given all.
 */
public final class Excerpt {

    /** Longer lists are cut. */
    private static final int LONGEST = 24;

    private static final int HEAD = 12;
    private static final int TAIL = 4;

    private Excerpt() {}

    /** How many elements of a list of this size are not shown. */
    public static int leftOut(int size) {
        return size <= LONGEST ? 0 : size - HEAD - TAIL;
    }

    /** Whether the element at this index is shown. */
    public static boolean shows(int index, int size) {
        return leftOut(size) == 0 || index < HEAD || index >= size - TAIL;
    }

    /** Whether the number of those that are not shown stands in front of this element. */
    public static boolean resumesAt(int index, int size) {
        return leftOut(size) > 0 && index == size - TAIL;
    }

    /** Names made visible, each cut if it is long, with {@code between} between them. */
    public static String of(List<String> names, String between) {
        int size = names.size();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (resumesAt(i, size)) {
                shown.add(String.format(Locale.ROOT, "… %,d more …", leftOut(size)));
            }
            if (shows(i, size)) {
                shown.add(VisibleText.brief(names.get(i)));
            }
        }
        return String.join(between, shown);
    }

    /** Names in a circle, with arrows, to the first one again. */
    public static String circle(List<String> names) {
        String arrow = " -> ";
        return of(names, arrow) + arrow + VisibleText.brief(names.get(0));
    }
}
