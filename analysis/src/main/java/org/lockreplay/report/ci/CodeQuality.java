package org.lockreplay.report.ci;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.text.Sha256;
import org.lockreplay.text.VisibleText;

/**
 * A run as GitLab's Code Quality report: an array of Code Climate's issues, one for each finding
 * that is open, and one for each file that could not be read.
 *
 * <p>GitLab compares it with the report of the target branch by the fingerprints.
 */
final class CodeQuality {

    private static final int MOST_PLACES = 100;

    private final JsonOutput out;

    private CodeQuality(JsonOutput out) {
        this.out = out;
    }

    static void write(CiRun run, OutputStream stream) throws IOException {
        try (JsonOutput out = JsonOutput.indented(stream)) {
            new CodeQuality(out).issues(run);
            out.writeRaw('\n');
        }
    }

    private void issues(CiRun run) throws IOException {
        out.writeStartArray();
        for (Remark remark : run.remarks()) {
            if (remark.kind().severity() == Severity.ERROR) {
                problem(remark);
            }
        }
        for (CiFinding found : run.findings()) {
            if (found.isOpen()) {
                finding(found);
            }
        }
        out.writeEndArray();
    }

    private void problem(Remark remark) throws IOException {
        String path = remark.path().orElse("lockreplay");
        out.writeStartObject();
        head(
                remark.kind().label(),
                remark.sentence(),
                "blocker",
                Sha256.shortOf(remark.kind().label() + '\n' + path + '\n' + remark.sentence()));
        out.writeFieldName("location");
        place(path, 1);
        out.writeEndObject();
    }

    private void finding(CiFinding found) throws IOException {
        Finding finding = found.finding();
        out.writeStartObject();
        head(
                finding.id(),
                finding.message(),
                severity(finding.severity()),
                found.uniqueFingerprint());
        int places = Math.min(MOST_PLACES, finding.evidence().size());
        List<Evidence> evidence = finding.evidence().subList(0, places);
        if (evidence.isEmpty()) {
            out.writeFieldName("location");
            place("lockreplay", 1);
        }
        for (int i = 0; i < evidence.size(); i++) {
            if (i == 0) {
                out.writeFieldName("location");
            } else if (i == 1) {
                out.writeArrayFieldStart("other_locations");
            }
            place(evidence.get(i).trace(), evidence.get(i).at().line());
        }
        if (evidence.size() > 1) {
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void head(String check, String description, String severity, String fingerprint)
            throws IOException {
        out.writeStringField("type", "issue");
        out.writeStringField("check_name", check);
        out.writeStringField("description", VisibleText.of(description));
        out.writeArrayFieldStart("categories");
        out.writeString("Bug Risk");
        out.writeEndArray();
        out.writeStringField("severity", severity);
        out.writeStringField("fingerprint", fingerprint);
    }

    private void place(String path, long line) throws IOException {
        out.writeStartObject();
        out.writeStringField("path", VisibleText.of(TracePath.tidy(path)));
        out.writeObjectFieldStart("lines");
        out.writeNumberField("begin", Math.max(1, line));
        out.writeEndObject();
        out.writeEndObject();
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case ERROR -> "critical";
            case WARNING -> "major";
            case NOTE -> "info";
        };
    }
}
