package org.lockreplay.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.verify.Judgement;
import org.lockreplay.protocol.verify.Schedule;
import org.lockreplay.protocol.verify.ShownSchedule;
import org.lockreplay.protocol.verify.TraceWriter;
import org.lockreplay.protocol.verify.Verification;

/**
 * The schedules of a verification as a trace, each a recording of its own, and what the check says
 * of each of these. Used once.
 */
final class ScheduleTraces {

    private final String protocol;
    private final ScheduleCheck check;
    private final Map<Rule, ShownSchedule> shown = new EnumMap<>(Rule.class);
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final TraceWriter writer;

    /**
     * @param check of the protocol that was verified
     */
    ScheduleTraces(Verification verification, ScheduleCheck check) {
        protocol = verification.protocol().name();
        this.check = check;
        writer = new TraceWriter(verification.protocol());
        for (Judgement one : verification.judgements()) {
            Rule rule = one.property().rule();
            if (one.schedule().isPresent() && !shown.containsKey(rule)) {
                shown.put(rule, shown(one, one.schedule().get()));
            }
        }
    }

    /** For each rule that is refuted. */
    Map<Rule, ShownSchedule> shown() {
        return shown;
    }

    void write(OutputStream out) throws IOException {
        text.writeTo(out);
    }

    private ShownSchedule shown(Judgement judgement, Schedule schedule) {
        Rule rule = judgement.property().rule();
        List<Long> lines = write(judgement, "", schedule);
        List<String> findings = check.findings(rule, schedule);
        Optional<ShownSchedule.Plainer> plainer =
                judgement
                        .plainer()
                        .map(
                                longer ->
                                        new ShownSchedule.Plainer(
                                                longer.transitions(),
                                                write(judgement, " in a plainer way", longer)
                                                        .get(0),
                                                check.findings(rule, longer)));
        return new ShownSchedule(lines, findings, plainer);
    }

    /** Answers the lines of its deeds. */
    private List<Long> write(Judgement judgement, String how, Schedule schedule) {
        String title = "%s: refutes '%s'%s".formatted(protocol, judgement.property().name(), how);
        try {
            return writer.write(title, schedule, text);
        } catch (IOException ofMemory) {
            throw new IllegalStateException(ofMemory);
        }
    }
}
