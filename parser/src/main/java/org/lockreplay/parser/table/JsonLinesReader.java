package org.lockreplay.parser.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
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
            JsonToken first = json.nextToken();
            if (first == null) {
                return new TableEntry.Blank();
            }
            if (first != JsonToken.START_OBJECT) {
                return bad(json, "a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                field(json);
            }
            return json.nextToken() == null ? row() : bad(json, "one JSON object in a line");
        } catch (JsonProcessingException broken) {
            JsonLocation place = broken.getLocation();
            int column = place == null ? 1 : Math.max(1, place.getColumnNr());
            return new TableEntry.Bad(column, "JSON", broken.getOriginalMessage());
        } catch (IOException notUtf8) {
            return new TableEntry.Bad(1, "JSON in UTF-8", String.valueOf(notUtf8.getMessage()));
        }
    }

    private static TableEntry bad(JsonParser json, String expected) throws IOException {
        int column = Math.max(1, json.currentTokenLocation().getColumnNr());
        return new TableEntry.Bad(column, expected, json.getText());
    }

    private void field(JsonParser json) throws IOException {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (!value.isScalarValue()) {
            json.skipChildren();
        } else if (value != JsonToken.VALUE_NULL) {
            fields.put(field, json.getText());
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
