package org.lockreplay.protocol.verify;

import java.util.List;

/**
 * A schedule as a trace shows it.
 *
 * @param lines for each deed the line of its first event, or where it left none, of the last one
 *     before it
 * @param findings what the check calls the rule that it refutes, from that trace alone; empty if
 *     the trace does not show it
 */
public record ShownSchedule(List<Long> lines, List<String> findings) {

    public ShownSchedule {
        lines = List.copyOf(lines);
        findings = List.copyOf(findings);
    }
}
