package org.lockreplay.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.lockorder.LexicalOrder;

/**
 * A finding in one phrase that is the same in every trace, {@code cycle: mtx_a -> mtx_b -> mtx_a}:
 * its id and its classes, those of a circle from the least one around to it again; for a rule on
 * bounds tables, what was broken and by which call or operation.
 */
public final class FindingName {

    private static final String CIRCLE = "cycle";

    private FindingName() {}

    /** The phrase, with names as the trace has them. */
    public static String of(Finding finding) {
        List<String> classes = new ArrayList<>(finding.classes());
        if (finding.id().equals(CIRCLE) && !classes.isEmpty()) {
            Collections.rotate(classes, -LexicalOrder.leastRotation(classes));
            classes.add(classes.get(0));
        }
        return finding.id() + ": " + tables(finding).orElse(String.join(" -> ", classes));
    }

    /** Of a rule on bounds tables, what was broken and where: it has no circle of classes. */
    private static Optional<String> tables(Finding finding) {
        return finding.evidence().stream()
                .findFirst()
                .flatMap(Evidence::breach)
                .map(
                        breach ->
                                breach.path().isEmpty()
                                        ? breach.way().sentence()
                                        : breach.way().sentence() + " (" + breach.path() + ")");
    }
}
