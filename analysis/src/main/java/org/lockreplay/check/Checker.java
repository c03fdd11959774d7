package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SourceTrace;

/** Judges a summary by all rules; stateless. */
public final class Checker {

    private static final List<Rule> RULES =
            List.of(
                    new DeadlockRule(),
                    new CycleRule(),
                    new KnotRule(),
                    new InstanceCycleRule(),
                    new RecursionRule(),
                    new SameClassRule(),
                    new InterruptRule(Interrupt.HARDIRQ),
                    new InterruptRule(Interrupt.SOFTIRQ),
                    new WaitContextRule(),
                    new LockTypeRule(),
                    new UnbalancedRule(),
                    new HeldAtExitRule(),
                    new OrderViolationRule(),
                    new MpxOrderRule(),
                    new MpxRule());

    private Checker() {}

    /** What could not have been found in these traces by these options. */
    public static List<NotJudged> limits(List<SourceTrace> traces, CheckOptions options) {
        return Limits.of(traces, options);
    }

    /**
     * The same report for an equal summary and the same options; without a second look at the
     * traces, which {@link Examination} has.
     */
    public static Report check(LockOrderSummary summary, CheckOptions options) {
        return check(Case.of(summary, options));
    }

    static Report check(Case judged) {
        LockOrderSummary summary = judged.summary();
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : RULES) {
            findings.addAll(rule.judge(judged));
        }
        TrylockDoubt doubt = new TrylockDoubt(summary.traces());
        findings.replaceAll(doubt::weigh);
        findings.replaceAll(new UnseenGuardDoubt(summary.traces())::weigh);
        findings.replaceAll(SemaphoreNames.of(judged.options())::in);
        findings.sort(Finding.WORST_FIRST);
        return new Report(
                summary.traces(),
                findings,
                NestingCases.of(judged),
                Limits.of(judged, findings),
                MpxJudgement.of(judged),
                Conformance.of(judged));
    }
}
