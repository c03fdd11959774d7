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
import org.lockreplay.protocol.verify.Schedule;
import org.lockreplay.protocol.verify.ShownSchedule;
import org.lockreplay.protocol.verify.Verification;

/** A verification for programs. The same bytes for an equal one. */
public final class VerificationJson {

    private final JsonOutput out;
    private final Map<Rule, ShownSchedule> shown;

    private VerificationJson(JsonOutput out, Map<Rule, ShownSchedule> shown) {
        this.out = out;
        this.shown = shown;
    }

    /**
     * Writes it indented; does not close the stream.
     *
     * @param shown where a trace was written, what it shows of each rule that is refuted
     */
    public static void write(
            Verification verification, Map<Rule, ShownSchedule> shown, OutputStream stream)
            throws IOException {
        try (JsonOutput out = JsonOutput.indented(stream)) {
            new VerificationJson(out, shown).verification(verification);
            out.writeRaw('\n');
        }
    }

    private void verification(Verification verification) throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", "lockreplay-verification/1");
        out.writeStringField("protocol", verification.protocol().name());
        out.array("operations", verification.operations(), one -> out.writeString(one.name()));
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
        Optional<ShownSchedule> trace = Optional.ofNullable(shown.get(judgement.property().rule()));
        out.writeArrayFieldStart("schedule");
        if (judgement.schedule().isPresent()) {
            Schedule schedule = judgement.schedule().get();
            for (int i = 0; i < schedule.deeds().size(); i++) {
                int at = i;
                deed(
                        schedule.deeds().get(i),
                        schedule.steps().get(i),
                        trace.map(one -> one.lines().get(at)));
            }
        }
        out.writeEndArray();
        if (trace.isPresent()) {
            out.array("findings", trace.get().findings(), out::writeString);
            if (trace.get().plainer().isPresent()) {
                plainer(trace.get().plainer().get());
            }
        }
        out.writeEndObject();
    }

    private void plainer(ShownSchedule.Plainer longer) throws IOException {
        out.writeObjectFieldStart("plainer");
        out.writeNumberField("steps", longer.steps());
        out.writeNumberField("line", longer.line());
        out.array("findings", longer.findings(), out::writeString);
        out.writeEndObject();
    }

    private void deed(Deed deed, int number, Optional<Long> line) throws IOException {
        out.writeStartObject();
        out.writeNumberField("number", number);
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
        out.writeStringField("outerMode", Words.mode(edge.ends().outerRead()));
        out.writeStringField("inner", edge.ends().inner());
        out.writeStringField("innerMode", Words.mode(edge.ends().innerRead()));
        out.writeBooleanField("try", edge.ends().tried());
        out.array("operations", edge.operations(), out::writeString);
        out.array("faultsIn", edge.faults(), out::writeString);
        out.writeEndObject();
    }
}
