package org.lockreplay.protocol.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;
import org.lockreplay.text.VisibleText;

/**
 * An object of a protocol file, read member by member: what goes wrong in one names the way to it,
 * and what is not known is refused.
 */
final class Members {

    private static final List<String> COMMENTS = List.of("comment", "note");

    private final JsonValue object;

    private Members(JsonValue object) {
        this.object = object;
    }

    /** Makes something of a value. */
    @FunctionalInterface
    interface Maker<T> {
        T make(JsonValue value) throws JsonException;
    }

    /** The object, which may have these members and comments, and no others. */
    static Members of(JsonValue object, String... known) throws JsonException {
        for (String member : object.members()) {
            if (COMMENTS.contains(member)) {
                made(member, object.member(member), JsonValue::text);
            } else if (!List.of(known).contains(member)) {
                throw object.member(member)
                        .unexpected(
                                "one of the members " + String.join(", ", known),
                                "'" + member + "'");
            }
        }
        return new Members(object);
    }

    JsonValue object() {
        return object;
    }

    boolean has(String member) throws JsonException {
        return object.optional(member).isPresent();
    }

    String text(String member) throws JsonException {
        return value(member, JsonValue::text);
    }

    String text(String member, String otherwise) throws JsonException {
        return optional(member, JsonValue::text).orElse(otherwise);
    }

    /** The name of this object, which may be missing. */
    String name(String otherwise) throws JsonException {
        return optional("name", Members::named).orElse(otherwise);
    }

    <T> T value(String member, Maker<T> maker) throws JsonException {
        return made(member, object.member(member), maker);
    }

    <T> Optional<T> optional(String member, Maker<T> maker) throws JsonException {
        Optional<JsonValue> value = object.optional(member);
        return value.isEmpty() ? Optional.empty() : Optional.of(made(member, value.get(), maker));
    }

    /** The elements of a list, which may be missing. */
    <T> List<T> list(String member, Maker<T> maker) throws JsonException {
        return optional(member, value -> elements(value, maker)).orElse(List.of());
    }

    /** The elements of a list; what goes wrong in one names its number, from 0. */
    static <T> List<T> elements(JsonValue list, Maker<T> maker) throws JsonException {
        List<T> made = new ArrayList<>();
        for (JsonValue element : list.elements()) {
            made.add(made("[" + made.size() + "]", element, maker));
        }
        return made;
    }

    /** A name: not spaces alone, and of visible characters, as it gets into traces and tables. */
    static String named(JsonValue name) throws JsonException {
        String visible = VisibleText.of(name.text());
        boolean blank = name.text().codePoints().allMatch(Character::isSpaceChar);
        if (blank || !visible.equals(name.text())) {
            throw name.unexpected("a name of visible characters", "'" + visible + "'");
        }
        return name.text();
    }

    /** A name that is not among those seen, and is from now on. */
    static String once(JsonValue name, Set<String> seen) throws JsonException {
        if (!seen.add(named(name))) {
            throw name.unexpected("each name once", "'" + name.text() + "' again");
        }
        return name.text();
    }

    /** One of a few words. */
    static <E> E word(JsonValue value, E[] choices, Function<E, String> word) throws JsonException {
        List<String> words = new ArrayList<>();
        for (E choice : choices) {
            words.add(word.apply(choice));
            if (word.apply(choice).equals(value.text())) {
                return choice;
            }
        }
        throw value.unexpected("one of " + String.join(", ", words), "'" + value.text() + "'");
    }

    private static <T> T made(String step, JsonValue value, Maker<T> maker) throws JsonException {
        try {
            return maker.make(value);
        } catch (JsonException wrong) {
            throw wrong.under(step);
        }
    }
}
