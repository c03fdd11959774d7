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
        JsonValue document = new JsonReader(source.toString(), stream).document();
        JsonValue schema = document.member("schema");
        if (!schema.text().equals(SCHEMA)) {
            throw schema.unexpected("schema '" + SCHEMA + "'", "'" + schema.text() + "'");
        }
        document.withMembers(List.of("schema", "comment", "defaults", "traces"));
        ManifestReader reader = new ManifestReader(source.resolveSibling(""), isThere);
        Optional<JsonValue> defaults = document.optional("defaults");
        return new Manifest(
                comment(document),
                defaults.isPresent()
                        ? reader.settings(defaults.get().withMembers(SETTINGS))
                        : TraceSettings.PLAIN,
                document.optional("traces").isPresent()
                        ? reader.entries(document.member("traces"))
                        : List.of());
    }

    private List<Manifest.Entry> entries(JsonValue rows) throws JsonException {
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

    private TraceSettings settings(JsonValue row) throws JsonException {
        Optional<JsonValue> types = row.optional("types");
        Optional<JsonValue> order = row.optional("order");
        Optional<JsonValue> set = row.optional("set");
        Optional<JsonValue> findings = row.optional("findings");
        Optional<JsonValue> unreadable = row.optional("unreadable");
        return new TraceSettings(
                types.isPresent()
                        ? Optional.of(file(types.get(), "a file of lock types beside the manifest"))
                        : Optional.empty(),
                order.isPresent()
                        ? Optional.of(
                                file(order.get(), "a file of a declared order beside the manifest"))
                        : Optional.empty(),
                row.optional("protocol").isPresent()
                        ? Optional.of(protocol(row.member("protocol")))
                        : Optional.empty(),
                flag(row, "tasksAreRoles"),
                flag(row, "alone"),
                set.isPresent() ? Optional.of(set.get().text()) : Optional.empty(),
                labels(row),
                findings.isPresent() ? Optional.of(expectation(findings.get())) : Optional.empty(),
                unreadable.isPresent()
                        ? Optional.of(constant(TraceSettings.Unreadable.class, unreadable.get()))
                        : Optional.empty(),
                flag(row, "skip"));
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

    private static Expectation expectation(JsonValue value) throws JsonException {
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

    private static Expectation.Wanted wanted(JsonValue element) throws JsonException {
        if (!element.isObject()) {
            return new Expectation.Wanted(Fingerprints.checked(element), Optional.empty(), "");
        }
        element.withMembers(List.of("fingerprint", "severity", "what"));
        Optional<JsonValue> severity = element.optional("severity");
        Optional<JsonValue> what = element.optional("what");
        return new Expectation.Wanted(
                Fingerprints.checked(element.member("fingerprint")),
                severity.isPresent()
                        ? Optional.of(constant(Severity.class, severity.get()))
                        : Optional.empty(),
                what.isPresent() ? what.get().text() : "");
    }

    private static String comment(JsonValue row) throws JsonException {
        Optional<JsonValue> comment = row.optional("comment");
        return comment.isPresent() ? comment.get().text() : "";
    }

    private static Optional<Boolean> flag(JsonValue row, String name) throws JsonException {
        return row.optional(name).isPresent() ? Optional.of(row.flag(name)) : Optional.empty();
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
