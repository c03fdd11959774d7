package org.lockreplay.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import org.lockreplay.check.NotJudged;
import org.lockreplay.check.Report;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.lock.LockCoverage;
import org.lockreplay.summary.SourceTrace;

/** What traces are, for programs: {@code lockreplay-inspect/1}. */
public final class JsonInventory {

    private static final String SCHEMA = "lockreplay-inspect/1";

    private final JsonOutput out;

    private JsonInventory(JsonOutput out) {
        this.out = out;
    }

    /**
     * Writes the traces of each report in turn; does not close the stream.
     *
     * @param reports one for each input
     */
    public static void write(List<Report> reports, OutputStream stream) throws IOException {
        try (JsonOutput out = JsonOutput.dense(stream)) {
            out.useDefaultPrettyPrinter();
            new JsonInventory(out).inventory(reports);
            out.writeRaw('\n');
        }
    }

    private void inventory(List<Report> reports) throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", SCHEMA);
        out.writeArrayFieldStart("traces");
        for (Report report : reports) {
            for (SourceTrace trace : report.traces()) {
                trace(trace, report.notJudged());
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void trace(SourceTrace trace, List<NotJudged> limits) throws IOException {
        TraceFacts facts = trace.facts();
        out.writeStartObject();
        out.writeStringField("path", trace.path());
        out.writeStringField("format", facts.format().label());
        out.counts("events", facts.events());
        lines(facts);
        coverage(trace.coverage());
        times(facts);
        out.writeNumberField("tasks", facts.tasks());
        out.writeNumberField("cpus", facts.cpus());
        out.writeNumberField("machineCpus", facts.machineCpus());
        out.writeBooleanField("irqFlags", facts.flags());
        out.writeBooleanField("softirqFlags", facts.softirqFlags());
        out.textOrNull("damage", facts.damage());
        out.array("notJudged", limits, new JsonReport(out)::notJudged);
        out.writeEndObject();
    }

    private void lines(TraceFacts facts) throws IOException {
        out.writeNumberField("lines", facts.lines());
        out.writeNumberField("comments", facts.comments());
        out.writeNumberField("annotations", facts.annotations());
        out.writeNumberField("lossMarkers", facts.lossMarkers());
        out.writeNumberField("lost", facts.lost());
        out.writeNumberField("malformed", facts.malformed());
    }

    private void coverage(LockCoverage coverage) throws IOException {
        out.writeNumberField("lockEvents", coverage.lockEvents());
        out.writeNumberField("recordings", coverage.recordings());
        out.writeNumberField("gaps", coverage.gaps() + coverage.inferredGaps());
        out.writeNumberField("hiddenAddresses", coverage.hiddenAddresses());
    }

    /** Nanoseconds, or null where the clock counts ticks, which then stand beside. */
    private void times(TraceFacts facts) throws IOException {
        OptionalLong none = OptionalLong.empty();
        out.numberOrNull("firstNanos", facts.ticks() ? none : facts.firstTime());
        out.numberOrNull("lastNanos", facts.ticks() ? none : facts.lastTime());
        if (facts.ticks()) {
            out.numberOrNull("firstTicks", facts.firstTime());
            out.numberOrNull("lastTicks", facts.lastTime());
        }
    }
}
