package org.lockreplay.protocol;

import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/**
 * Names that several unrelated lock classes share, such as those that an init function gives: two
 * locks of such a name need not be of one class.
 */
public final class GenericNames {

    private final NameTable<Boolean> table = new NameTable<>();

    private GenericNames(JsonValue document) throws JsonException {
        for (JsonValue group : document.member("groups").elements()) {
            for (JsonValue name : group.member("names").elements()) {
                table.add(name.text(), true);
            }
        }
    }

    /** The names that come with the tool. */
    public static GenericNames shipped() {
        return Knowledge.shipped(
                "generic-names.json", "lockreplay-generic-names/1", GenericNames::new);
    }

    public boolean contains(String lockClass) {
        return table.find(lockClass).isPresent();
    }
}
