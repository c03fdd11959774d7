package org.lockreplay.summary;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.lockreplay.json.JsonOutput;

/**
 * Writes a summary as JSON: one observation a line, and the same bytes for the same summary.
 *
 * <p>{@link SummaryReader} reads it back to an equal summary; the two know the same member names.
 */
public final class SummaryWriter {

    /** What the member {@code schema}, always the first one, says. */
    static final String SCHEMA = "lockreplay-summary/1";

    private final JsonOutput out;

    private SummaryWriter(JsonOutput out) {
        this.out = out;
    }

    /** Writes and flushes; does not close the stream. */
    public static void write(LockOrderSummary summary, OutputStream stream) throws IOException {
        try (JsonOutput out = JsonOutput.dense(stream)) {
            out.setPrettyPrinter(new OneElementALine());
            new SummaryWriter(out).summary(summary);
            out.writeRaw('\n');
        }
    }

    private interface Row<T> {
        void write(T what, JsonOutput out) throws IOException;
    }

    private void summary(LockOrderSummary summary) throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", SCHEMA);
        out.array("traces", summary.traces(), trace -> TraceJson.write(trace, out));
        rows("classes", summary.classes(), UseJson::write);
        rows("interruptUses", summary.interruptUses(), UseJson::write);
        rows("shownTypes", summary.shownTypes(), UseJson::write);
        rows("nestings", summary.nestings(), NestingJson::write);
        rows("instanceNestings", summary.instanceNestings(), NestingJson::write);
        rows("recursions", summary.recursions(), MisuseJson::write);
        rows("imbalances", summary.imbalances(), MisuseJson::write);
        rows("heldAtExit", summary.heldAtExit(), MisuseJson::write);
        rows("nestingCases", summary.nestingCases(), NestingJson::write);
        rows("deadlocks", summary.deadlocks(), MisuseJson::write);
        rows("breaches", summary.breaches(), MpxJson::write);
        rows("unmaps", summary.unmaps(), MpxJson::write);
        rows("sections", summary.sections(), MpxJson::write);
        rows("paths", summary.paths(), MpxJson::write);
        out.writeEndObject();
    }

    private <T> void rows(String name, List<Seen<T>> rows, Row<T> row) throws IOException {
        out.array(
                name,
                rows,
                seen -> {
                    out.writeStartObject();
                    out.writeNumberField("trace", seen.trace());
                    row.write(seen.what(), out);
                    out.writeEndObject();
                });
    }
}
