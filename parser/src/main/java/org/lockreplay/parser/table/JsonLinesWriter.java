package org.lockreplay.parser.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventSink;

/**
 * Writes events as JSON Lines: one object for each, with the columns of {@link Row} that are not
 * empty as fields, numbers as numbers.
 */
public final class JsonLinesWriter implements EventSink {

    private final JsonGenerator json;

    /** The caller calls {@link #flush}, then closes {@code out}. */
    public JsonLinesWriter(Writer out) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.setRootValueSeparator(null);
    }

    /**
     * Appends a line for each event.
     *
     * @throws UncheckedIOException if {@code out} cannot be written
     */
    @Override
    public void accept(EventBatch batch) {
        try {
            for (int i = 0; i < batch.size(); i++) {
                write(Row.of(batch, i));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Hands on what has not reached {@code out} yet. */
    public void flush() throws IOException {
        json.flush();
    }

    private void write(Row row) throws IOException {
        json.writeStartObject();
        number("line", row.line());
        number("timeNanos", row.timeNanos());
        number("ticks", row.ticks());
        text("task", row.task());
        number("pid", row.pid());
        number("cpu", row.cpu());
        text("flags", row.flags());
        text("event", row.event());
        text("address", row.address());
        text("name", row.name());
        text("mode", row.mode());
        text("arguments", row.arguments());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void number(String field, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeNumberField(field, Long.parseLong(value));
        }
    }

    private void text(String field, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(field, value);
        }
    }
}
