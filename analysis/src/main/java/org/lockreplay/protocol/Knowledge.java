package org.lockreplay.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;

/** The shipped JSON files, and the check that a file is of the schema that its reader knows. */
final class Knowledge {

    private Knowledge() {}

    /** Makes something of a parsed file. */
    @FunctionalInterface
    interface Maker<T> {
        T make(JsonValue document) throws JsonException;
    }

    /** Reads a resource beside this class; a broken one is a fault of ours. */
    static <T> T shipped(String resource, String schema, Maker<T> maker) {
        try (InputStream stream = Knowledge.class.getResourceAsStream(resource)) {
            return read(resource, stream, schema, maker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file whose member {@code schema} must be the one given. */
    static <T> T read(String source, InputStream stream, String schema, Maker<T> maker)
            throws IOException {
        return maker.make(new JsonReader(source, stream).document().withSchema(schema));
    }
}
