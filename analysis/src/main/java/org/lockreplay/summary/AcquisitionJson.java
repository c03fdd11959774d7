package org.lockreplay.summary;

import java.io.IOException;
import java.util.List;
import org.lockreplay.event.Origin;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.json.JsonValue;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.LockInstance;

/** Acquisitions, where they were, and what guards them, as JSON, both ways. */
final class AcquisitionJson {

    private AcquisitionJson() {}

    /** Writes a member that is an acquisition. */
    static void write(String name, Acquisition acquisition, JsonOutput out) throws IOException {
        out.writeFieldName(name);
        write(acquisition, out);
    }

    static void write(Acquisition acquisition, JsonOutput out) throws IOException {
        out.writeStartObject();
        members(acquisition.origin(), out);
        out.writeStringField("lockClass", acquisition.lockClass());
        out.address("address", acquisition.address());
        out.writeNumberField("mode", acquisition.mode());
        out.writeEndObject();
    }

    static Acquisition acquisition(JsonValue row) throws JsonException {
        return new Acquisition(
                origin(row), row.text("lockClass"), row.address("address"), row.integer("mode"));
    }

    /** Writes a member that is an origin. */
    static void origin(String name, Origin origin, JsonOutput out) throws IOException {
        out.writeObjectFieldStart(name);
        members(origin, out);
        out.writeEndObject();
    }

    private static void members(Origin origin, JsonOutput out) throws IOException {
        out.writeNumberField("line", origin.line());
        out.writeNumberField("time", origin.time());
        out.writeNumberField("pid", origin.pid());
        out.writeStringField("task", origin.task());
        out.writeNumberField("cpu", origin.cpu());
        out.writeNumberField("context", origin.context());
    }

    static Origin origin(JsonValue row) throws JsonException {
        return new Origin(
                row.number("line"),
                row.number("time"),
                row.integer("pid"),
                row.text("task"),
                row.integer("cpu"),
                row.integer("context"));
    }

    /** Writes the member {@code guards}. */
    static void guards(List<LockInstance> guards, JsonOutput out) throws IOException {
        out.writeArrayFieldStart("guards");
        for (LockInstance guard : guards) {
            out.writeStartObject();
            out.writeStringField("lockClass", guard.lockClass());
            out.address("address", guard.address());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static LockInstance instance(JsonValue row) throws JsonException {
        return new LockInstance(row.text("lockClass"), row.address("address"));
    }
}
