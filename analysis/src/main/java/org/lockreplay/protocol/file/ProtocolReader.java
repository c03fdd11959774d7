package org.lockreplay.protocol.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;
import org.lockreplay.replay.mpx.MpxOperation;

/** Reads protocol files: {@code docs/protocols.md}. Used once for each file. */
public final class ProtocolReader {

    private static final String SCHEMA = "lockreplay-protocol/1";
    private static final String NAME = "name";
    private static final String STEPS = "steps";

    private final Members file;
    private final List<ProtocolLock> locks;
    private final StepReader steps;

    private ProtocolReader(JsonValue document) throws JsonException {
        file =
                Members.of(
                        document,
                        "schema",
                        NAME,
                        "title",
                        "sources",
                        "locks",
                        "order",
                        "orders",
                        "page-fault",
                        "bracket",
                        "routines",
                        "operations",
                        "environment",
                        "nestings",
                        "properties",
                        "variants");
        locks = file.value("locks", this::locks);
        steps = new StepReader(locks, routineNames(), operationNames());
    }

    /**
     * Reads a protocol file.
     *
     * @param source its name in messages
     * @throws JsonException if it is none, with the place and what was expected there
     */
    public static Protocol read(String source, InputStream stream) throws IOException {
        return new ProtocolReader(new JsonReader(source, stream).document().withSchema(SCHEMA))
                .protocol();
    }

    private Protocol protocol() throws JsonException {
        List<AllowedNesting> nestings = file.list("nestings", this::nesting);
        List<Operation> operations = new ArrayList<>();
        operations.addAll(file.list("operations", value -> operation(value, nestings, false)));
        operations.addAll(file.list("environment", value -> operation(value, nestings, true)));
        Protocol protocol =
                new Protocol(
                        file.text(NAME),
                        file.text("title"),
                        file.list("sources", JsonValue::text),
                        locks,
                        orders(),
                        file.optional("page-fault", steps::lockName),
                        file.optional("bracket", steps::lockName),
                        file.optional("routines", this::routines).orElse(Map.of()),
                        operations,
                        nestings,
                        file.list("properties", ProtocolReader::property),
                        file.list("variants", this::variant));
        refuseCircles(protocol);
        file.list("variants", value -> applicable(value, protocol));
        return protocol;
    }

    private List<ProtocolLock> locks(JsonValue list) throws JsonException {
        Set<String> seen = new LinkedHashSet<>();
        return Members.elements(
                list,
                value -> {
                    Members lock = Members.of(value, NAME, "kind", "aliases");
                    String name = lock.value(NAME, text -> once(text, seen));
                    LockKind kind =
                            lock.value(
                                    "kind",
                                    text -> Members.word(text, LockKind.values(), LockKind::word));
                    return new ProtocolLock(name, kind, lock.list("aliases", JsonValue::text));
                });
    }

    private List<List<List<String>>> orders() throws JsonException {
        List<List<List<String>>> orders = new ArrayList<>();
        file.optional("order", this::order).ifPresent(orders::add);
        orders.addAll(file.list("orders", this::order));
        return orders;
    }

    private List<List<String>> order(JsonValue list) throws JsonException {
        Set<String> seen = new LinkedHashSet<>();
        return Members.elements(
                list,
                level ->
                        level.isList()
                                ? Members.elements(level, lock -> orderedLock(lock, seen))
                                : List.of(orderedLock(level, seen)));
    }

    private String orderedLock(JsonValue value, Set<String> seen) throws JsonException {
        steps.lockName(value);
        return once(value, seen);
    }

    private static String once(JsonValue name, Set<String> seen) throws JsonException {
        if (!seen.add(name.text())) {
            throw name.unexpected("each name once", "'" + name.text() + "' again");
        }
        return name.text();
    }

    private Set<String> routineNames() throws JsonException {
        return file.optional("routines", JsonValue::members)
                .map(names -> (Set<String>) new LinkedHashSet<>(names))
                .orElse(Set.of());
    }

    private Set<String> operationNames() throws JsonException {
        Set<String> names = new LinkedHashSet<>(routineNames());
        file.list("operations", value -> once(value.member(NAME), names));
        file.list("environment", value -> once(value.member(NAME), names));
        names.removeAll(routineNames());
        return names;
    }

