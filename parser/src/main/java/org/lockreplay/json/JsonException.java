package org.lockreplay.json;

import java.io.IOException;

/** A JSON text that is not what it should be; the message tells the place and what was expected. */
public final class JsonException extends IOException {

    private static final long serialVersionUID = 1L;

    private JsonException(String message, Throwable cause) {
        super(message, cause);
    }

    static JsonException at(JsonPlace place, String expected, String found) {
        return at(place, expected, found, null);
    }

    static JsonException at(JsonPlace place, String expected, String found, Throwable cause) {
        return new JsonException(
                "%s:%d:%d: expected %s, found %s"
                        .formatted(place.source(), place.line(), place.column(), expected, found),
                cause);
    }
}
