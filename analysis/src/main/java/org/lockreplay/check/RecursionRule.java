package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.Recursion;
import org.lockreplay.summary.Seen;
import org.lockreplay.text.VisibleText;

/**
 * A held lock asked for again, with waiting: {@code recursion}. Legal only where both are reads and
 * the second one is a recursive reader. One finding for each class.
 */
final class RecursionRule implements Rule {

    @Override
    public List<Finding> judge(Case judged) {
        LockTypes types = judged.options().types();
        Map<String, List<Seen<Recursion>>> classes = new TreeMap<>();
        for (Seen<Recursion> seen : judged.summary().recursions()) {
            if (!isLegal(seen.what(), types)) {
                classes.computeIfAbsent(seen.what().lockClass(), c -> new ArrayList<>()).add(seen);
            }
        }
        List<Finding> findings = new ArrayList<>();
        classes.forEach((lockClass, seen) -> findings.add(finding(judged, lockClass, seen)));
        return findings;
    }

    private static boolean isLegal(Recursion recursion, LockTypes types) {
        return recursion.heldRead()
                && recursion.againRead()
                && types.of(recursion.lockClass()).recursive(recursion.againInInterrupt());
    }

    private static Finding finding(Case judged, String lockClass, List<Seen<Recursion>> seen) {
        LockType type = judged.options().types().of(lockClass);
        List<Fact> facts = new ArrayList<>();
        boolean onlyReads =
                seen.stream().allMatch(each -> each.what().heldRead() && each.what().againRead());
        ReaderAssumption.Place place = ReaderAssumption.Place.UNKNOWN;
        for (Seen<Recursion> each : seen) {
            place =
                    place.orKnownBetter(
                            ReaderAssumption.place(
                                    each.what().again(), judged.summary().traceOf(each)));
        }
        List<ReaderAssumption> assumptions =
                ReaderAssumption.of(lockClass, judged.options().types(), place).stream()
                        .filter(assumption -> onlyReads)
                        .toList();
        Severity severity = ReaderAssumption.weigh(Severity.ERROR, assumptions, facts);
        if (type.refuses()) {
            facts.add(Fact.of("a " + type.name() + " refuses what would deadlock"));
            severity = severity.atMost(Severity.WARNING);
        }
        return new Finding(
                "recursion",
                severity,
                Certainty.INSTANCE,
                List.of(lockClass),
                facts,
                "possible recursive locking: "
                        + VisibleText.brief(lockClass)
                        + " asked for by a task that holds it"
                        + assumptions.stream()
                                .map(each -> ", " + VisibleText.brief(each.condition()))
                                .collect(Collectors.joining()),
                advice(onlyReads),
                evidence(judged, seen));
    }

    private static List<String> advice(boolean onlyReads) {
        return onlyReads
                ? List.of(
                        "A reader that comes back waits behind a writer that came in between, which"
                                + " waits for the first read: take the lock once, outside.")
                : List.of("Take the lock once, in the caller, or release it before the call.");
    }

    private static List<Evidence> evidence(Case judged, List<Seen<Recursion>> seen) {
        List<Evidence> evidence = new ArrayList<>();
        for (Seen<Recursion> each : seen) {
            Recursion recursion = each.what();
            evidence.add(
                    Evidence.nested(
                            judged.path(each),
                            recursion.held(),
                            recursion.again(),
                            recursion.count(),
                            recursion.tasks()));
        }
        return evidence;
    }
}