    private Map<String, List<Step>> routines(JsonValue object) throws JsonException {
        Map<String, List<Step>> routines = new LinkedHashMap<>();
        Members members = Members.of(object, object.members().toArray(String[]::new));
        for (String name : object.members()) {
            routines.put(name, members.value(name, steps::steps));
        }
        return routines;
    }

    private Operation operation(JsonValue value, List<AllowedNesting> nestings, boolean environment)
            throws JsonException {
        Members operation =
                Members.of(value, NAME, "what", "role", "paths", "when", "nestings", STEPS);
        Optional<List<Integer>> cases =
                operation.optional(
                        "nestings",
                        list -> Members.elements(list, number -> caseNumber(number, nestings)));
        return new Operation(
                operation.text(NAME),
                operation.text("what", ""),
                operation.list("paths", JsonValue::text),
                operation.list("when", StepReader::test),
                operation.optional(
                        "role",
                        text -> Members.word(text, MpxOperation.values(), MpxOperation::label)),
                cases,
                operation.value(STEPS, steps::steps),
                environment);
    }

    private static int caseNumber(JsonValue value, List<AllowedNesting> nestings)
            throws JsonException {
        long number = value.number();
        if (nestings.stream().noneMatch(nesting -> nesting.number() == number)) {
            throw value.unexpected("the number of a nesting of this file", Long.toString(number));
        }
        return (int) number;
    }

    private AllowedNesting nesting(JsonValue value) throws JsonException {
        Members nesting =
                Members.of(value, "case", NAME, "outer", "outerMode", "inner", "innerMode");
        return new AllowedNesting(
                nesting.value("case", number -> (int) number.number()),
                nesting.text(NAME),
                nesting.value("outer", steps::lockName),
                nesting.value("outerMode", StepReader::mode),
                nesting.value("inner", steps::lockName),
                nesting.value("innerMode", StepReader::mode));
    }

    private static Property property(JsonValue value) throws JsonException {
        Members property = Members.of(value, NAME, "rule", "claimed", "text");
        return new Property(
                property.text(NAME),
                property.value("rule", text -> Members.word(text, Rule.values(), Rule::word)),
                property.optional("claimed", JsonValue::flag).orElse(true),
                property.text("text", ""));
    }

    private Variant variant(JsonValue value) throws JsonException {
        Members variant = Members.of(value, NAME, "what", "repair", "edits");
        return new Variant(
                variant.text(NAME),
                variant.text("what"),
                !variant.optional("repair", JsonValue::flag).orElse(false),
                variant.list("edits", this::edit));
    }

    private Edit edit(JsonValue value) throws JsonException {
        Members edit = Members.of(value, "remove", "replace", "before", "after", "inline", STEPS);
        for (Edit.Kind kind : Edit.Kind.values()) {
            String member = kind.name().toLowerCase(Locale.ROOT);
            if (edit.has(member)) {
                List<Step> put =
                        kind == Edit.Kind.REMOVE || kind == Edit.Kind.INLINE
                                ? List.of()
                                : edit.value(STEPS, steps::steps);
                return new Edit(kind, edit.text(member), put);
            }
        }
        throw value.unexpected(
                "an edit: remove, replace, before, after or inline", "none of these");
    }

    /** A variant whose edits find their steps, else the file is wrong. */
    private Variant applicable(JsonValue value, Protocol protocol) throws JsonException {
        Variant variant = variant(value);
        try {
            protocol.with(variant);
        } catch (IllegalArgumentException wrong) {
            throw value.unexpected("edits of steps that are there", wrong.getMessage());
        }
        return variant;
    }

    private void refuseCircles(Protocol protocol) throws JsonException {
        Optional<String> endless = new CallCycle(protocol).find();
        if (endless.isPresent()) {
            throw file.object()
                    .unexpected("calls that come to an end", endless.get() + " calling itself");
        }
        if (!protocol.order().isSound()) {
            throw file.object()
                    .unexpected("orders that agree", "a lock that belongs inside itself");
        }
    }
}
