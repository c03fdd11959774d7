package org.lockreplay.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A JSON text read from front to back, as one value or member by member where it may be large.
 *
 * <p>Whatever is not as expected throws a {@link JsonException} with its place. Closing a reader
 * closes its stream. Not thread-safe.
 */
public final class JsonReader implements Closeable {

    private static final String END = "the end of the file";

    private final String source;
    private final JsonParser parser;

    /** Takes the value of one member, which it must read with {@link #value} or {@link #list}. */
    @FunctionalInterface
    public interface MemberReader {
        void read(String member) throws IOException;
    }

    /** Makes something of one element of an array. */
    @FunctionalInterface
    public interface ElementReader<T> {
        T read(JsonValue element) throws IOException;
    }

    /**
     * @param source the name of the text in messages
     */
    public JsonReader(String source, InputStream stream) throws IOException {
        this.source = source;
        this.parser =
                JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build()
                        .createParser(stream);
    }

    /** Reads the whole text as one value; nothing but blanks may follow it. */
    public JsonValue document() throws IOException {
        JsonValue value = value();
        end();
        return value;
    }

    /** Reads the whole text as one object, member by member. */
    public void members(MemberReader members) throws IOException {
        expect(next(), JsonToken.START_OBJECT, "an object");
        while (next() == JsonToken.FIELD_NAME) {
            members.read(parser.currentName());
        }
        end();
    }

    /** Reads the next value, an array, element by element. */
    public <T> List<T> list(ElementReader<T> elements) throws IOException {
        expect(next(), JsonToken.START_ARRAY, "a list");
        List<T> list = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            list.add(elements.read(current(token)));
        }
        return list;
    }

    /** Reads the next value, whatever it is. */
    public JsonValue value() throws IOException {
        return current(next());
    }

    /** The failure that something else than {@code found} should have stood here. */
    public JsonException unexpected(String expected, String found) {
        return JsonException.at(place(), expected, found);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    // Recursion is as deep as the text nests, which the parser limits to 1000.
    private JsonValue current(JsonToken token) throws IOException {
        JsonPlace place = place();
        return switch (token) {
            case START_OBJECT -> new JsonValue(place, object());
            case START_ARRAY -> new JsonValue(place, array());
            case VALUE_STRING -> new JsonValue(place, text());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue(place, number());
            case VALUE_TRUE -> new JsonValue(place, true);
            case VALUE_FALSE -> new JsonValue(place, false);
            case VALUE_NULL -> new JsonValue(place, JsonValue.NOTHING);
            default -> throw JsonException.at(place, "a JSON value", text());
        };
    }

    private Map<String, JsonValue> object() throws IOException {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (next() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            members.put(member, value());
        }
        return members;
    }

    private List<JsonValue> array() throws IOException {
        List<JsonValue> elements = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            elements.add(current(token));
        }
        return elements;
    }

    /**
     * The number as it is: {@code 1}, {@code 1.0} and {@code 10e-1} are one and the same whole
     * number, as JSON Schema has it (2020-12, 6.1.1), whatever a writer made of it.
     *
     * @return a Long; a BigDecimal if it is too large for that, or not whole
     */
    private Number number() throws IOException {
        BigDecimal exact;
        try {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                return parser.getLongValue();
            }
            exact = parser.getDecimalValue();
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
        try {
            return exact.longValueExact();
        } catch (ArithmeticException tooLargeOrNotWhole) {
            return exact;
        }
    }

    /** The token as it stands; the parser looks at a text's end only now. */
    private String text() throws IOException {
        try {
            return parser.getText();
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private JsonToken next() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw unexpected("a JSON value", END);
            }
            return token;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private void end() throws IOException {
        try {
            if (parser.nextToken() != null) {
                throw unexpected("the end", "'" + text() + "'");
            }
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private void expect(JsonToken token, JsonToken expected, String words) throws IOException {
        if (token != expected) {
            throw unexpected(words, "'" + text() + "'");
        }
    }

    private JsonException malformed(JsonProcessingException e) {
        boolean cutOff = e.getOriginalMessage().startsWith("Unexpected end-of-input");
        if (cutOff || e instanceof JsonEOFException) {
            return JsonException.at(placeOf(e), missing(e), END, e);
        }
        String said = e.getOriginalMessage().lines().findFirst().orElse("");
        String found = said.isEmpty() ? "an error" : lowerCaseFirst(said);
        return JsonException.at(placeOf(e), "well-formed JSON", found, e);
    }

    /** What the parser refuses for its size it refuses without a place. */
    private JsonPlace placeOf(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return JsonPlace.of(source, location == null ? parser.currentLocation() : location);
    }

    /** What a text that is cut off lacks next; not each of the parser's failures has a token. */
    private String missing(JsonProcessingException cutOff) {
        JsonToken token =
                cutOff instanceof JsonEOFException end ? end.getTokenBeingDecoded() : null;
        if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
            return "the closing quote of a text";
        }
        if (parser.getParsingContext().inArray()) {
            return "the ']' of a list";
        }
        return parser.getParsingContext().inObject() ? "the '}' of an object" : "a JSON value";
    }

    private static String lowerCaseFirst(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private JsonPlace place() {
        return JsonPlace.of(source, parser.currentTokenLocation());
    }
}
