package org.lockreplay.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/**
 * An order in which locks must be taken, as somebody declared it: what comes earlier outside of
 * what comes later, what neither comes before the other in any order.
 *
 * <p>It comes from a protocol, or from a file {@code {"schema": "lockreplay-order/1", "name": "…",
 * "order": ["outermost", ["two", "of one level"], "innermost"], "aliases": {"two": ["&x->two",
 * …]}}}; {@code *} in a name stands for any text, {@code aliases} may be missing.
 */
public final class DeclaredOrder {

    private static final String SCHEMA = "lockreplay-order/1";

    private final String name;
    private final NameTable<Integer> places = new NameTable<>();
    private final PartialOrder order;

    private DeclaredOrder(String name, PartialOrder order) {
        this.name = name;
        this.order = order;
    }

    private DeclaredOrder(JsonValue document) throws JsonException {
        name = document.text("name");
        JsonValue levels = document.member("order");
        List<JsonValue> rows = levels.elements();
        if (rows.size() < 2) {
            throw levels.unexpected("at least two levels", Integer.toString(rows.size()));
        }
        order = new PartialOrder(rows.size());
        for (int level = 0; level < rows.size(); level++) {
            JsonValue row = rows.get(level);
            for (JsonValue lock : row.isList() ? row.elements() : List.of(row)) {
                add(lock, level);
            }
            if (level > 0) {
                order.before(level - 1, level);
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

    /**
     * An order that stands elsewhere.
     *
     * @param names of each place of the order, those that traces have; may be patterns
     */
    public static DeclaredOrder of(String name, List<List<String>> names, PartialOrder order) {
        DeclaredOrder declared = new DeclaredOrder(name, order);
        for (int place = 0; place < names.size(); place++) {
            for (String lock : names.get(place)) {
                declared.places.add(lock, place);
            }
        }
        return declared;
    }

    /** What the author called it. */
    public String name() {
        return name;
    }

    /** The place in the order of what a trace calls like this. */
    public OptionalInt placeOf(String lockClass) {
        return places.find(lockClass).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** Whether taking {@code inner} while {@code outer} is held is against the order. */
    public boolean forbids(String outer, String inner) {
        Optional<Integer> outside = places.find(outer);
        Optional<Integer> inside = places.find(inner);
        return outside.isPresent()
                && inside.isPresent()
                && order.isBefore(inside.get(), outside.get());
    }

    private void addAliases(JsonValue aliases) throws JsonException {
        for (String lock : aliases.members()) {
            JsonValue names = aliases.member(lock);
            Optional<Integer> place = places.find(lock);
            if (place.isEmpty()) {
                throw names.unexpected("aliases of a lock of 'order'", "'" + lock + "'");
            }
            for (JsonValue alias : names.elements()) {
                add(alias, place.get());
            }
        }
    }

    private void add(JsonValue lock, int place) throws JsonException {
        if (!places.add(lock.text(), place)) {
            throw lock.unexpected("each lock once", "'" + lock.text() + "' again");
        }
    }
}
