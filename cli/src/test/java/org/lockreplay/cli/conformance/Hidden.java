package org.lockreplay.cli.conformance;

import java.util.Map;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;

/** What a label says is missing in the text, and where a report says the same. */
final class Hidden {

    /** By the word of the labels: the id that was not judged, and how the reason begins. */
    private static final Map<String, String[]> NOT_JUDGED =
            Map.of(
                    "fake-softirq",
                    new String[] {"softirq-inversion", "no line shows a lock taken in softirq"},
                    "lock-init",
                    new String[] {"held-lock-freed", "no event tells where a lock is"},
                    "lock-free",
                    new String[] {"held-lock-freed", "no event tells where a lock is"},
                    "ww-state",
                    new String[] {"ww-mutex", "no trace shows the context of a ww_mutex"},
                    "nest_lock",
                    new String[] {"ww-mutex", "no trace shows the context of a ww_mutex"},
                    "hardirq_threaded",
                    new String[] {"wait-context", "spinlocks in hardirq: no trace tells"});

    private Hidden() {}

    /** Whether the report says that it cannot judge for want of this. */
    static boolean isSaid(String hidden, Report report) {
        if (hidden.equals("subclass")) {
            return report.findings().stream()
                    .anyMatch(
                            finding ->
                                    finding.id().equals("same-class")
                                            && finding.severity() == Severity.NOTE);
        }
        String[] limit = NOT_JUDGED.get(hidden);
        return limit != null
                && report.notJudged().stream()
                        .anyMatch(
                                said ->
                                        said.id().equals(limit[0])
                                                && said.reason().startsWith(limit[1]));
    }

    /** The reason in the words of the page. */
    static String words(String hidden) {
        return switch (hidden) {
            case "fake-softirq" -> "a softirq that the test fakes does not show in the flags";
            case "lock-init" -> "initialisation is not traced";
            case "lock-free" -> "freeing is not traced";
            case "ww-state", "nest_lock" -> "the context of a ww_mutex is not traced";
            case "hardirq_threaded" -> "whether a handler is threaded is not traced";
            case "subclass" -> "an annotated nesting looks the same";
            default -> throw new IllegalArgumentException(hidden);
        };
    }
}
