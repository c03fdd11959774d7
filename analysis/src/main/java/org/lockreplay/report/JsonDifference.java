package org.lockreplay.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.lockreplay.check.Finding;
import org.lockreplay.gate.Difference;
import org.lockreplay.gate.Difference.ClassChange;
import org.lockreplay.gate.Difference.FindingChange;
import org.lockreplay.gate.Difference.NestingChange;
import org.lockreplay.json.JsonOutput;

/** A difference for programs: {@code lockreplay-diff/1}. The same bytes for equal ones. */
public final class JsonDifference {

    private static final String SCHEMA = "lockreplay-diff/1";

    private final JsonOutput out;

    private JsonDifference(JsonOutput out) {
        this.out = out;
    }

    /** Writes the difference indented; does not close the stream. */
    public static void write(Difference difference, OutputStream stream) throws IOException {
        try (JsonOutput out = JsonOutput.indented(stream)) {
            new JsonDifference(out).difference(difference);
            out.writeRaw('\n');
        }
    }

    private void difference(Difference difference) throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", SCHEMA);
        out.writeNumberField("tracesBefore", difference.tracesBefore());
        out.writeNumberField("tracesNow", difference.tracesNow());
        out.writeArrayFieldStart("findings");
        for (FindingChange change : difference.findings()) {
            out.writeStartObject();
            out.writeStringField("change", change.kind().label());
            finding("before", change.before());
            finding("now", change.now());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("classes");
        for (ClassChange change : difference.classes()) {
            out.writeStartObject();
            out.writeStringField("change", change.kind().label());
            out.writeStringField("class", change.lockClass());
            counts(change.before(), change.now());
        }
        out.writeEndArray();
        out.writeArrayFieldStart("nestings");
        for (NestingChange change : difference.nestings()) {
            out.writeStartObject();
            out.writeStringField("change", change.kind().label());
            out.writeStringField("outer", change.nest().outer());
            out.writeStringField("outerMode", Words.mode(change.nest().outerRead()));
            out.writeStringField("inner", change.nest().inner());
            out.writeStringField("innerMode", Words.mode(change.nest().innerRead()));
            out.writeBooleanField("try", change.nest().tried());
            counts(change.before(), change.now());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void counts(long before, long now) throws IOException {
        out.writeNumberField("before", before);
        out.writeNumberField("now", now);
        out.writeEndObject();
    }

    private void finding(String side, Optional<Finding> finding) throws IOException {
        if (finding.isPresent()) {
            out.writeFieldName(side);
            new JsonReport(out).finding(finding.get());
        } else {
            out.writeNullField(side);
        }
    }
}
