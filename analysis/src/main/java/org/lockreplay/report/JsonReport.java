package org.lockreplay.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.CaseRow;
import org.lockreplay.check.Conformance;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.check.MpxJudgement;
import org.lockreplay.check.NestingFit;
import org.lockreplay.check.NotJudged;
import org.lockreplay.check.Report;
import org.lockreplay.check.SemaphoreNesting;
import org.lockreplay.check.SitePair;
import org.lockreplay.event.Context;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Origin;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.Hold;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.replay.mpx.UnmapCount;
import org.lockreplay.summary.SourceTrace;

/**
 * A report for programs: {@code lockreplay-report/1}. Names stand as in the trace; JSON escapes
 * them. The same bytes for an equal report.
 */
public final class JsonReport {

    private static final String SCHEMA = "lockreplay-report/1";

    private final JsonOutput out;

    JsonReport(JsonOutput out) {
        this.out = out;
    }

    /** Writes the report indented; does not close the stream. */
    public static void write(Report report, OutputStream stream) throws IOException {
        try (JsonOutput out = JsonOutput.indented(stream)) {
            new JsonReport(out).report(report);
            out.writeRaw('\n');
        }
    }

    /** Writes what was found, by which rules, and what was not judged, into an object. */
    static void judgement(Report judged, JsonOutput out) throws IOException {
        JsonReport report = new JsonReport(out);
        out.array("findings", judged.findings(), report::finding);
        out.array("mpx", judged.mpx(), report::mpx);
        out.array("notJudged", judged.notJudged(), report::notJudged);
    }

    /** Writes the report as one line; does not close the stream. */
    public static void writeLine(Report report, OutputStream stream) throws IOException {
        try (JsonOutput out = JsonOutput.dense(stream)) {
            new JsonReport(out).report(report);
            out.writeRaw('\n');
        }
    }

