package org.lockreplay.summary;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;

/** Lines break before the members of the summary and before each observation, nowhere else. */
final class OneElementALine extends DefaultPrettyPrinter {

    private static final long serialVersionUID = 1L;

    private int depth;

    @Override
    public DefaultPrettyPrinter createInstance() {
        return new OneElementALine();
    }

    @Override
    public void writeStartObject(JsonGenerator g) throws IOException {
        g.writeRaw('{');
        depth++;
    }

    @Override
    public void writeEndObject(JsonGenerator g, int entries) throws IOException {
        depth--;
        g.writeRaw(depth == 0 ? "\n}" : "}");
    }

    @Override
    public void writeStartArray(JsonGenerator g) throws IOException {
        g.writeRaw('[');
        depth++;
    }

    @Override
    public void writeEndArray(JsonGenerator g, int values) throws IOException {
        depth--;
        g.writeRaw(']');
    }

    @Override
    public void beforeObjectEntries(JsonGenerator g) throws IOException {
        breakLine(g, 1);
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator g) throws IOException {
        g.writeRaw(',');
        breakLine(g, 1);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator g) throws IOException {
        g.writeRaw(':');
    }

    @Override
    public void beforeArrayValues(JsonGenerator g) throws IOException {
        breakLine(g, 2);
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator g) throws IOException {
        g.writeRaw(',');
        breakLine(g, 2);
    }

    private void breakLine(JsonGenerator g, int atDepth) throws IOException {
        if (depth == atDepth) {
            g.writeRaw('\n');
        }
    }
}
