package org.lockreplay.parser.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.event.EventKind;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;

/**
 * Reads dialects from JSON: {@code {"schema": "lockreplay-dialect/1", "name": "…", "events":
 * [{"event": "my_unmap", "kind": "unmap-search", "fields": {"start": "from", "length": "len"}},
 * …]}}.
 */
public final class DialectFile {

    private static final String SCHEMA = "lockreplay-dialect/1";

    private static final Set<String> FILE = Set.of("schema", "name", "events", "comment");
    private static final Set<String> EVENT =
            Set.of("event", "kind", "fields", "constants", "comment");
    private static final Set<String> FIELD = Set.of("field", "hex", "comment");

    /** The parser's hot loop reads these itself. */
    private static final Set<String> LOCK_EVENTS =
            Set.of("lock_acquire", "lock_contended", "lock_acquired", "lock_release");

    private static final String SYSTEM_CALL = "sys_";

    private DialectFile() {}

    /**
     * Reads a dialect.
     *
     * @param source its name in messages
     * @throws JsonException if it is none, with the place and what was expected there
     */
    public static Dialect read(String source, InputStream stream) throws IOException {
        JsonValue document = new JsonReader(source, stream).document().withSchema(SCHEMA);
        onlyMembers(document, FILE);
        Map<String, DialectEvent> events = new LinkedHashMap<>();
        for (JsonValue row : document.member("events").elements()) {
            DialectEvent event = event(row);
            if (events.putIfAbsent(event.event(), event) != null) {
                JsonValue name = row.member("event");
                throw name.unexpected("each event once", quoted(name) + " again");
            }
        }
        return new Dialect(document.text("name"), events);
    }

    private static DialectEvent event(JsonValue row) throws JsonException {
        onlyMembers(row, EVENT);
        String name = eventName(row.member("event"));
        JsonValue kindName = row.member("kind");
        Optional<EventKind> kind = KindColumns.kind(kindName.text());
        if (kind.isEmpty()) {
            throw kindName.unexpected(
                    "a kind of event, such as unmap-search (docs/dialects.md has all)",
                    quoted(kindName));
        }
        return new DialectEvent(name, kind.get(), sources(row, kind.get()));
    }

    private static String eventName(JsonValue value) throws JsonException {
        String name = value.text();
        if (name.isEmpty() || !name.chars().allMatch(Key::isWord)) {
            throw value.unexpected(
                    "the name of an event, without its system, of letters, digits and '_'",
                    quoted(value));
        }
        if (LOCK_EVENTS.contains(name) || name.startsWith(SYSTEM_CALL)) {
            throw value.unexpected(
                    "another name than that of a lock event or system call", quoted(value));
        }
        return name;
    }

    // ---- columns ----

    private static List<Source> sources(JsonValue row, EventKind kind) throws JsonException {
        List<Column> columns = KindColumns.of(kind);
        Optional<JsonValue> fields = row.optional("fields");
        Optional<JsonValue> constants = row.optional("constants");
        onlyColumns(fields, columns, kind);
        onlyColumns(constants, columns, kind);
        List<Source> sources = new ArrayList<>();
        for (Column column : columns) {
            Optional<JsonValue> field = member(fields, column);
            Optional<JsonValue> constant = member(constants, column);
            if (column.required()
                    && field.isEmpty()
                    && constant.isEmpty()
                    && !isGivenAsLength(column, fields)) {
                throw row.unexpected(
                        "column '%s'%s of kind %s in 'fields' or 'constants'"
                                .formatted(column.name(), orLength(column), KindColumns.name(kind)),
                        "an event without");
            }
            sources.add(
                    new Source(
                            column,
                            field.isPresent() ? keys(field.get()) : List.of(),
                            constant.isPresent()
                                    ? Optional.of(constant(constant.get(), column))
                                    : Optional.empty()));
        }
        return sources;
    }

    private static String orLength(Column column) {
        return column.place() == Column.Place.END ? " or 'length'" : "";
    }

    private static boolean isGivenAsLength(Column column, Optional<JsonValue> fields)
            throws JsonException {
        return column.place() == Column.Place.END && member(fields, KindColumns.LENGTH).isPresent();
    }

    private static Optional<JsonValue> member(Optional<JsonValue> members, Column column)
            throws JsonException {
        return members.isPresent() ? members.get().optional(column.name()) : Optional.empty();
    }

    /** {@code "len"}, {@code {"field": "len", "hex": true}}, or a list of such. */
    private static List<Key> keys(JsonValue value) throws JsonException {
        List<Key> keys = new ArrayList<>();
        for (JsonValue element : value.isList() ? value.elements() : List.of(value)) {
            boolean hex = false;
            JsonValue field = element;
            if (element.isObject()) {
                onlyMembers(element, FIELD);
                field = element.member("field");
                hex = element.optional("hex").isPresent() && element.flag("hex");
            }
            if (field.text().isEmpty()) {
                throw field.unexpected("the name of a field", "''");
            }
            keys.add(Key.of(field.text(), hex));
        }
        if (keys.isEmpty()) {
            throw value.unexpected("at least one field", "an empty list");
        }
        return keys;
    }

    private static String constant(JsonValue value, Column column) throws JsonException {
        if (column.isText()) {
            if (value.text().isEmpty()) {
                throw value.unexpected("a name", "''");
            }
            return value.text();
        }
        if (value.isFlag()) {
            return value.flag() ? "1" : "0";
        }
        return Long.toString(value.isText() ? value.address() : value.number());
    }

    // ---- what must not be there ----

    private static void onlyMembers(JsonValue object, Set<String> known) throws JsonException {
        for (String member : object.members()) {
            if (!known.contains(member)) {
                throw object.member(member)
                        .unexpected(
                                "only the members " + String.join(", ", sorted(known)),
                                "'" + member + "'");
            }
        }
    }

    private static void onlyColumns(
            Optional<JsonValue> object, List<Column> columns, EventKind kind) throws JsonException {
        if (object.isEmpty()) {
            return;
        }
        List<String> names = columns.stream().map(Column::name).toList();
        for (String member : object.get().members()) {
            if (!names.contains(member)) {
                throw object.get()
                        .member(member)
                        .unexpected(
                                names.isEmpty()
                                        ? "no column, as kind "
                                                + KindColumns.name(kind)
                                                + " has none"
                                        : "one of the columns of kind %s: %s"
                                                .formatted(
                                                        KindColumns.name(kind),
                                                        String.join(", ", names)),
                                "'" + member + "'");
            }
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static String quoted(JsonValue value) throws JsonException {
        return "'" + value.text() + "'";
    }
}
