package org.lockreplay.report;

import java.io.IOException;
import java.io.OutputStream;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.mpx.Snapshot;

/** What a replay has to say, for programs: {@code lockreplay-replay/1}. */
public final class ReplayJson {

    private static final String SCHEMA = "lockreplay-replay/1";

    private final ReplayReport report;
    private final JsonOutput out;
    private final ReplayParts parts;
    private final DirectoryJson directories;
    private final MemoryJson memory;

    private ReplayJson(ReplayReport report, JsonOutput out) {
        this.report = report;
        this.out = out;
        parts = new ReplayParts(report, out);
        directories = new DirectoryJson(report, out);
        memory = new MemoryJson(report, out);
    }

    /** Writes the report indented; does not close the stream. */
    public static void write(ReplayReport report, OutputStream stream) throws IOException {
        try (JsonOutput out = JsonOutput.indented(stream)) {
            new ReplayJson(report, out).all();
            out.writeRaw('\n');
        }
    }

    private void all() throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", SCHEMA);
        trace(report.facts());
        if (report.hasMoments()) {
            out.array("snapshots", report.found().snapshots(), this::snapshot);
        } else {
            out.array(
                    "addressSpaces",
                    report.found().addressSpaces(),
                    space -> directories.addressSpace(space, Long.MAX_VALUE));
            if (!report.asked().memoryOf().isEmpty()) {
                memory.memory(report.found().memory());
            }
        }
        if (report.asked().history().isPresent()) {
            out.array("history", report.found().history(), directories::event);
        }
        out.array("notes", report.notes(), out::writeString);
        JsonReport.judgement(report.judged(), out);
        out.writeEndObject();
    }

    private void trace(TraceFacts facts) throws IOException {
        out.writeObjectFieldStart("trace");
        out.writeStringField("path", facts.path());
        out.writeStringField("format", facts.format().label());
        out.writeNumberField("events", facts.eventCount());
        out.writeNumberField("mpxEvents", report.found().mpxEvents());
        out.writeNumberField("lines", facts.lines());
        out.writeNumberField("lost", facts.lost());
        out.writeNumberField("malformed", facts.malformed());
        out.writeNumberField("gaps", report.found().gaps());
        out.writeNumberField("recordings", report.found().recordings());
        out.textOrNull("damage", facts.damage());
        out.writeEndObject();
    }

    private void snapshot(Snapshot shot) throws IOException {
        out.writeStartObject();
        parts.time("atNanos", "atTicks", shot.atTime());
        out.writeNumberField("atLine", shot.atLine());
        out.writeStringField("asked", shot.byTime() ? "time" : "line");
        out.array("notes", report.notes(shot), out::writeString);
        out.array(
                "addressSpaces",
                shot.addressSpaces(),
                space -> directories.addressSpace(space, shot.atLine()));
        if (!report.asked().memoryOf().isEmpty()) {
            memory.memory(shot.memory());
        }
        out.writeEndObject();
    }
}
