package org.lockreplay.report.ci;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.check.Severity;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.report.RuleCatalogue;
import org.lockreplay.report.RuleText;

/**
 * A run as a SARIF log, version 2.1.0 (OASIS, 2020): one run, no times, no machine.
 *
 * <p>GitHub refuses a run of more than 25,000 results; those behind are left out, and a
 * notification says how many. It has a limit on bytes too (10 MB, compressed), which is not looked
 * at.
 */
final class SarifLog {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private static final int MOST_RESULTS = 25_000;
    private static final String LEFT_OUT = "results-left-out";

    private final CiRun run;
    private final JsonOutput out;
    private final SarifPlaces places;
    private final List<RuleText> rules;

    private SarifLog(CiRun run, JsonOutput out) {
        this.run = run;
        this.out = out;
        this.places = new SarifPlaces(run, out);
        this.rules = RuleCatalogue.shipped().rulesFor(run.plainFindings());
    }

    static void write(CiRun run, OutputStream stream) throws IOException {
        try (JsonOutput out = JsonOutput.indented(stream)) {
            new SarifLog(run, out).log();
            out.writeRaw('\n');
        }
    }

    private void log() throws IOException {
        out.writeStartObject();
        out.writeStringField("$schema", SCHEMA);
        out.writeStringField("version", "2.1.0");
        out.writeArrayFieldStart("runs");
        out.writeStartObject();
        tool();
        invocation();
        out.writeStringField("columnKind", "utf16CodeUnits");
        places.base();
        places.artifacts();
        results();
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
    }

    private void tool() throws IOException {
        out.writeObjectFieldStart("tool");
        out.writeObjectFieldStart("driver");
        out.writeStringField("name", "Lockreplay");
        if (run.version().isPresent()) {
            out.writeStringField("version", run.version().get());
        }
        message(
                "shortDescription",
                "Finds in recorded kernel traces which lock orders can deadlock.");
        out.array("rules", rules, this::rule);
        out.writeArrayFieldStart("notifications");
        for (Remark.Kind kind : Remark.Kind.values()) {
            notificationKind(kind.label(), kind.what());
        }
        notificationKind(LEFT_OUT, "There are more results than a SARIF log should hold.");
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndObject();
    }

    private void rule(RuleText rule) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", rule.id());
        out.writeStringField("name", pascalCase(rule.title()));
        message("shortDescription", rule.title() + ".");
        message("fullDescription", plain(rule.what()));
        out.writeObjectFieldStart("help");
        out.writeStringField("text", plain(rule.what() + "\n\n" + rule.help()));
        out.writeStringField(
                "markdown",
                "**" + rule.title() + ".** " + rule.what() + "\n\n" + rule.help() + "\n");
        out.writeEndObject();
        out.writeObjectFieldStart("defaultConfiguration");
        out.writeStringField("level", rule.severity().label());
        out.writeEndObject();
        out.writeObjectFieldStart("properties");
        out.writeArrayFieldStart("tags");
        out.writeString("concurrency");
        out.writeString(rule.id().startsWith("mpx-") ? "mpx" : "locking");
        out.writeEndArray();
        out.writeStringField("problem.severity", problemSeverity(rule.severity()));
        out.writeEndObject();
        out.writeEndObject();
    }

    private void notificationKind(String id, String what) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", id);
        out.writeStringField("name", pascalCase(id + " notification"));
        message("shortDescription", what);
        // Code scanning asks for these of whatever is described.
        message("fullDescription", what);
        message("help", what + " The message of the notification has the particulars.");
        out.writeEndObject();
    }

    private void invocation() throws IOException {
        out.writeArrayFieldStart("invocations");
        out.writeStartObject();
        out.writeBooleanField("executionSuccessful", allWasRead());
        out.writeNumberField("exitCode", run.exitStatus());
        if (run.verdict().isPresent()) {
            out.writeStringField("exitCodeDescription", SarifText.of(run.verdict().get()));
        }
        out.writeArrayFieldStart("toolExecutionNotifications");
        for (Remark remark : run.remarks()) {
            notification(
                    remark.kind().label(),
                    remark.kind().severity(),
                    remark.path(),
                    remark.sentence());
        }
        int leftOut = run.findings().size() - MOST_RESULTS;
        if (leftOut > 0) {
            notification(
                    LEFT_OUT,
                    Severity.WARNING,
                    Optional.empty(),
                    leftOut + " findings are left out here, the mildest ones.");
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndArray();
    }

    private boolean allWasRead() {
        return run.remarks().stream()
                .noneMatch(remark -> remark.kind() == Remark.Kind.UNREADABLE_INPUT);
    }

    private void notification(String id, Severity severity, Optional<String> path, String text)
            throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("descriptor");
        out.writeStringField("id", id);
        out.writeEndObject();
        out.writeStringField("level", severity.label());
        message("message", SarifText.of(text));
        if (path.isPresent()) {
            out.writeArrayFieldStart("locations");
            out.writeStartObject();
            places.file(path.get());
            out.writeEndObject();
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void results() throws IOException {
        Map<String, Integer> indexes = new LinkedHashMap<>();
        rules.forEach(rule -> indexes.put(rule.id(), indexes.size()));
        SarifResult result = new SarifResult(out, places, indexes);
        out.writeArrayFieldStart("results");
        for (CiFinding found : run.findings().stream().limit(MOST_RESULTS).toList()) {
            result.write(found);
        }
        out.writeEndArray();
    }

    private void message(String name, String text) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("text", text);
        out.writeEndObject();
    }

    /** {@code LockClassesAreTakenInACircle}: the form that SARIF wants for a name. */
    private static String pascalCase(String words) {
        StringBuilder name = new StringBuilder();
        for (String word : words.split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return name.toString();
    }

    private static String plain(String markdown) {
        return markdown.replace("`", "");
    }

    /** What GitHub calls the levels, for the filters of its page. */
    private static String problemSeverity(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "recommendation";
        };
    }
}
