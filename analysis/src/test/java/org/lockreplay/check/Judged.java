package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.lockreplay.summary.LockOrderSummary;

/** What the shipped knowledge makes of a summary. */
final class Judged {

    private Judged() {}

    static List<Finding> findings(LockOrderSummary summary) {
        return Checker.check(summary, CheckOptions.shipped()).findings();
    }

    static Finding only(LockOrderSummary summary) {
        assertThat(findings(summary)).hasSize(1);
        return findings(summary).get(0);
    }
}
