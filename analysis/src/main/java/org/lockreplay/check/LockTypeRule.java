package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockType.Readers;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.summary.Seen;
import org.lockreplay.text.VisibleText;

/**
 * A lock that is not what the catalogue takes it for: {@code lock-type}. The trace counts, and the
 * catalogue should be told. One finding for each class.
 */
final class LockTypeRule implements Rule {

    static final String ID = "lock-type";

    private static final String SHOWN = "contention";

    @Override
    public List<Finding> judge(Case judged) {
        Map<String, Finding> findings = new TreeMap<>();
        for (Seen<ShownType> seen : judged.summary().shownTypes()) {
            ShownType shown = seen.what();
            LockType expected = judged.options().types().expected(shown.lockClass());
            if (!expected.equals(LockType.UNKNOWN) && !ProvenTypes.fits(expected, shown.shown())) {
                findings.putIfAbsent(
                        shown.lockClass(),
                        finding(
                                shown.lockClass(),
                                "it waits like a " + ProvenTypes.name(shown.shown()),
                                expected,
                                Evidence.ended(SHOWN, judged.path(seen), shown.seen(), 1)));
            }
        }
        for (Seen<InterruptUse> seen : judged.summary().interruptUses()) {
            InterruptUse use = seen.what();
            if (!use.read()) {
                continue;
            }
            LockType expected = judged.options().types().expected(use.lockClass());
            if (expected.readers() == Readers.NONE) {
                findings.putIfAbsent(
                        use.lockClass(),
                        finding(
                                use.lockClass(),
                                "it has readers",
                                expected,
                                Evidence.of(Evidence.ACQUIRED, judged.path(seen), use.lock(), 1)));
            }
        }
        return new ArrayList<>(findings.values());
    }

    private static Finding finding(
            String lockClass, String proof, LockType expected, Evidence evidence) {
        return new Finding(
                ID,
                Severity.NOTE,
                Certainty.CLASS,
                List.of(lockClass),
                List.of(),
                VisibleText.brief(lockClass)
                        + " is no "
                        + expected.name()
                        + ", as the catalogue of lock types has it: "
                        + proof,
                List.of("A file of lock types (--types) can say what it is."),
                List.of(evidence));
    }
}
