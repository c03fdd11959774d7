package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.lockorder.InstanceCycle;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.summary.Seen;
import org.lockreplay.text.VisibleText;

/**
 * Two locks of one class nested, always in one order: {@code same-class}. Fine where the code says
 * so ({@code mutex_lock_nested}), which no trace shows. One finding for each class.
 */
final class SameClassRule implements Rule {

    @Override
    public List<Finding> judge(Case judged) {
        LockTypes types = judged.options().types();
        Set<String> circular = new HashSet<>();
        for (InstanceCycle cycle : judged.instanceCycles()) {
            circular.add(cycle.lockClass());
        }
        Map<String, List<Seen<InstanceNesting>>> classes = new TreeMap<>();
        for (Seen<InstanceNesting> seen : judged.summary().instanceNestings()) {
            InstanceNesting nesting = seen.what();
            boolean waits = !nesting.innerRead() || !types.of(nesting.lockClass()).recursive(false);
            boolean judgedAtAll = types.of(nesting.lockClass()).validated();
            if (waits && judgedAtAll && !circular.contains(nesting.lockClass())) {
                classes.computeIfAbsent(nesting.lockClass(), c -> new ArrayList<>()).add(seen);
            }
        }
        List<Finding> findings = new ArrayList<>();
        classes.forEach((lockClass, seen) -> findings.add(finding(judged, lockClass, seen)));
        return findings;
    }

    private static Finding finding(
            Case judged, String lockClass, List<Seen<InstanceNesting>> nestings) {
        Seen<InstanceNesting> first = nestings.get(0);
        long count = 0;
        for (Seen<InstanceNesting> seen : nestings) {
            count += seen.what().count();
            first = isEarlier(seen, first) ? seen : first;
        }
        InstanceNesting witness = first.what();
        return new Finding(
                "same-class",
                Severity.NOTE,
                Certainty.INSTANCE,
                List.of(lockClass),
                List.of(
                        Fact.of(
                                nestings.size()
                                        + (nestings.size() == 1 ? " pair" : " pairs")
                                        + " of locks")),
                "two locks of class "
                        + VisibleText.brief(lockClass)
                        + " nested, in one order: fine if the code says so (mutex_lock_nested)",
                List.of(),
                List.of(
                        Evidence.nested(
                                judged.path(first),
                                witness.outer(),
                                witness.inner(),
                                count,
                                witness.tasks())));
    }

    private static boolean isEarlier(Seen<InstanceNesting> seen, Seen<InstanceNesting> first) {
        if (seen.trace() != first.trace()) {
            return seen.trace() < first.trace();
        }
        return seen.what().inner().origin().line() < first.what().inner().origin().line();
    }
}
