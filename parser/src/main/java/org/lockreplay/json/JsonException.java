package org.lockreplay.json;

import java.io.IOException;

/** A JSON text that is not what it should be; the message tells the place and what was expected. */
public final class JsonException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String said;
    private final String path;

    private JsonException(String said, String path, Throwable cause) {
        super(path.isEmpty() ? said : said + " (in " + path + ")", cause);
        this.said = said;
        this.path = path;
    }

    static JsonException at(JsonPlace place, String expected, String found) {
        return at(place, expected, found, null);
    }

    static JsonException at(JsonPlace place, String expected, String found, Throwable cause) {
        return new JsonException(
                "%s:%d:%d: expected %s, found %s"
                        .formatted(place.source(), place.line(), place.column(), expected, found),
                "",
                cause);
    }

    /** The same, with one more step of the way to the place: {@code steps[2]}. */
    public JsonException under(String member) {
        return new JsonException(said, join(member), this);
    }

    private String join(String member) {
        boolean plain = path.isEmpty() || path.startsWith("[");
        return plain ? member + path : member + "." + path;
    }
}
