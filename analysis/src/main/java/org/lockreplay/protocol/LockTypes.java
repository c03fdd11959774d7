package org.lockreplay.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/** The catalogue: which lock class is of which type, by patterns of its name. */
public final class LockTypes {

    private final NameTable<LockType> table = new NameTable<>();

    private LockTypes(JsonValue document) throws JsonException {
        Map<String, LockType> types = types(document.member("types"));
        for (JsonValue row : document.member("locks").elements()) {
            LockType type = types.get(row.text("type"));
            if (type == null) {
                throw row.member("type").unexpected("one of 'types'", row.text("type"));
            }
            for (JsonValue name : row.member("names").elements()) {
                table.add(name.text(), type);
            }
        }
    }

    /** The catalogue that comes with the tool. */
    public static LockTypes shipped() {
        return Knowledge.shipped("lock-types.json", "lockreplay-lock-types/1", LockTypes::new);
    }

    /** The type of a class, {@link LockType#UNKNOWN} if the catalogue does not have it. */
    public LockType of(String lockClass) {
        return table.find(lockClass).orElse(LockType.UNKNOWN);
    }

    private static Map<String, LockType> types(JsonValue rows) throws JsonException {
        Map<String, LockType> types = new HashMap<>();
        for (String name : rows.members()) {
            JsonValue row = rows.member(name);
            boolean refuses = row.optional("refuses").isPresent() && row.flag("refuses");
            types.put(name, new LockType(name, readers(row.member("readers")), refuses));
        }
        return types;
    }

    private static LockType.Readers readers(JsonValue value) throws JsonException {
        return switch (value.text()) {
            case "recursive" -> LockType.Readers.RECURSIVE;
            case "recursive-in-interrupt" -> LockType.Readers.RECURSIVE_IN_INTERRUPT;
            case "wait" -> LockType.Readers.WAIT;
            default ->
                    throw value.unexpected(
                            "one of " + List.of("recursive", "recursive-in-interrupt", "wait"),
                            value.text());
        };
    }
}
