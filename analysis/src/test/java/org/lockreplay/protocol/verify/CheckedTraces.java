package org.lockreplay.protocol.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Finding;
import org.lockreplay.check.MpxProtocol;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.summary.InputReader;

/**
 * What the check says of the trace of a schedule.
 *
 * @param shipped by whose rules traces are judged
 * @param mutated of which the schedules are
 */
record CheckedTraces(Protocol shipped, Protocol mutated) implements Viewer {

    @Override
    public boolean sees(Rule rule, Schedule schedule) {
        Set<String> expected = Counterpart.of(rule);
        return expected.isEmpty() || !Collections.disjoint(findings(schedule), expected);
    }

    /** The findings that a line of the schedule, or one behind it, gives rise to. */
    Set<String> findings(Schedule schedule) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            List<Long> lines = new TraceWriter(mutated).write("test", schedule, out);
            CheckOptions options = CheckOptions.shipped().withMpx(MpxProtocol.of(shipped));
            InputReader reader = new InputReader(1);
            Set<String> ids = new TreeSet<>();
            Checker.check(reader.read("t", new ByteArrayInputStream(out.toByteArray())), options)
                    .findings()
                    .stream()
                    .filter(finding -> isBehind(finding, lines.get(0)))
                    .forEach(finding -> ids.add(finding.id()));
            return ids;
        } catch (IOException | UnreadableTraceException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static boolean isBehind(Finding finding, long first) {
        return finding.evidence().stream().anyMatch(evidence -> evidence.at().line() >= first);
    }
}
