package org.lockreplay.cli;

import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;

/** From which severity on a finding makes {@code check} fail. */
enum FailOn {
    ERROR,
    WARNING,
    NOTE,
    NEVER;

    int status(Report report) {
        boolean failed =
                report.findings().stream().anyMatch(finding -> isBadEnough(finding.severity()));
        return failed ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
    }

    boolean isBadEnough(Severity severity) {
        return switch (this) {
            case ERROR -> severity == Severity.ERROR;
            case WARNING -> severity != Severity.NOTE;
            case NOTE -> true;
            case NEVER -> false;
        };
    }
}
