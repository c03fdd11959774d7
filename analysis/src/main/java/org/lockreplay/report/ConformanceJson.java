package org.lockreplay.report;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.lockreplay.check.Conformance;
import org.lockreplay.check.NestingFit;
import org.lockreplay.event.Origin;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.replay.mpx.Hold;
import org.lockreplay.replay.mpx.SectionCount;

/** How traces conform to a protocol, as JSON. */
final class ConformanceJson {

    private final JsonOutput out;
    private final EvidenceJson evidence;

    ConformanceJson(JsonOutput out) {
        this.out = out;
        evidence = new EvidenceJson(out);
    }

    /** Writes it as an object. */
    void write(Conformance conformance) throws IOException {
        out.writeStartObject();
        out.writeStringField("protocol", conformance.protocol());
        out.textOrNull("undone", conformance.undone());
        out.writeObjectFieldStart("operations");
        for (Conformance.Occurrence operation : conformance.operations()) {
            out.writeNumberField(operation.operation(), operation.count());
        }
        out.writeEndObject();
        operations("withoutLocks", conformance, Conformance.Occurrence::withoutLocks);
        operations("notRecorded", conformance, Conformance.Occurrence::unrecorded);
        out.array("hiddenLocks", conformance.hidden(), out::writeString);
        out.array("sections", conformance.sections(), this::section);
        out.array("nestings", conformance.nestings(), this::nesting);
        out.writeEndObject();
    }

    private void nesting(NestingFit fit) throws IOException {
        out.writeStartObject();
        out.writeStringField("outer", fit.outer());
        out.writeStringField("outerMode", fit.outerMode().word());
        out.writeStringField("inner", fit.inner());
        out.writeStringField("innerMode", fit.innerMode().word());
        out.numberOrNull("case", fit.number());
        out.writeNumberField("count", fit.count());
        out.writeNumberField("try", fit.tries());
        out.writeBooleanField("againstOrder", fit.against());
        out.array("operations", fit.operations(), out::writeString);
        first(fit.first().trace(), fit.first().at());
        out.writeEndObject();
    }

    private void section(Conformance.Row row) throws IOException {
        SectionCount count = row.count();
        String unit = row.ticks() ? "Ticks" : "Nanos";
        out.writeStartObject();
        out.writeStringField("fit", row.fit().kind().label());
        out.array("operations", row.fit().operations(), out::writeString);
        out.textOrNull("reason", unlessEmpty(row.fit().reason()));
        out.textOrNull("path", unlessEmpty(count.path()));
        out.writeStringField("semaphore", row.lock());
        out.writeStringField("mode", Words.mode(count.read()));
        out.textOrNull(
                "outerMode",
                Optional.of(count.outer())
                        .filter(outer -> outer != Hold.NONE)
                        .map(outer -> Words.mode(outer == Hold.READ)));
        out.numberOrNull("case", row.nestingCase());
        out.writeNumberField("count", count.count());
        out.writeNumberField("try", count.tries());
        out.writeNumberField("waits", count.waits());
        out.writeNumberField("waited" + unit, count.waited());
        out.writeNumberField("longestWait" + unit, count.longestWait());
        out.writeNumberField("holds", count.holds());
        out.writeNumberField("held" + unit, count.held());
        out.writeNumberField("longestHold" + unit, count.longestHold());
        first(row.trace(), count.first());
        out.writeEndObject();
    }

    private void operations(
            String name, Conformance conformance, Predicate<Conformance.Occurrence> which)
            throws IOException {
        out.array(
                name,
                conformance.operations().stream().filter(which).toList(),
                operation -> out.writeString(operation.operation()));
    }

    private void first(String trace, Origin at) throws IOException {
        out.writeObjectFieldStart("first");
        evidence.place(trace, at);
        out.writeEndObject();
    }

    private static Optional<String> unlessEmpty(String text) {
        return Optional.of(text).filter(one -> !one.isEmpty());
    }
}
