package org.lockreplay.report.ci;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.summary.SourceTrace;

/** The traces of a run as SARIF's artifacts, and places in them. */
final class SarifPlaces {

    /** The folder in which the tool was started; whoever takes the log knows where that is. */
    private static final String BASE = "%SRCROOT%";

    private final JsonOutput out;
    private final Map<String, SourceTrace> traces = new LinkedHashMap<>();
    private final Map<String, Integer> indexes = new LinkedHashMap<>();

    SarifPlaces(CiRun run, JsonOutput out) {
        this.out = out;
        for (JudgedTrace trace : run.traces()) {
            traces.putIfAbsent(trace.path(), trace.source());
            indexes.putIfAbsent(trace.path(), indexes.size());
        }
    }

    void base() throws IOException {
        out.writeObjectFieldStart("originalUriBaseIds");
        out.writeObjectFieldStart(BASE);
        text("description", "The folder in which the traces were named.");
        out.writeEndObject();
        out.writeEndObject();
    }

    void artifacts() throws IOException {
        out.writeArrayFieldStart("artifacts");
        for (Map.Entry<String, SourceTrace> trace : traces.entrySet()) {
            out.writeStartObject();
            location(trace.getKey());
            Optional<String> packing = packing(trace.getKey());
            if (packing.isPresent()) {
                out.writeStringField("mimeType", packing.get());
                text("description", "Compressed; lines are counted in the text within.");
            }
            out.writeArrayFieldStart("roles");
            out.writeString("analysisTarget");
            out.writeEndArray();
            out.writeObjectFieldStart("properties");
            out.writeStringField("format", trace.getValue().facts().format().label());
            out.writeNumberField("events", trace.getValue().facts().eventCount());
            out.writeNumberField("lockEvents", trace.getValue().coverage().lockEvents());
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** A file as a whole, inside an object. */
    void file(String path) throws IOException {
        out.writeObjectFieldStart("physicalLocation");
        artifactLocation(path);
        out.writeEndObject();
    }

    /** A line of a trace, inside an object. */
    void line(Witness witness) throws IOException {
        out.writeObjectFieldStart("physicalLocation");
        artifactLocation(witness.path());
        out.writeObjectFieldStart("region");
        out.writeNumberField("startLine", Math.max(1, witness.at().line()));
        out.writeEndObject();
        out.writeEndObject();
        text("message", SarifText.of(witness.sentence()));
    }

    private void artifactLocation(String path) throws IOException {
        out.writeObjectFieldStart("artifactLocation");
        uri(path);
        Integer index = indexes.get(path);
        if (index != null) {
            out.writeNumberField("index", index);
        }
        out.writeEndObject();
    }

    private void location(String path) throws IOException {
        out.writeObjectFieldStart("location");
        uri(path);
        if (TracePath.isStandardInput(path)) {
            text("description", "Standard input.");
        }
        out.writeEndObject();
    }

    private void uri(String path) throws IOException {
        out.writeStringField("uri", TracePath.uri(path));
        if (!TracePath.isAbsolute(path)) {
            out.writeStringField("uriBaseId", BASE);
        }
    }

    private void text(String name, String text) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("text", text);
        out.writeEndObject();
    }

    private static Optional<String> packing(String path) {
        if (path.endsWith(".xz")) {
            return Optional.of("application/x-xz");
        }
        return path.endsWith(".gz") ? Optional.of("application/gzip") : Optional.empty();
    }
}
