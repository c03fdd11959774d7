package org.lockreplay.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.lockorder.ProtocolGraph;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.protocol.verify.Judgement;
import org.lockreplay.protocol.verify.Verification;

/** A verification for programs. The same bytes for an equal one. */
public final class VerificationJson {

    private final JsonOutput out;
    private final Map<Rule, List<Long>> lines;

    private VerificationJson(JsonOutput out, Map<Rule, List<Long>> lines) {
        this.out = out;
        this.lines = lines;
    }

    /**
     * Writes it indented; does not close the stream.
     *
     * @param lines of the deeds of each schedule in the trace that was written, if one was
     */
    public static void write(
            Verification verification, Map<Rule, List<Long>> lines, OutputStream stream)
            throws IOException {
        try (JsonOutput out = JsonOutput.indented(stream)) {
            new VerificationJson(out, lines).verification(verification);
            out.writeRaw('\n');
        }
    }

    private void verification(Verification verification) throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", "lockreplay-verification/1");
        out.writeStringField("protocol", verification.protocol().name());
        out.writeNumberField("tasks", verification.tasks());
        out.writeNumberField("states", verification.states());
        out.writeNumberField("statesWithoutEnvironment", verification.ownStates());
        out.writeBooleanField("complete", verification.complete());
        out.writeBooleanField("holds", verification.holds());
        out.array("properties", verification.judgements(), this::property);
        out.array(
                "nestingCases", verification.graph().edges(), edge -> nesting(verification, edge));
        out.writeArrayFieldStart("cycles");
        for (List<ProtocolGraph.Edge> cycle : verification.graph().cycles()) {
            out.writeStartArray();
            for (ProtocolGraph.Edge edge : cycle) {
                out.writeString(edge.ends().outer());
            }
            out.writeEndArray();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void property(Judgement judgement) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", judgement.property().name());
        out.writeStringField("rule", judgement.property().rule().word());
        out.writeBooleanField("claimed", judgement.property().claimed());
        out.writeStringField("verdict", judgement.verdict().word());
        if (judgement.missed().isPresent()) {
            out.writeStringField("missed", judgement.missed().get());
        }
        out.writeArrayFieldStart("schedule");
        if (judgement.schedule().isPresent()) {
            List<Deed> deeds = judgement.schedule().get().deeds();
            List<Long> at = lines.getOrDefault(judgement.property().rule(), List.of());
            for (int i = 0; i < deeds.size(); i++) {
                deed(deeds.get(i), at.isEmpty() ? Optional.empty() : Optional.of(at.get(i)));
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void deed(Deed deed, Optional<Long> line) throws IOException {
        out.writeStartObject();
        out.writeNumberField("task", deed.task() + 1);
        out.writeStringField(
                "operation", deed.operation().map(operation -> operation.name()).orElse(""));
        if (deed.region() >= 0) {
            out.writeStringField("region", Place.name(deed.region()));
        }
        out.writeStringField("does", deed.kind().word());
        out.writeStringField("step", deed.step());
        if (line.isPresent()) {
            out.writeNumberField("line", line.get());
        } else {
            out.writeNullField("line");
        }
        out.writeEndObject();
    }

    private void nesting(Verification verification, ProtocolGraph.Edge edge) throws IOException {
        out.writeStartObject();
        Optional<Integer> number = VerificationText.number(verification.protocol(), edge);
        if (number.isPresent()) {
            out.writeNumberField("case", number.get());
        } else {
            out.writeNullField("case");
        }
        out.writeStringField("outer", edge.ends().outer());
        out.writeStringField("outerMode", edge.ends().outerRead() ? "read" : "write");
        out.writeStringField("inner", edge.ends().inner());
        out.writeStringField("innerMode", edge.ends().innerRead() ? "read" : "write");
        out.writeBooleanField("try", edge.ends().tried());
        out.array("operations", edge.operations(), out::writeString);
        out.array("faultsIn", edge.faults(), out::writeString);
        out.writeEndObject();
    }
}
