package org.lockreplay.gate;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;

/** Suppressions as people write them, {@code lockreplay-suppressions/1}. */
public final class SuppressionFile {

    /** Its name in the folder of the corpus. */
    public static final String FILE_NAME = "lockreplay-suppressions.json";

    private static final String SCHEMA = "lockreplay-suppressions/1";

    private static final List<String> MEMBERS =
            List.of("fingerprint", "pattern", "reason", "owner", "expires");

    private SuppressionFile() {}

    /**
     * Reads suppressions to their end, in their order; does not close the stream.
     *
     * @param source the name of the file in messages
     * @throws JsonException if one lacks a reason or an owner, or is not as it should be, with
     *     place
     */
    public static List<Suppression> read(String source, InputStream stream) throws IOException {
        JsonValue document =
                new JsonReader(source, stream)
                        .document()
                        .withSchema(SCHEMA)
                        .withMembers(List.of("schema", "comment", "suppressions"));
        return document.list("suppressions", SuppressionFile::suppression);
    }

    private static Suppression suppression(JsonValue row) throws IOException {
        row.withMembers(MEMBERS);
        boolean byFingerprint = row.optional("fingerprint").isPresent();
        if (byFingerprint == row.optional("pattern").isPresent()) {
            throw row.unexpected(
                    "either 'fingerprint' or 'pattern'", byFingerprint ? "both" : "neither");
        }
        return new Suppression(
                row.optional("fingerprint", Fingerprints::checked),
                row.optional("pattern", value -> sentence(row, "pattern")),
                sentence(row, "reason"),
                sentence(row, "owner"),
                row.optional("expires", Days::of),
                row.place());
    }

    private static String sentence(JsonValue row, String member) throws JsonException {
        String text = row.text(member);
        if (text.isBlank()) {
            throw row.member(member).unexpected("a " + member, "nothing");
        }
        return text;
    }
}
