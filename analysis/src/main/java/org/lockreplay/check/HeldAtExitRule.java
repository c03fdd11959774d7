package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.replay.lock.HeldAtExit;
import org.lockreplay.summary.Seen;
import org.lockreplay.text.VisibleText;

/**
 * A lock held by a task that ended or went back to user space: {@code held-at-exit}. One finding
 * for each class.
 */
final class HeldAtExitRule implements Rule {

    @Override
    public List<Finding> judge(Case judged) {
        Map<String, List<Seen<HeldAtExit>>> classes = new TreeMap<>();
        for (Seen<HeldAtExit> seen : judged.summary().heldAtExit()) {
            classes.computeIfAbsent(seen.what().lockClass(), c -> new ArrayList<>()).add(seen);
        }
        List<Finding> findings = new ArrayList<>();
        classes.forEach((lockClass, seen) -> findings.add(finding(judged, lockClass, seen)));
        return findings;
    }

    private static Finding finding(Case judged, String lockClass, List<Seen<HeldAtExit>> seen) {
        List<Evidence> evidence = new ArrayList<>();
        for (Seen<HeldAtExit> each : seen) {
            HeldAtExit held = each.what();
            String trace = judged.path(each);
            evidence.add(Evidence.of(Evidence.ACQUIRED, trace, held.held(), held.count()));
            evidence.add(Evidence.ended(held.leaving(), trace, held.end(), held.count()));
        }
        return new Finding(
                "held-at-exit",
                Severity.ERROR,
                Certainty.INSTANCE,
                List.of(lockClass),
                List.of(),
                "lock held on leaving the kernel: " + VisibleText.brief(lockClass),
                List.of("A return that skips the unlock. Whoever asks for the lock next, hangs."),
                evidence);
    }
}
