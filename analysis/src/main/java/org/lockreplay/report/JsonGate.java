package org.lockreplay.report;

import java.io.IOException;
import java.io.OutputStream;
import org.lockreplay.check.Severity;
import org.lockreplay.gate.BaselineEntry;
import org.lockreplay.gate.EdgeTraces;
import org.lockreplay.gate.FindingState;
import org.lockreplay.gate.GateFinding;
import org.lockreplay.gate.SkippedFile;
import org.lockreplay.gate.Suppression;
import org.lockreplay.gate.TraceResult;
import org.lockreplay.gate.Verdict;
import org.lockreplay.json.JsonOutput;

/** The verdict of a gate for programs: {@code lockreplay-gate/1}. The same bytes for equal ones. */
public final class JsonGate {

    private static final String SCHEMA = "lockreplay-gate/1";

    private final JsonOutput out;

    private JsonGate(JsonOutput out) {
        this.out = out;
    }

    /** Writes the verdict indented; does not close the stream. */
    public static void write(Verdict verdict, OutputStream stream) throws IOException {
        try (JsonOutput out = JsonOutput.indented(stream)) {
            new JsonGate(out).verdict(verdict);
            out.writeRaw('\n');
        }
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
        out.array("traces", verdict.traces(), this::trace);
        out.array("skipped", verdict.skipped(), this::skipped);
        out.array("findings", verdict.findings(), this::finding);
        out.array("fixed", verdict.fixed(), this::baseline);
        out.array("expiredSuppressions", verdict.expired(), this::suppression);
        out.array("unusedSuppressions", verdict.unused(), this::suppression);
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

    private void trace(TraceResult trace) throws IOException {
        out.writeStartObject();
        out.writeStringField("path", trace.path());
        out.writeStringField("status", trace.status().label());
        out.textOrNull("reason", trace.reason());
        out.writeStringField("set", trace.set());
        out.texts("labels", trace.labels());
        out.writeNumberField("events", trace.events());
        out.writeNumberField("recordings", trace.recordings());
        out.array("broken", trace.broken(), out::writeString);
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
        out.array("edges", found.edges(), this::edge);
        out.array("traces", found.traces(), out::writeString);
        out.writeFieldName("finding");
        new JsonReport(out).finding(found.finding());
        out.writeEndObject();
    }

    private void edge(EdgeTraces edge) throws IOException {
        out.writeStartObject();
        out.writeStringField("outer", edge.outer());
        out.writeStringField("inner", edge.inner());
        out.array("traces", edge.traces(), out::writeString);
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
        out.textOrNull("fingerprint", suppression.fingerprint());
        out.textOrNull("pattern", suppression.pattern());
        out.writeStringField("reason", suppression.reason());
        out.writeStringField("owner", suppression.owner());
        out.textOrNull("expires", suppression.expires().map(Object::toString));
        out.writeStringField("place", suppression.place());
        out.writeEndObject();
    }
}
