package org.lockreplay.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Finding;
import org.lockreplay.check.MpxProtocol;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.verify.Counterpart;
import org.lockreplay.protocol.verify.Schedule;
import org.lockreplay.protocol.verify.TraceWriter;
import org.lockreplay.protocol.verify.Viewer;
import org.lockreplay.summary.InputReader;

/** What the check calls a rule that a schedule breaks, from the trace of that schedule alone. */
final class ScheduleCheck implements Viewer {

    private static final String NAME = "schedule";

    private final Protocol protocol;
    private final CheckOptions options;

    ScheduleCheck(Protocol protocol) {
        this.protocol = protocol;
        options = options(protocol);
    }

    private static CheckOptions options(Protocol protocol) {
        CheckOptions shipped = CheckOptions.shipped();
        MpxProtocol rules = MpxProtocol.of(protocol);
        CheckOptions chosen = rules.isOfMpx() ? shipped.withMpx(rules) : shipped;
        boolean judged =
                protocol.judges(Rule.M10)
                        && protocol.bracket().filter(LockAliases.BD_SEM::equals).isPresent();
        return judged ? chosen : protocol.declaredOrder().map(chosen::withOrder).orElse(chosen);
    }

    /** Content also with a rule that no finding of the check says: no schedule would show it. */
    @Override
    public boolean sees(Rule rule, Schedule schedule) {
        return Counterpart.of(rule).isEmpty() || !findings(rule, schedule).isEmpty();
    }

    /** The ids of the findings that say it, and stem from the schedule. */
    List<String> findings(Rule rule, Schedule schedule) {
        try {
            ByteArrayOutputStream trace = new ByteArrayOutputStream();
            List<Long> lines = new TraceWriter(protocol).write(NAME, schedule, trace);
            return findings(rule, lines.get(0), trace.toByteArray());
        } catch (IOException | UnreadableTraceException ofOurs) {
            throw new IllegalStateException(ofOurs);
        }
    }

    private List<String> findings(Rule rule, long first, byte[] trace)
            throws IOException, UnreadableTraceException {
        SortedSet<String> ids = new TreeSet<>();
        for (Finding finding :
                Checker.check(
                                new InputReader(1).read(NAME, new ByteArrayInputStream(trace)),
                                options)
                        .findings()) {
            boolean ofSchedule =
                    finding.evidence().stream().anyMatch(evidence -> evidence.at().line() >= first);
            if (ofSchedule && Counterpart.of(rule).contains(finding.id())) {
                ids.add(finding.id());
            }
        }
        return List.copyOf(ids);
    }
}