    private void report(Report report) throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", SCHEMA);
        out.array("traces", report.traces(), this::trace);
        out.array("findings", report.findings(), this::finding);
        String protocol = report.nestingCases().protocol();
        out.array("nestingCases", report.nestingCases().rows(), row -> nestingCase(protocol, row));
        out.array("notJudged", report.notJudged(), this::notJudged);
        out.array("mpx", report.mpx(), this::mpx);
        if (report.conformance().isPresent()) {
            conformance(report.conformance().get());
        } else {
            out.writeNullField("conformance");
        }
        out.writeEndObject();
    }

    private void trace(SourceTrace trace) throws IOException {
        out.writeStartObject();
        out.writeStringField("path", trace.path());
        out.writeStringField("format", trace.facts().format().label());
        out.writeNumberField("events", trace.facts().eventCount());
        out.writeNumberField("lockEvents", trace.coverage().lockEvents());
        out.writeNumberField("lines", trace.facts().lines());
        out.writeNumberField("lost", trace.facts().lost());
        out.writeNumberField("malformed", trace.facts().malformed());
        out.writeNumberField("gaps", trace.coverage().gaps() + trace.coverage().inferredGaps());
        out.writeNumberField("recordings", trace.coverage().recordings());
        out.textOrNull("damage", trace.facts().damage());
        out.writeEndObject();
    }

    /** Writes one finding as an object. */
    void finding(Finding finding) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", finding.id());
        out.writeStringField("severity", finding.severity().label());
        out.writeStringField("certainty", finding.certainty().label());
        out.array("classes", finding.classes(), out::writeString);
        out.array("facts", finding.facts(), out::writeString);
        out.writeStringField("fingerprint", finding.fingerprint());
        out.writeStringField("message", finding.message());
        out.array("advice", finding.advice(), out::writeString);
        out.array("evidence", finding.evidence(), this::evidence);
        out.array("sitePairs", finding.sites(), this::sitePair);
        out.writeNumberField("witnesses", finding.witnesses());
        out.writeEndObject();
    }

    private void sitePair(SitePair pair) throws IOException {
        out.writeStartObject();
        out.writeStringField("outer", pair.outer());
        out.writeStringField("outerMode", mode(pair.outerRead()));
        out.writeStringField("inner", pair.inner());
        out.writeStringField("innerMode", mode(pair.innerRead()));
        out.writeNumberField("count", pair.count());
        out.writeNumberField("tasks", pair.tasks());
        out.writeEndObject();
    }

    private void nestingCase(String protocol, CaseRow row) throws IOException {
        SemaphoreNesting seen = row.seen();
        out.writeStartObject();
        number("case", row.number().isPresent(), row.number().orElse(0));
        out.writeBooleanField("inverse", seen.way().isInverse());
        out.writeStringField("outer", seen.way().outer());
        out.writeStringField("outerMode", mode(seen.way().outerRead()));
        out.writeStringField("inner", seen.way().inner());
        out.writeStringField("innerMode", mode(seen.way().innerRead()));
        out.writeNumberField("count", seen.count());
        out.writeNumberField("try", seen.tries());
        out.writeNumberField("tasks", seen.tasks());
        out.writeStringField("protocol", protocol);
        out.counts("operations", row.operations());
        out.writeFieldName("witness");
        evidence(seen.witness());
        out.writeEndObject();
    }

    private void conformance(Conformance conformance) throws IOException {
        out.writeObjectFieldStart("conformance");
        out.writeStringField("protocol", conformance.protocol());
        out.textOrNull("undone", conformance.undone());
        out.writeObjectFieldStart("operations");
        for (Conformance.Occurrence operation : conformance.operations()) {
            out.writeNumberField(operation.operation(), operation.count());
        }
        out.writeEndObject();
        out.array(
                "withoutLocks",
                conformance.operations().stream()
                        .filter(Conformance.Occurrence::withoutLocks)
                        .toList(),
                operation -> out.writeString(operation.operation()));
        out.array(
                "notRecorded",
                conformance.operations().stream()
                        .filter(Conformance.Occurrence::unrecorded)
                        .toList(),
                operation -> out.writeString(operation.operation()));
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
        number("case", fit.number().isPresent(), fit.number().orElse(0));
        out.writeNumberField("count", fit.count());
        out.array("operations", fit.operations(), out::writeString);
        out.writeObjectFieldStart("first");
        out.writeStringField("trace", fit.first().trace());
        origin(fit.first().at());
        out.writeEndObject();
        out.writeEndObject();
    }

    private void section(Conformance.Row row) throws IOException {
        SectionCount count = row.count();
        String unit = row.ticks() ? "Ticks" : "Nanos";
        out.writeStartObject();
        out.writeStringField("fit", row.fit().kind().label());
        out.array("operations", row.fit().operations(), out::writeString);
        out.textOrNull(
                "reason", Optional.of(row.fit().reason()).filter(reason -> !reason.isEmpty()));
        out.textOrNull("path", Optional.of(count.path()).filter(path -> !path.isEmpty()));
        out.writeStringField("semaphore", row.lock());
        out.writeStringField("mode", mode(count.read()));
        out.textOrNull(
                "outerMode",
                Optional.of(count.outer())
                        .filter(outer -> outer != Hold.NONE)
                        .map(outer -> mode(outer == Hold.READ)));
        number("case", row.nestingCase().isPresent(), row.nestingCase().orElse(0));
        out.writeNumberField("count", count.count());
        out.writeNumberField("try", count.tries());
        out.writeNumberField("waits", count.waits());
        out.writeNumberField("waited" + unit, count.waited());
        out.writeNumberField("longestWait" + unit, count.longestWait());
        out.writeNumberField("holds", count.holds());
        out.writeNumberField("held" + unit, count.held());
        out.writeNumberField("longestHold" + unit, count.longestHold());
        out.writeObjectFieldStart("first");
        out.writeStringField("trace", row.trace());
        origin(count.first());
        out.writeEndObject();
        out.writeEndObject();
    }

    private void mpx(MpxJudgement mpx) throws IOException {
        out.writeStartObject();
        out.writeStringField("trace", mpx.trace());
        out.writeStringField("protocol", mpx.protocol());
        out.array("judged", mpx.judged(), invariant -> out.writeString(invariant.id()));
        out.writeStringField("bracket", mpx.bracketing() ? "bracketed" : "searched");
        out.array("unmaps", mpx.unmaps(), this::unmap);
        out.writeEndObject();
    }

    private void unmap(UnmapCount count) throws IOException {
        out.writeStartObject();
        out.writeStringField("path", count.path());
        out.writeNumberField("unmaps", count.unmaps());
        out.writeNumberField("bracketed", count.bracketed());
        out.writeNumberField("unbracketed", count.unbracketed());
        out.writeNumberField("unknown", count.unknown());
        out.writeEndObject();
    }

    private void breach(Breach breach, boolean ticks) throws IOException {
        out.writeStringField("path", breach.path());
        out.numberOrNull("entry", breach.entry());
        if (breach.memory().isPresent()) {
            out.array(
                    "memory",
                    List.of(breach.memory().get().first(), breach.memory().get().last()),
                    address -> out.writeString(Addresses.hex(address)));
        } else {
            out.writeNullField("memory");
        }
        out.addressOrNull("table", breach.table());
        if (breach.since().isPresent()) {
            out.writeObjectFieldStart("since");
            out.writeNumberField("line", breach.since().get().line());
            boolean told = breach.since().get().time() != 0;
            number("timeNanos", told && !ticks, breach.since().get().time());
            if (ticks) {
                out.writeNumberField("ticks", breach.since().get().time());
            }
            out.writeEndObject();
        } else {
            out.writeNullField("since");
        }
    }

    private void notJudged(NotJudged limit) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", limit.id());
        out.writeStringField("reason", limit.reason());
        out.writeBooleanField("partly", limit.partly());
        out.writeEndObject();
    }

    private void evidence(Evidence evidence) throws IOException {
        out.writeStartObject();
        out.writeStringField("trace", evidence.trace());
        origin(evidence.at());
        out.textOrNull("outer", evidence.held().map(Acquisition::lockClass));
        out.textOrNull("inner", evidence.lock().map(Acquisition::lockClass));
        out.textOrNull("mode", evidence.lockOfKnownMode().map(lock -> mode(lock.read())));
        out.writeStringField("event", evidence.event());
        if (evidence.lock().isPresent()) {
            out.writeBooleanField("try", evidence.lock().get().tryLock());
            out.textOrNull("address", address(evidence.lock().get()));
        }
        if (evidence.acquiredBefore().isPresent()) {
            out.writeFieldName("acquired");
            held(evidence.lock().orElseThrow());
        }
        if (evidence.held().isPresent()) {
            out.writeFieldName("held");
            held(evidence.held().get());
        }
        if (evidence.breach().isPresent()) {
            breach(evidence.breach().get(), Context.ticks(evidence.at().context()));
        }
        out.writeNumberField("count", evidence.count());
        out.writeNumberField("tasks", evidence.tasks());
        out.writeEndObject();
    }

    private void held(Acquisition held) throws IOException {
        out.writeStartObject();
        origin(held.origin());
        out.writeStringField("mode", mode(held.read()));
        out.writeBooleanField("try", held.tryLock());
        out.textOrNull("address", address(held));
        out.writeEndObject();
    }

    private void origin(Origin at) throws IOException {
        boolean ticks = Context.ticks(at.context());
        out.writeNumberField("line", at.line());
        number("timeNanos", !ticks, at.time());
        if (ticks) {
            out.writeNumberField("ticks", at.time());
        }
        out.textOrNull("task", at.pid() < 0 ? Optional.empty() : Optional.of(at.task()));
        number("pid", at.pid() >= 0, at.pid());
        number("cpu", at.cpu() >= 0, at.cpu());
        boolean known = Context.known(at.context());
        out.textOrNull(
                "context", known ? Optional.of(Words.level(at.context())) : Optional.empty());
        out.textOrNull("flags", known ? Optional.of(Context.text(at.context())) : Optional.empty());
    }

    private void number(String name, boolean known, long number) throws IOException {
        if (known) {
            out.writeNumberField(name, number);
        } else {
            out.writeNullField(name);
        }
    }

    private static Optional<String> address(Acquisition lock) {
        return Mode.hidden(lock.mode())
                ? Optional.empty()
                : Optional.of(Addresses.hex(lock.address()));
    }

    private static String mode(boolean read) {
        return read ? "read" : "write";
    }
}
