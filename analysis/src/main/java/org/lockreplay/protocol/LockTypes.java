package org.lockreplay.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/**
 * The catalogue: which lock class is of which type, by patterns of its name; immutable.
 *
 * <p>A file is {@code {"schema": "lockreplay-lock-types/1", "types": {NAME: {"readers": …}},
 * "locks": [{"type": NAME, "names": […], "source": …}]}}; {@code types} may be missing in those
 * that add to others, and {@code source} (where the locks are, for people) anywhere. A row may say
 * more of its locks than their type does: {@code recycled}, {@code nestedAlone}. What was added
 * last wins, and what a trace proves wins over all files.
 */
public final class LockTypes {

    private static final String SCHEMA = "lockreplay-lock-types/1";

    private final Map<String, LockType> types;
    private final List<NameTable<LockType>> files;
    private final Map<String, LockType> proven;

    private LockTypes(
            Map<String, LockType> types,
            List<NameTable<LockType>> files,
            Map<String, LockType> proven) {
        this.types = types;
        this.files = files;
        this.proven = proven;
    }

    /** The catalogue that comes with the tool. */
    public static LockTypes shipped() {
        LockTypes none = new LockTypes(Map.of(), List.of(), Map.of());
        return Knowledge.shipped("lock-types.json", SCHEMA, none::with);
    }

    /**
     * This catalogue and a file that outranks it.
     *
     * @param source the name of the file in messages
     * @throws JsonException if it is none, with the place and what was expected there
     */
    public LockTypes with(String source, InputStream stream) throws IOException {
        return Knowledge.read(source, stream, SCHEMA, this::with);
    }

    /** This catalogue, outranked by the types that traces prove, by lock class. */
    public LockTypes with(Map<String, LockType> shown) {
        return new LockTypes(types, files, Map.copyOf(shown));
    }

    /** The type of a class, {@link LockType#UNKNOWN} if the catalogue does not have it. */
    public LockType of(String lockClass) {
        LockType shown = proven.get(lockClass);
        return shown == null ? expected(lockClass) : shown;
    }

    /** The type of a class by its name alone. */
    public LockType expected(String lockClass) {
        for (NameTable<LockType> file : files) {
            var found = file.findInAnyForm(lockClass);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return LockType.UNKNOWN;
    }

    /** The type of this name. */
    public LockType named(String type) {
        LockType found = types.get(type);
        if (found == null) {
            throw new IllegalArgumentException("no such type in the catalogue: " + type);
        }
        return found;
    }

    private LockTypes with(JsonValue document) throws JsonException {
        expectOnly(document, "schema", "types", "locks");
        Map<String, LockType> all = new HashMap<>(types);
        if (document.optional("types").isPresent()) {
            addTypes(document.member("types"), all);
        }
        NameTable<LockType> table = new NameTable<>();
        for (JsonValue row : document.member("locks").elements()) {
            expectOnly(row, "type", "names", "source", "recycled", "nestedAlone");
            LockType type = all.get(row.text("type"));
            if (type == null) {
                throw row.member("type")
                        .unexpected(
                                "a type of this file or of the shipped one, such as 'mutex'",
                                quoted(row.text("type")));
            }
            LockType here = type.in(flag(row, "recycled"), flag(row, "nestedAlone"));
            for (JsonValue name : row.member("names").elements()) {
                if (!table.add(name.text(), here)) {
                    throw name.unexpected("each name once", quoted(name.text()) + " again");
                }
            }
        }
        List<NameTable<LockType>> tables = new ArrayList<>(List.of(table));
        tables.addAll(files);
        return new LockTypes(all, tables, proven);
    }

    private static void addTypes(JsonValue rows, Map<String, LockType> all) throws JsonException {
        for (String name : rows.members()) {
            JsonValue row = rows.member(name);
            expectOnly(
                    row,
                    "readers",
                    "asks",
                    "holds",
                    "unchecked",
                    "unvalidated",
                    "perCpu",
                    "shared",
                    "recycled",
                    "nestedAlone",
                    "refuses",
                    "overrides");
            all.put(
                    name,
                    new LockType(
                            name,
                            word(row, "readers", LockType.Readers.values()),
                            word(row, "asks", LockType.Wait.values()),
                            word(row, "holds", LockType.Wait.values()),
                            !flag(row, "unchecked") && !flag(row, "unvalidated"),
                            !flag(row, "unvalidated"),
                            flag(row, "perCpu"),
                            flag(row, "shared"),
                            flag(row, "recycled"),
                            flag(row, "nestedAlone"),
                            flag(row, "refuses"),
                            flag(row, "overrides")));
        }
    }

    private static boolean flag(JsonValue row, String name) throws JsonException {
        return row.optional(name).isPresent() && row.flag(name);
    }

    /** The constant of this spelling; the last one, which stands for "not told", if missing. */
    private static <E extends Enum<E>> E word(JsonValue row, String name, E[] constants)
            throws JsonException {
        if (row.optional(name).isEmpty()) {
            return constants[constants.length - 1];
        }
        String text = row.text(name);
        for (E constant : constants) {
            if (spelled(constant).equals(text)) {
                return constant;
            }
        }
        throw row.member(name)
                .unexpected(oneOf(Stream.of(constants).map(LockTypes::spelled)), quoted(text));
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void expectOnly(JsonValue object, String... names) throws JsonException {
        for (String name : object.members()) {
            if (!List.of(names).contains(name)) {
                throw object.member(name).unexpected(oneOf(Stream.of(names)), quoted(name));
            }
        }
    }

    private static String oneOf(Stream<String> names) {
        return "one of " + names.sorted().toList();
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
