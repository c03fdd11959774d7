package org.lockreplay.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
import org.lockreplay.protocol.verify.Judgement;
import org.lockreplay.protocol.verify.Schedule;
import org.lockreplay.protocol.verify.ShownSchedule;
import org.lockreplay.protocol.verify.TraceWriter;
import org.lockreplay.protocol.verify.Verification;
import org.lockreplay.summary.InputReader;

/**
 * The schedules of a verification as a trace, each a recording of its own, and what the check says
 * of each of these. Used once.
 */
final class ScheduleTraces {

    private static final String NAME = "schedule";

    private final Verification verification;
    private final CheckOptions options;
    private final Map<Rule, ShownSchedule> shown = new EnumMap<>(Rule.class);
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final TraceWriter writer;

    ScheduleTraces(Verification verification) {
        this.verification = verification;
        Protocol protocol = verification.protocol();
        writer = new TraceWriter(protocol);
        options = options(protocol);
        for (Judgement one : verification.judgements()) {
            Rule rule = one.property().rule();
            if (one.schedule().isPresent() && !shown.containsKey(rule)) {
                shown.put(rule, shown(one, one.schedule().get()));
            }
        }
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

    /** For each rule that is refuted. */
    Map<Rule, ShownSchedule> shown() {
        return shown;
    }

    void write(OutputStream out) throws IOException {
        text.writeTo(out);
    }

    private ShownSchedule shown(Judgement judgement, Schedule schedule) {
        String title =
                "%s: refutes '%s'"
                        .formatted(verification.protocol().name(), judgement.property().name());
        try {
            long before = writer.line();
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            List<Long> lines = writer.write(title, schedule, one);
            one.writeTo(text);
            long first = lines.get(0) - before;
            return new ShownSchedule(lines, findings(judgement, first, one.toByteArray()));
        } catch (IOException | UnreadableTraceException ofOurs) {
            throw new IllegalStateException(ofOurs);
        }
    }

    private List<String> findings(Judgement judgement, long first, byte[] trace)
            throws IOException, UnreadableTraceException {
        SortedSet<String> ids = new TreeSet<>();
        for (Finding finding :
                Checker.check(
                                new InputReader(1).read(NAME, new ByteArrayInputStream(trace)),
                                options)
                        .findings()) {
            boolean ofSchedule =
                    finding.evidence().stream().anyMatch(evidence -> evidence.at().line() >= first);
            if (ofSchedule && Counterpart.of(judgement.property().rule()).contains(finding.id())) {
                ids.add(finding.id());
            }
        }
        return List.copyOf(ids);
    }
}
