package org.lockreplay.report;

import java.io.IOException;
import java.io.OutputStream;
import org.lockreplay.check.CaseRow;
import org.lockreplay.check.Finding;
import org.lockreplay.check.MpxJudgement;
import org.lockreplay.check.NotJudged;
import org.lockreplay.check.Report;
import org.lockreplay.check.SemaphoreNesting;
import org.lockreplay.check.SitePair;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.replay.mpx.UnmapCount;
import org.lockreplay.summary.SourceTrace;

/**
 * A report for programs: {@code lockreplay-report/1}. Names stand as in the trace; JSON escapes
 * them. The same bytes for an equal report.
 */
public final class JsonReport {

    private static final String SCHEMA = "lockreplay-report/1";

    private final JsonOutput out;
    private final EvidenceJson evidence;

    JsonReport(JsonOutput out) {
        this.out = out;
        evidence = new EvidenceJson(out);
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
            out.writeFieldName("conformance");
            new ConformanceJson(out).write(report.conformance().get());
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
        out.array("evidence", finding.evidence(), evidence::write);
        out.array("sitePairs", finding.sites(), this::sitePair);
        out.writeNumberField("witnesses", finding.witnesses());
        out.writeEndObject();
    }

    private void sitePair(SitePair pair) throws IOException {
        out.writeStartObject();
        out.writeStringField("outer", pair.outer());
        out.writeStringField("outerMode", Words.mode(pair.outerRead()));
        out.writeStringField("inner", pair.inner());
        out.writeStringField("innerMode", Words.mode(pair.innerRead()));
        out.writeNumberField("count", pair.count());
        out.writeNumberField("tasks", pair.tasks());
        out.writeEndObject();
    }

    private void nestingCase(String protocol, CaseRow row) throws IOException {
        SemaphoreNesting seen = row.seen();
        out.writeStartObject();
        out.numberOrNull("case", row.number());
        out.writeBooleanField("inverse", seen.way().isInverse());
        out.writeStringField("outer", seen.way().outer());
        out.writeStringField("outerMode", Words.mode(seen.way().outerRead()));
        out.writeStringField("inner", seen.way().inner());
        out.writeStringField("innerMode", Words.mode(seen.way().innerRead()));
        out.writeNumberField("count", seen.count());
        out.writeNumberField("try", seen.tries());
        out.writeNumberField("tasks", seen.tasks());
        out.writeStringField("protocol", protocol);
        out.counts("operations", row.operations());
        out.writeFieldName("witness");
        evidence.write(seen.witness());
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

    /** Writes one limit as an object. */
    void notJudged(NotJudged limit) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", limit.id());
        out.writeStringField("reason", limit.reason());
        out.writeBooleanField("partly", limit.partly());
        out.writeEndObject();
    }
}
