package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.protocol.LockType;
import org.lockreplay.replay.lock.Imbalance;
import org.lockreplay.summary.Seen;
import org.lockreplay.text.VisibleText;

/** A release of what the task certainly did not hold: {@code unbalanced}. One for each class. */
final class UnbalancedRule implements Rule {

    @Override
    public List<Finding> judge(Case judged) {
        Map<String, List<Seen<Imbalance>>> classes = new TreeMap<>();
        for (Seen<Imbalance> seen : judged.summary().imbalances()) {
            if (!isCertain(judged, seen.what())) {
                continue;
            }
            classes.computeIfAbsent(seen.what().lockClass(), c -> new ArrayList<>()).add(seen);
        }
        List<Finding> findings = new ArrayList<>();
        classes.forEach((lockClass, seen) -> findings.add(finding(judged, lockClass, seen)));
        return findings;
    }

    /**
     * Who took and released the lock before may yet hold it from before the trace, if it can be
     * taken twice: by readers that pass writers, a mark without a lock behind it ({@code
     * fs_reclaim}), or where asking again is refused and that looks like a release ({@code
     * ww_mutex}).
     */
    private static boolean isCertain(Case judged, Imbalance imbalance) {
        LockType type = judged.options().types().of(imbalance.lockClass());
        return switch (imbalance.reason()) {
            case TASK_BORN_IN_TRACE -> true;
            case SEEN_BALANCED -> !type.shared() && !type.refuses();
            case SEEN_BALANCED_READ ->
                    type.readers() == LockType.Readers.WAIT
                            || type.readers() == LockType.Readers.RECURSIVE_IN_INTERRUPT;
        };
    }

    private static Finding finding(Case judged, String lockClass, List<Seen<Imbalance>> seen) {
        List<Evidence> evidence = new ArrayList<>();
        for (Seen<Imbalance> each : seen) {
            Imbalance imbalance = each.what();
            evidence.add(
                    Evidence.of(
                            Evidence.RELEASED,
                            judged.path(each),
                            imbalance.release(),
                            imbalance.count()));
        }
        return new Finding(
                "unbalanced",
                Severity.ERROR,
                Certainty.INSTANCE,
                List.of(lockClass),
                seen.stream()
                        .map(each -> reason(each.what().reason()))
                        .distinct()
                        .map(Fact::of)
                        .toList(),
                "bad unlock balance: "
                        + VisibleText.brief(lockClass)
                        + " released by a task that does not hold it",
                List.of("An error path that unlocks twice, or unlocks what it failed to lock."),
                evidence);
    }

    private static String reason(Imbalance.Reason reason) {
        return switch (reason) {
            case TASK_BORN_IN_TRACE -> "the task's whole life is in the trace";
            case SEEN_BALANCED, SEEN_BALANCED_READ -> "the task took and released this lock before";
        };
    }
}
