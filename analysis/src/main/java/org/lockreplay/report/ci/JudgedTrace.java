package org.lockreplay.report.ci;

import java.util.List;
import org.lockreplay.check.NotJudged;
import org.lockreplay.summary.SourceTrace;

/**
 * A trace, and what could not have been found in it.
 *
 * @param limits of this trace alone
 */
public record JudgedTrace(SourceTrace source, List<NotJudged> limits) {

    public JudgedTrace {
        limits = List.copyOf(limits);
    }

    String path() {
        return source.path();
    }
}
