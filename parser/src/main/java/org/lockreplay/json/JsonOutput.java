package org.lockreplay.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * JSON written from front to back as UTF-8: what {@link JsonReader} is for reading.
 *
 * <p>A generator that knows the members which most files of the tool have. Closing it flushes, and
 * does not close the stream. Not thread-safe.
 */
public final class JsonOutput extends JsonGeneratorDelegate {

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private JsonOutput(JsonGenerator out) {
        super(out);
    }

    /** Writes one element of an array. */
    @FunctionalInterface
    public interface ElementWriter<T> {
        void write(T element) throws IOException;
    }

    /** JSON without a blank or a line break. */
    public static JsonOutput dense(OutputStream stream) throws IOException {
        return new JsonOutput(FACTORY.createGenerator(stream, JsonEncoding.UTF8));
    }

    /** JSON for people too: a member and an element a line, indented by two blanks. */
    public static JsonOutput indented(OutputStream stream) throws IOException {
        JsonOutput out = dense(stream);
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(
                        Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                                .withArrayEmptySeparator("")
                                .withObjectEmptySeparator("")
                                .withRootSeparator(""));
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        out.setPrettyPrinter(printer);
        return out;
    }

    /** A member that is an array of what the writer makes of each element. */
    public <T> void array(String name, Iterable<T> elements, ElementWriter<? super T> writer)
            throws IOException {
        writeArrayFieldStart(name);
        for (T element : elements) {
            writer.write(element);
        }
        writeEndArray();
    }

    /** A member that is an object with a text for each name. */
    public void texts(String name, Map<String, String> texts) throws IOException {
        writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            writeStringField(text.getKey(), text.getValue());
        }
        writeEndObject();
    }

    /** A member that is an object with a number for each name. */
    public void counts(String name, Map<String, Long> counts) throws IOException {
        writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            writeNumberField(count.getKey(), count.getValue());
        }
        writeEndObject();
    }

    /** A member that is a text, or {@code null} for none. */
    public void textOrNull(String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            writeStringField(name, text.get());
        } else {
            writeNullField(name);
        }
    }

    /** A member that is a number, or {@code null} for none. */
    public void numberOrNull(String name, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            writeNumberField(name, number.getAsLong());
        } else {
            writeNullField(name);
        }
    }

    public void numberOrNull(String name, OptionalInt number) throws IOException {
        if (number.isPresent()) {
            writeNumberField(name, number.getAsInt());
        } else {
            writeNullField(name);
        }
    }

    /** A member that is an unsigned number in the form {@code "0x1f"}, for JSON's have 53 bits. */
    public void address(String name, long address) throws IOException {
        writeStringField(name, "0x" + Long.toHexString(address));
    }

    /** The same, or {@code null} for none. */
    public void addressOrNull(String name, OptionalLong address) throws IOException {
        if (address.isPresent()) {
            address(name, address.getAsLong());
        } else {
            writeNullField(name);
        }
    }
}
