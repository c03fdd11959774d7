package org.lockreplay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.check.Severity;
import org.lockreplay.gate.BaselineEntry;
import org.lockreplay.gate.EdgeTraces;
import org.lockreplay.gate.FindingState;
import org.lockreplay.gate.GateFinding;
import org.lockreplay.gate.SkippedFile;
import org.lockreplay.gate.Suppression;
import org.lockreplay.gate.TraceResult;
import org.lockreplay.gate.Verdict;

/** The verdict of a gate for programs: {@code lockreplay-gate/1}. The same bytes for equal ones. */
public final class JsonGate {

    private static final String SCHEMA = "lockreplay-gate/1";

    private final JsonGenerator out;

    private JsonGate(JsonGenerator out) {
        this.out = out;
    }

    /** Writes the verdict indented; does not close the stream. */
    public static void write(Verdict verdict, OutputStream stream) throws IOException {
        try (JsonGenerator out = JsonReport.indented(stream)) {
            new JsonGate(out).verdict(verdict);
            out.writeRaw('\n');
        }
    }

    private interface Element<T> {
        void write(T element) throws IOException;
    }

    private void verdict(Verdict verdict) throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", SCHEMA);
        out.writeBooleanField("passed", verdict.passed());
        out.writeStringField("sentence", verdict.sentence());
        out.writeStringField("failOn", verdict.threshold().label());
        out.writeStringField("today", verdict.today().toString());
        out.writeBooleanField("partial", verdict.isPartial());
        counts(verdict);
        array("traces", verdict.traces(), this::trace);
        array("skipped", verdict.skipped(), this::skipped);
        array("findings", verdict.findings(), this::finding);
        array("fixed", verdict.fixed(), this::baseline);
        array("expiredSuppressions", verdict.expired(), this::suppression);
        array("unusedSuppressions", verdict.unused(), this::suppression);
        out.writeEndObject();
    }

    private void counts(Verdict verdict) throws IOException {
        out.writeObjectFieldStart("counts");
        for (FindingState state : FindingState.values()) {
            out.writeObjectFieldStart(state.label());
            for (Severity severity : Severity.values()) {
                out.writeNumberField(severity.label(), verdict.count(state, severity));
            }
            out.writeEndObject();
        }
        long suppressed = verdict.findings().stream().filter(GateFinding::isSuppressed).count();
        out.writeNumberField("suppressed", suppressed);
        out.writeNumberField("fixed", verdict.fixed().size());
        out.writeNumberField("failing", verdict.failing().size());
        out.writeEndObject();
    }

    private <T> void array(String name, List<T> elements, Element<T> writer) throws IOException {
        out.writeArrayFieldStart(name);
        for (T element : elements) {
            writer.write(element);
        }
        out.writeEndArray();
    }

    private void trace(TraceResult trace) throws IOException {
        out.writeStartObject();
        out.writeStringField("path", trace.path());
        out.writeStringField("status", trace.status().label());
        text("reason", trace.reason());
        out.writeStringField("set", trace.set());
        out.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : trace.labels().entrySet()) {
            out.writeStringField(label.getKey(), label.getValue());
        }
        out.writeEndObject();
        out.writeNumberField("events", trace.events());
        out.writeNumberField("recordings", trace.recordings());
        array("broken", trace.broken(), out::writeString);
        out.writeEndObject();
    }

    private void skipped(SkippedFile file) throws IOException {
        out.writeStartObject();
        out.writeStringField("path", file.path());
        out.writeStringField("reason", file.reason());
        out.writeEndObject();
    }

    private void finding(GateFinding found) throws IOException {
        out.writeStartObject();
        out.writeStringField("state", found.state().label());
        out.writeStringField("set", found.set());
        if (found.baseline().isPresent()) {
            out.writeFieldName("baseline");
            baseline(found.baseline().get());
        } else {
            out.writeNullField("baseline");
        }
        if (found.suppression().isPresent()) {
            out.writeFieldName("suppression");
            suppression(found.suppression().get());
        } else {
            out.writeNullField("suppression");
        }
        array("edges", found.edges(), this::edge);
        array("traces", found.traces(), out::writeString);
        out.writeFieldName("finding");
        new JsonReport(out).finding(found.finding());
        out.writeEndObject();
    }

    private void edge(EdgeTraces edge) throws IOException {
        out.writeStartObject();
        out.writeStringField("outer", edge.outer());
        out.writeStringField("inner", edge.inner());
        array("traces", edge.traces(), out::writeString);
        out.writeEndObject();
    }

    private void baseline(BaselineEntry entry) throws IOException {
        out.writeStartObject();
        out.writeStringField("fingerprint", entry.fingerprint());
        out.writeStringField("severity", entry.severity().label());
        out.writeStringField("what", entry.what());
        out.writeStringField("since", entry.since().toString());
        out.writeEndObject();
    }

    private void suppression(Suppression suppression) throws IOException {
        out.writeStartObject();
        text("fingerprint", suppression.fingerprint());
        text("pattern", suppression.pattern());
        out.writeStringField("reason", suppression.reason());
        out.writeStringField("owner", suppression.owner());
        text("expires", suppression.expires().map(Object::toString));
        out.writeStringField("place", suppression.place());
        out.writeEndObject();
    }

    private void text(String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            out.writeStringField(name, text.get());
        } else {
            out.writeNullField(name);
        }
    }
}
