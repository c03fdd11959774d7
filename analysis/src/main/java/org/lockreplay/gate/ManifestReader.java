package org.lockreplay.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.lockreplay.check.Severity;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;
import org.lockreplay.protocol.file.ShippedProtocols;

/** Reads a manifest, {@code lockreplay-corpus/1}; refuses whatever it does not know, with place. */
public final class ManifestReader {

    static final String SCHEMA = "lockreplay-corpus/1";

    private static final List<String> SETTINGS =
            List.of(
                    "types",
                    "order",
                    "protocol",
                    "tasksAreRoles",
                    "alone",
                    "set",
                    "labels",
                    "findings",
                    "unreadable",
                    "skip");

    private final Path folder;
    private final Predicate<Path> isThere;

    private ManifestReader(Path folder, Predicate<Path> isThere) {
        this.folder = folder;
        this.isThere = isThere;
    }

    /**
     * Reads a manifest to its end; does not close the stream.
     *
     * @param source its path, for messages; files that it names are looked for beside it
     * @param isThere whether there is such a file; one that is named and is not there is refused
     */
    public static Manifest read(Path source, InputStream stream, Predicate<Path> isThere)
            throws IOException {
        JsonValue document =
                new JsonReader(source.toString(), stream)
                        .document()
                        .withSchema(SCHEMA)
                        .withMembers(List.of("schema", "comment", "defaults", "traces"));
        ManifestReader reader = new ManifestReader(source.resolveSibling(""), isThere);
        return new Manifest(
                comment(document),
                document.optional("defaults", row -> reader.settings(row.withMembers(SETTINGS)))
                        .orElse(TraceSettings.PLAIN),
                document.optional("traces", reader::entries).orElse(List.of()));
    }

    private List<Manifest.Entry> entries(JsonValue rows) throws IOException {
        List<String> members = new ArrayList<>(List.of("path", "comment"));
        members.addAll(SETTINGS);
        Set<String> paths = new HashSet<>();
        List<Manifest.Entry> entries = new ArrayList<>();
        for (JsonValue row : rows.elements()) {
            row.withMembers(members);
            JsonValue path = row.member("path");
            if (!paths.add(path.text())) {
                throw path.unexpected("each path once", "'" + path.text() + "' again");
            }
            Manifest.Entry entry =
                    new Manifest.Entry(path.text(), comment(row), settings(row), path.place());
            try {
                entry.matcher();
            } catch (PatternSyntaxException wrong) {
                throw path.unexpected("a pattern of files", "'" + wrong.getDescription() + "'");
            }
            entries.add(entry);
        }
        return entries;
    }

    private TraceSettings settings(JsonValue row) throws IOException {
        return new TraceSettings(
                row.optional(
                        "types", file -> file(file, "a file of lock types beside the manifest")),
                row.optional(
                        "order",
                        file -> file(file, "a file of a declared order beside the manifest")),
                row.optional("protocol", this::protocol),
                row.optional("tasksAreRoles", JsonValue::flag),
                row.optional("alone", JsonValue::flag),
                row.optional("set", JsonValue::text),
                labels(row),
                row.optional("findings", ManifestReader::expectation),
                row.optional(
                        "unreadable", value -> constant(TraceSettings.Unreadable.class, value)),
                row.optional("skip", JsonValue::flag));
    }

    /** A name that comes with the tool stays; a file is one beside the manifest. */
    private String protocol(JsonValue value) throws JsonException {
        String name = value.text();
        String expected = "a protocol that comes with the tool or a file beside the manifest";
        return ShippedProtocols.names().contains(name) ? name : file(value, expected).toString();
    }

    private Path file(JsonValue value, String expected) throws JsonException {
        Path file;
        try {
            file = folder.resolve(value.text());
        } catch (InvalidPathException noPath) {
            throw value.unexpected(expected, "'" + value.text() + "', which is no path");
        }
        if (!isThere.test(file)) {
            throw value.unexpected(expected, "'" + value.text() + "', which is not there");
        }
        return file;
    }

    private static SortedMap<String, String> labels(JsonValue row) throws JsonException {
        SortedMap<String, String> labels = new TreeMap<>();
        if (row.optional("labels").isPresent()) {
            JsonValue object = row.member("labels");
            for (String name : object.members()) {
                labels.put(name, object.text(name));
            }
        }
        return labels;
    }

    private static Expectation expectation(JsonValue value) throws IOException {
        if (!value.isList()) {
            if (!value.text().equals("none")) {
                throw value.unexpected("'none' or a list", "'" + value.text() + "'");
            }
            return Expectation.NONE;
        }
        List<Expectation.Wanted> wanted = new ArrayList<>();
        for (JsonValue element : value.elements()) {
            wanted.add(wanted(element));
        }
        if (wanted.isEmpty()) {
            throw value.unexpected("'none' or at least one finding", "an empty list");
        }
        return new Expectation(wanted);
    }

    private static Expectation.Wanted wanted(JsonValue element) throws IOException {
        if (!element.isObject()) {
            return new Expectation.Wanted(Fingerprints.checked(element), Optional.empty(), "");
        }
        element.withMembers(List.of("fingerprint", "severity", "what"));
        return new Expectation.Wanted(
                Fingerprints.checked(element.member("fingerprint")),
                element.optional("severity", value -> constant(Severity.class, value)),
                element.optional("what", JsonValue::text).orElse(""));
    }

    private static String comment(JsonValue row) throws IOException {
        return row.optional("comment", JsonValue::text).orElse("");
    }

    static <E extends Enum<E>> E constant(Class<E> type, JsonValue value) throws JsonException {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(value.text())) {
                return constant;
            }
            names.add(name);
        }
        throw value.unexpected("one of " + names, "'" + value.text() + "'");
    }
}
