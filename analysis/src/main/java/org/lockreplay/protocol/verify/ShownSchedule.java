package org.lockreplay.protocol.verify;

import java.util.List;
import java.util.Optional;

/**
 * A schedule as a trace shows it.
 *
 * @param lines for each deed the line of its first event, or where it left none, of the last one
 *     before it
 * @param findings what the check calls the rule that it refutes, from that trace alone; empty if
 *     the trace does not show it
 * @param plainer another one that refutes it, which the trace has too; only if this one's does not
 *     show it
 */
public record ShownSchedule(
        List<Long> lines, List<String> findings, Optional<ShownSchedule.Plainer> plainer) {

    /**
     * A longer schedule, of which the trace shows what it refutes.
     *
     * @param steps how many indivisible ones
     * @param line the first line of the schedule
     */
    public record Plainer(int steps, long line, List<String> findings) {

        public Plainer {
            findings = List.copyOf(findings);
        }
    }

    public ShownSchedule {
        lines = List.copyOf(lines);
        findings = List.copyOf(findings);
    }
}
