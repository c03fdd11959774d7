package org.lockreplay.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One value of a JSON text, with its place; immutable.
 *
 * <p>Each accessor says what it expects, and throws a {@link JsonException} with the place if the
 * text has something else there.
 */
public final class JsonValue {

    /** The content of JSON's {@code null}. */
    static final Object NOTHING = new Object();

    private final JsonPlace place;
    private final Object content;

    /**
     * @param content a String, Long, BigDecimal, Boolean, List or Map of JsonValue, or {@link
     *     #NOTHING}
     */
    JsonValue(JsonPlace place, Object content) {
        this.place = place;
        this.content = content;
    }

    /** Where it begins, {@code source:line}. */
    public String place() {
        return place.source() + ":" + place.line();
    }

    public boolean isNothing() {
        return content == NOTHING;
    }

    public boolean isList() {
        return content instanceof List;
    }

    public boolean isObject() {
        return content instanceof Map;
    }

    public boolean isText() {
        return content instanceof String;
    }

    public boolean isFlag() {
        return content instanceof Boolean;
    }

    public String text() throws JsonException {
        return as(String.class, "a text");
    }

    /** A whole number; {@code 1.0} is one. */
    public long number() throws JsonException {
        boolean tooLarge =
                content instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0;
        return as(Long.class, tooLarge ? "a number of at most 64 bits" : "a whole number");
    }

    public boolean flag() throws JsonException {
        return as(Boolean.class, "true or false");
    }

    public List<JsonValue> elements() throws JsonException {
        List<JsonValue> elements = new ArrayList<>();
        for (Object element : as(List.class, "a list")) {
            elements.add((JsonValue) element);
        }
        return elements;
    }

    /** The names of an object's members, in the order of the text. */
    public List<String> members() throws JsonException {
        List<String> names = new ArrayList<>();
        for (Object name : as(Map.class, "an object").keySet()) {
            names.add((String) name);
        }
        return names;
    }

    /** A member that must be there. */
    public JsonValue member(String name) throws JsonException {
        return optional(name)
                .orElseThrow(
                        () ->
                                JsonException.at(
                                        place, "member '" + name + "'", "an object without"));
    }

    /** A member that may be missing; one that is {@code null} is not missing. */
    public Optional<JsonValue> optional(String name) throws JsonException {
        return Optional.ofNullable((JsonValue) as(Map.class, "an object").get(name));
    }

    /** A member that may be missing, and what the reader makes of it. */
    public <T> Optional<T> optional(String name, JsonReader.ElementReader<T> reader)
            throws IOException {
        Optional<JsonValue> value = optional(name);
        return value.isPresent() ? Optional.of(reader.read(value.get())) : Optional.empty();
    }

    /** Refuses a document whose member {@code schema} is another, or of another version. */
    public JsonValue withSchema(String known) throws JsonException {
        member("schema").expectSchema(known);
        return this;
    }

    /** The same for the value of that member, where a document is read member by member. */
    public void expectSchema(String known) throws JsonException {
        if (!text().equals(known)) {
            throw unexpected(
                    "schema '" + known + "', the one this version knows", "'" + text() + "'");
        }
    }

    /** Refuses an object with a member of another name, which is most often a slip of the pen. */
    public JsonValue withMembers(List<String> known) throws JsonException {
        for (String name : members()) {
            if (!known.contains(name)) {
                throw member(name)
                        .unexpected(
                                "a member such as '" + NearestName.to(name, known) + "'",
                                "'" + name + "'");
            }
        }
        return this;
    }

    public String text(String member) throws JsonException {
        return member(member).text();
    }

    public long number(String member) throws JsonException {
        return member(member).number();
    }

    public int integer(String member) throws JsonException {
        JsonValue value = member(member);
        long number = value.number();
        if (number != (int) number) {
            throw value.unexpected("a number of at most 32 bits", Long.toString(number));
        }
        return (int) number;
    }

    public boolean flag(String member) throws JsonException {
        return member(member).flag();
    }

    /** A number, or {@code null} for none. */
    public OptionalLong numberOrNothing(String member) throws JsonException {
        JsonValue value = member(member);
        return value.isNothing() ? OptionalLong.empty() : OptionalLong.of(value.number());
    }

    /** An unsigned number in the form {@code 0x1f}. */
    public long address(String member) throws JsonException {
        return member(member).address();
    }

    /** The same for this value itself. */
    public long address() throws JsonException {
        String text = text();
        try {
            if (text.startsWith("0x")) {
                return Long.parseUnsignedLong(text.substring(2), 16);
            }
            throw unexpected("an address like '0x1f'", "'" + text + "'");
        } catch (NumberFormatException e) {
            throw JsonException.at(place, "an address like '0x1f'", "'" + text + "'", e);
        }
    }

    /** The constant that a member names. */
    public <E extends Enum<E>> E constant(String member, Class<E> type) throws JsonException {
        JsonValue value = member(member);
        return value.named(type, value.text());
    }

    /** The constant of this name, which is one that this value needs. */
    public <E extends Enum<E>> E named(Class<E> type, String name) throws JsonException {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
            names.add(constant.name());
        }
        throw unexpected("one of " + names, "'" + name + "'");
    }

    /** An object's members, each of which must be a number. */
    public SortedMap<String, Long> counts() throws JsonException {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (String name : members()) {
            counts.put(name, number(name));
        }
        return counts;
    }

    public <T> List<T> list(String member, JsonReader.ElementReader<T> reader) throws IOException {
        List<T> list = new ArrayList<>();
        for (JsonValue element : member(member).elements()) {
            list.add(reader.read(element));
        }
        return list;
    }

    /** The failure that something else than {@code found} should have stood here. */
    public JsonException unexpected(String expected, String found) {
        return JsonException.at(place, expected, found);
    }

    private <T> T as(Class<T> type, String expected) throws JsonException {
        if (!type.isInstance(content)) {
            throw unexpected(expected, describe());
        }
        return type.cast(content);
    }

    private String describe() {
        if (content instanceof Map) {
            return "an object";
        }
        if (content instanceof List) {
            return "a list";
        }
        return content == NOTHING ? "null" : "'" + content + "'";
    }
}
