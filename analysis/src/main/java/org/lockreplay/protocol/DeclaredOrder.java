package org.lockreplay.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalInt;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/**
 * An order in which locks must be taken, as somebody declared it: earlier levels outside of later
 * ones, locks of one level in any order.
 *
 * <p>The file is {@code {"schema": "lockreplay-order/1", "name": "…", "order": ["outermost",
 * ["two", "of one level"], "innermost"], "aliases": {"two": ["&x->two", …]}}}; {@code *} in a name
 * stands for any text, {@code aliases} may be missing.
 */
public final class DeclaredOrder {

    private static final String SCHEMA = "lockreplay-order/1";

    private final String name;
    private final NameTable<Integer> levels = new NameTable<>();

    private DeclaredOrder(JsonValue document) throws JsonException {
        name = document.text("name");
        JsonValue order = document.member("order");
        List<JsonValue> rows = order.elements();
        if (rows.size() < 2) {
            throw order.unexpected("at least two levels", Integer.toString(rows.size()));
        }
        for (int level = 0; level < rows.size(); level++) {
            JsonValue row = rows.get(level);
            for (JsonValue lock : row.isList() ? row.elements() : List.of(row)) {
                add(lock, level);
            }
        }
        if (document.optional("aliases").isPresent()) {
            addAliases(document.member("aliases"));
        }
    }

    /**
     * Reads an order file.
     *
     * @param source its name in messages
     * @throws JsonException if it is none, with the place and what was expected there
     */
    public static DeclaredOrder read(String source, InputStream stream) throws IOException {
        return Knowledge.read(source, stream, SCHEMA, DeclaredOrder::new);
    }

    /** What the author called it. */
    public String name() {
        return name;
    }

    /** The level of a lock class, 0 for the outermost; empty if the order does not name it. */
    public OptionalInt level(String lockClass) {
        return levels.find(lockClass).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** Whether taking {@code inner} while {@code outer} is held is against the order. */
    public boolean forbids(String outer, String inner) {
        OptionalInt outside = level(outer);
        OptionalInt inside = level(inner);
        return outside.isPresent() && inside.isPresent() && outside.getAsInt() > inside.getAsInt();
    }

    private void addAliases(JsonValue aliases) throws JsonException {
        for (String lock : aliases.members()) {
            JsonValue names = aliases.member(lock);
            OptionalInt level = level(lock);
            if (level.isEmpty()) {
                throw names.unexpected("aliases of a lock of 'order'", "'" + lock + "'");
            }
            for (JsonValue alias : names.elements()) {
                add(alias, level.getAsInt());
            }
        }
    }

    private void add(JsonValue lock, int level) throws JsonException {
        if (!levels.add(lock.text(), level)) {
            throw lock.unexpected("each lock once", "'" + lock.text() + "' again");
        }
    }
}
