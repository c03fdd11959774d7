package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.lockorder.Knot;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.summary.LockOrderSummary;

/**
 * A knot as it is reported: its circles, each circle of classes once whatever the modes, or the
 * worst and shortest of them if there are many.
 *
 * @param circles of how many circles of classes the knot is known to consist
 * @param shown for each circle to report, its cycles in different modes
 * @param worst the worst severity that any of its circles may have, as first witnesses tell
 */
record Tangle(Knot knot, int circles, List<List<LockCycle>> shown, Severity worst) {

    /** So many circles of a knot are reported by themselves. */
    static final int SHOWN = 20;

    private record Ranked(Severity severity, List<LockCycle> cycles) {

        private static final Comparator<Ranked> ORDER =
                Comparator.comparing(Ranked::severity)
                        .thenComparingInt(ranked -> ranked.cycles().get(0).edges().size())
                        .thenComparing(
                                ranked -> ranked.cycles().get(0).classes(), LexicalOrder.OF_LISTS);
    }

    static Tangle of(Knot knot, CheckOptions options, LockOrderSummary summary) {
        Map<List<String>, List<LockCycle>> byClasses = new TreeMap<>(LexicalOrder.OF_LISTS);
        for (LockCycle cycle : knot.cycles()) {
            byClasses.computeIfAbsent(cycle.classes(), absent -> new ArrayList<>()).add(cycle);
        }
        Set<String> generic = new HashSet<>(knot.classes());
        generic.removeIf(lockClass -> !options.genericNames().contains(lockClass));
        List<Ranked> ranked = new ArrayList<>();
        for (List<LockCycle> cycles : byClasses.values()) {
            Severity worst = Severity.NOTE;
            for (LockCycle cycle : cycles) {
                Severity severity = severity(cycle, generic, options, summary);
                worst = severity.compareTo(worst) < 0 ? severity : worst;
            }
            ranked.add(new Ranked(worst, cycles));
        }
        ranked.sort(Ranked.ORDER);
        return new Tangle(
                knot,
                ranked.size(),
                ranked.stream().limit(SHOWN).map(Ranked::cycles).toList(),
                ranked.get(0).severity());
    }

    /** Not all of its circles of classes are reported by themselves. */
    boolean isCut() {
        return circles > shown.size() || !knot.complete() && !knot.isRing();
    }

    /** What first witnesses make of a circle; a second look can make it milder. */
    private static Severity severity(
            LockCycle cycle, Set<String> generic, CheckOptions options, LockOrderSummary summary) {
        if (cycle.guard().isPresent()) {
            return Severity.NOTE;
        }
        Circle circle = new Circle(cycle);
        boolean doubtful =
                !circle.unprovenJoints(generic::contains, (in, out) -> false).isEmpty()
                        && circle.closedByInstances().isEmpty();
        return ReaderAssumption.weigh(
                doubtful ? Severity.WARNING : Severity.ERROR,
                ReaderAssumption.of(cycle, options.types(), summary),
                new ArrayList<>());
    }
}
