package org.lockreplay.report.ci;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.OutputStream;

/** JSON files that a person can read too: UTF-8, indented, a line feed at the end. */
final class IndentedJson {

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private IndentedJson() {}

    /** Writes the one value of the file. */
    @FunctionalInterface
    interface Content {
        void writeTo(JsonGenerator out) throws IOException;
    }

    /** Does not close the stream. */
    static void write(OutputStream stream, Content content) throws IOException {
        try (JsonGenerator out = FACTORY.createGenerator(stream, JsonEncoding.UTF8)) {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            DefaultPrettyPrinter printer =
                    new DefaultPrettyPrinter(
                            Separators.createDefaultInstance()
                                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                                    .withArrayEmptySeparator("")
                                    .withObjectEmptySeparator(""));
            printer.indentArraysWith(indenter);
            printer.indentObjectsWith(indenter);
            out.setPrettyPrinter(printer);
            content.writeTo(out);
            out.writeRaw('\n');
        }
    }
}
