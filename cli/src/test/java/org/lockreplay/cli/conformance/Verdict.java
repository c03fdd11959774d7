package org.lockreplay.cli.conformance;

import java.util.List;
import java.util.Optional;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;

/**
 * What comparing a report with a label gives.
 *
 * @param reason of what cannot be decided; the difference, of what is wrong or known better
 */
record Verdict(Outcome outcome, String reason) {

    enum Outcome {
        /**
         * Lockdep's verdict and its kind; or a warning where the label says nothing can be sure.
         */
        AGREES,
        /** No hazard though lockdep complains, or one that it does not see; by the label. */
        KNOWS_BETTER,
        /** The trace does not show what decides, and the report says that. */
        UNDECIDABLE,
        WRONG
    }

    static Verdict of(Label label, Report report) {
        List<Finding> errors =
                report.findings().stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .toList();
        if (label.reported()) {
            return reported(label, report, errors);
        }
        if (errors.isEmpty()) {
            return new Verdict(Outcome.AGREES, "");
        }
        boolean hazard = label.columns().containsKey("real_hazard") && label.yes("real_hazard");
        return hazard
                ? new Verdict(Outcome.KNOWS_BETTER, "a hazard that lockdep does not see")
                : wrong("lockdep is silent, and this is not: " + ids(errors));
    }

    private static Verdict reported(Label label, Report report, List<Finding> errors) {
        Kind kind = label.kind();
        boolean same = errors.stream().anyMatch(finding -> kind.isSaidBy(finding.id()));
        boolean others = errors.stream().anyMatch(finding -> !kind.isSaidBy(finding.id()));
        if (same && !others) {
            return new Verdict(Outcome.AGREES, "");
        }
        if (others) {
            return wrong("lockdep says " + kind.title() + ", this says " + ids(errors));
        }
        boolean excused = label.columns().containsKey("real_hazard") && !label.yes("real_hazard");
        if (excused && says(report, kind, Severity.NOTE)) {
            return new Verdict(Outcome.KNOWS_BETTER, "no hazard, as its note says");
        }
        if (label.derivable()) {
            return wrong("lockdep says " + kind.title() + ", this says nothing");
        }
        if (says(report, kind, Severity.WARNING)) {
            return new Verdict(Outcome.AGREES, "");
        }
        Optional<String> said =
                label.hidden().stream().filter(hidden -> Hidden.isSaid(hidden, report)).findFirst();
        return said.map(hidden -> new Verdict(Outcome.UNDECIDABLE, Hidden.words(hidden)))
                .orElseGet(() -> wrong("no finding, and no reason for that: " + label.hidden()));
    }

    private static boolean says(Report report, Kind kind, Severity severity) {
        return report.findings().stream()
                .anyMatch(finding -> finding.severity() == severity && kind.isSaidBy(finding.id()));
    }

    private static Verdict wrong(String why) {
        return new Verdict(Outcome.WRONG, why);
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(finding -> finding.id() + finding.classes()).toList();
    }
}
