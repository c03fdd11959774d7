package org.lockreplay.parser.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads single lines of what {@link JsonLinesWriter} writes; fields that are not ours are passed
 * over.
 */
public final class JsonLinesReader {

    private final JsonFactory factory = new JsonFactory();
    private final Map<String, String> fields = new HashMap<>();

    /** Whether a table that begins with this text is one of ours. */
    public static boolean recognises(String beginning) {
        return beginning.startsWith("{") && beginning.contains("\"event\"");
    }

    /** The row in {@code text[from, to)}, one line. */
    public TableEntry read(byte[] text, int from, int to) {
        fields.clear();
        try (JsonParser json = factory.createParser(text, from, to - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new TableEntry.Bad(1, "a JSON object", "");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                if (json.nextToken().isScalarValue()) {
                    fields.put(field, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            return row();
        } catch (JsonParseException broken) {
            int column = broken.getLocation().getColumnNr();
            return new TableEntry.Bad(column, "JSON", broken.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException("from an array in memory", impossible);
        }
    }

    private Row row() {
        return new Row(
                field("line"),
                field("timeNanos"),
                field("ticks"),
                field("task"),
                field("pid"),
                field("cpu"),
                field("flags"),
                field("event"),
                field("address"),
                field("name"),
                field("mode"),
                field("arguments"));
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
