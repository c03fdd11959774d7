package org.lockreplay.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lockreplay.check.Severity;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;

/**
 * The baseline as a file that is committed, {@code lockreplay-baseline/1}: a finding a line, sorted
 * by fingerprint, so that two branches that change it merge.
 */
public final class BaselineFile {

    /** Its name in the folder of the corpus. */
    public static final String FILE_NAME = "lockreplay-baseline.json";

    private static final String SCHEMA = "lockreplay-baseline/1";

    private BaselineFile() {}

    /**
     * Reads a baseline to its end; does not close the stream.
     *
     * @param source its name in messages
     * @throws org.lockreplay.json.JsonException if it is none that this version knows, with place
     */
    public static Baseline read(String source, InputStream stream) throws IOException {
        JsonValue document =
                new JsonReader(source, stream)
                        .document()
                        .withSchema(SCHEMA)
                        .withMembers(List.of("schema", "comment", "findings"));
        Set<String> known = new HashSet<>();
        return new Baseline(
                document.list(
                        "findings",
                        row -> {
                            BaselineEntry entry = entry(row);
                            if (!known.add(entry.fingerprint())) {
                                throw row.unexpected(
                                        "each finding once", "'" + entry.fingerprint() + "' again");
                            }
                            return entry;
                        }));
    }

    private static BaselineEntry entry(JsonValue row) throws IOException {
        row.withMembers(List.of("fingerprint", "severity", "what", "since", "comment"));
        return new BaselineEntry(
                Fingerprints.checked(row.member("fingerprint")),
                ManifestReader.constant(Severity.class, row.member("severity")),
                row.text("what"),
                Days.of(row.member("since")));
    }

    /** Writes and flushes; does not close the stream. The same bytes for an equal baseline. */
    public static void write(Baseline baseline, OutputStream stream) throws IOException {
        String head = "{\n\"schema\": \"" + SCHEMA + "\",\n\"findings\": [";
        stream.write(head.getBytes(StandardCharsets.UTF_8));
        String before = "\n";
        for (BaselineEntry entry : baseline.entries()) {
            stream.write(before.getBytes(StandardCharsets.UTF_8));
            write(entry, stream);
            before = ",\n";
        }
        stream.write("\n]\n}\n".getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    private static void write(BaselineEntry entry, OutputStream stream) throws IOException {
        try (JsonOutput out = JsonOutput.dense(stream)) {
            out.writeStartObject();
            out.writeStringField("fingerprint", entry.fingerprint());
            out.writeStringField("severity", entry.severity().label());
            out.writeStringField("what", entry.what());
            out.writeStringField("since", entry.since().toString());
            out.writeEndObject();
        }
    }
}
