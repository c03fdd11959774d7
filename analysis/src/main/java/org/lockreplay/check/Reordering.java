package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.lockorder.Knot;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.text.VisibleText;

/** Which nestings to turn round so that a knot comes undone, in sentences. */
final class Reordering {

    private static final int NAMED = 5;

    private Reordering() {}

    /** Nothing for a single circle: there, turning any nesting will do. */
    static List<String> sentences(Knot knot) {
        List<LockOrderEdge> turns = knot.turns();
        if (turns.isEmpty()) {
            return List.of();
        }
        List<String> named = new ArrayList<>();
        for (LockOrderEdge edge : turns.stream().limit(NAMED).toList()) {
            named.add(
                    VisibleText.brief(edge.outer())
                            + " -> "
                            + VisibleText.brief(edge.inner())
                            + " ("
                            + edge.count()
                            + (edge.count() == 1 ? " time)" : " times)"));
        }
        String more = turns.size() > NAMED ? " and " + (turns.size() - NAMED) + " more" : "";
        String whole =
                knot.fewest()
                        ? "no smaller set of nestings does"
                        : "a good set, though a smaller one may do";
        return List.of(
                "Reorder here: "
                        + String.join(", ", named)
                        + more
                        + "; taken the other way round, no unguarded circle is left among these "
                        + knot.classes().size()
                        + " classes ("
                        + whole
                        + ").");
    }
}
