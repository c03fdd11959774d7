package org.lockreplay.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.check.NotJudged;
import org.lockreplay.check.Report;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.lock.LockCoverage;
import org.lockreplay.summary.SourceTrace;

/** What traces are, for programs: {@code lockreplay-inspect/1}. */
public final class JsonInventory {

    private static final String SCHEMA = "lockreplay-inspect/1";

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator out;

    private JsonInventory(JsonGenerator out) {
        this.out = out;
    }

    /**
     * Writes the traces of each report in turn; does not close the stream.
     *
     * @param reports one for each input
     */
    public static void write(List<Report> reports, OutputStream stream) throws IOException {
        try (JsonGenerator out = FACTORY.createGenerator(stream, JsonEncoding.UTF8)) {
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
        events(facts.events());
        lines(facts);
        coverage(trace.coverage());
        times(facts);
        out.writeNumberField("tasks", facts.tasks());
        out.writeNumberField("cpus", facts.cpus());
        out.writeBooleanField("irqFlags", facts.flags());
        out.writeBooleanField("softirqFlags", facts.softirqFlags());
        Optional<String> damage = facts.damage();
        if (damage.isPresent()) {
            out.writeStringField("damage", damage.get());
        } else {
            out.writeNullField("damage");
        }
        limits(limits);
        out.writeEndObject();
    }

    private void events(Map<String, Long> events) throws IOException {
        out.writeObjectFieldStart("events");
        for (Map.Entry<String, Long> event : events.entrySet()) {
            out.writeNumberField(event.getKey(), event.getValue());
        }
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
        time("firstNanos", facts.ticks() ? none : facts.firstTime());
        time("lastNanos", facts.ticks() ? none : facts.lastTime());
        if (facts.ticks()) {
            time("firstTicks", facts.firstTime());
            time("lastTicks", facts.lastTime());
        }
    }

    private void time(String name, OptionalLong time) throws IOException {
        if (time.isPresent()) {
            out.writeNumberField(name, time.getAsLong());
        } else {
            out.writeNullField(name);
        }
    }

    private void limits(List<NotJudged> limits) throws IOException {
        out.writeArrayFieldStart("notJudged");
        for (NotJudged limit : limits) {
            out.writeStartObject();
            out.writeStringField("id", limit.id());
            out.writeStringField("reason", limit.reason());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
