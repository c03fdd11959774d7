package org.lockreplay.protocol.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;
import org.lockreplay.replay.mpx.MpxOperation;
import org.lockreplay.text.VisibleText;

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
        Set<Integer> cases = new LinkedHashSet<>();
        Set<String> properties = new LinkedHashSet<>();
        Set<String> variants = new LinkedHashSet<>();
        List<AllowedNesting> nestings = file.list("nestings", value -> nesting(value, cases));
        List<Operation> operations = new ArrayList<>();
        operations.addAll(file.list("operations", value -> operation(value, nestings, false)));
        operations.addAll(file.list("environment", value -> operation(value, nestings, true)));
        Protocol protocol =
                new Protocol(
                        file.value(NAME, Members::named),
                        file.text("title"),
                        file.list("sources", JsonValue::text),
                        locks,
                        new OrderReader(locks, steps).orders(file),
                        file.optional("page-fault", steps::lockName),
                        file.optional("bracket", steps::lockName),
                        file.optional("routines", this::routines).orElse(Map.of()),
                        operations,
                        nestings,
                        file.list("properties", value -> property(value, properties)),
                        file.list("variants", value -> variant(value, variants)));
        refuseEndlessCalls(protocol);
        for (int i = 0; i < protocol.variants().size(); i++) {
            refuseLostEdits(protocol, i);
        }
        return protocol;
    }

    private List<ProtocolLock> locks(JsonValue list) throws JsonException {
        Set<String> seen = new LinkedHashSet<>();
        Set<String> aliases = new LinkedHashSet<>();
        return Members.elements(
                list,
                value -> {
                    Members lock = Members.of(value, NAME, "kind", "aliases");
                    String name = lock.value(NAME, text -> Members.once(text, seen));
                    LockKind kind =
                            lock.value(
                                    "kind",
                                    text -> Members.word(text, LockKind.values(), LockKind::word));
                    List<String> own =
                            lock.list(
                                    "aliases",
                                    alias -> {
                                        traced(alias);
                                        return Members.once(alias, aliases);
                                    });
                    if (own.isEmpty()) {
                        lock.value(NAME, ProtocolReader::traced);
                    }
                    return new ProtocolLock(name, kind, own);
                });
    }

    /** The name of a lock in traces. */
    private static String traced(JsonValue name) throws JsonException {
        if (!ProtocolLock.isTraceName(name.text())) {
            throw name.unexpected(
                    "the name of a lock as traces have it, which begins with neither 'try ' nor"
                            + " 'read ' and has no space at its ends",
                    "'" + VisibleText.of(name.text()) + "'");
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
        file.list("operations", value -> Members.once(value.member(NAME), names));
        file.list("environment", value -> Members.once(value.member(NAME), names));
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
                operation.value(NAME, Members::named),
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

    private AllowedNesting nesting(JsonValue value, Set<Integer> seen) throws JsonException {
        Members nesting =
                Members.of(value, "case", NAME, "outer", "outerMode", "inner", "innerMode");
        return new AllowedNesting(
                nesting.value("case", number -> caseOnce(number, seen)),
                nesting.value(NAME, Members::named),
                nesting.value("outer", steps::lockName),
                nesting.value("outerMode", StepReader::mode),
                nesting.value("inner", steps::lockName),
                nesting.value("innerMode", StepReader::mode));
    }

    private static int caseOnce(JsonValue value, Set<Integer> seen) throws JsonException {
        long number = value.number();
        if (number < 1 || number > Integer.MAX_VALUE || !seen.add((int) number)) {
            throw value.unexpected(
                    "a number of its own for each nesting, from 1", Long.toString(number));
        }
        return (int) number;
    }

    private static Property property(JsonValue value, Set<String> seen) throws JsonException {
        Members property = Members.of(value, NAME, "rule", "claimed", "text");
        return new Property(
                property.value(NAME, name -> Members.once(name, seen)),
                property.value("rule", text -> Members.word(text, Rule.values(), Rule::word)),
                property.optional("claimed", JsonValue::flag).orElse(true),
                property.text("text", ""));
    }

    private Variant variant(JsonValue value, Set<String> seen) throws JsonException {
        Members variant = Members.of(value, NAME, "what", "repair", "edits");
        return new Variant(
                variant.value(NAME, name -> Members.once(name, seen)),
                variant.text("what"),
                !variant.optional("repair", JsonValue::flag).orElse(false),
                variant.value("edits", list -> Members.elements(list, this::edit)));
    }

    private Edit edit(JsonValue value) throws JsonException {
        List<Edit.Kind> kinds = new ArrayList<>();
        for (Edit.Kind kind : Edit.Kind.values()) {
            if (value.optional(kind.word()).isPresent()) {
                kinds.add(kind);
            }
        }
        if (kinds.size() != 1) {
            throw value.unexpected(
                    "an edit: one of remove, replace, before, after, inline",
                    kinds.isEmpty() ? "none of these" : "several of these");
        }
        Edit.Kind kind = kinds.get(0);
        if (kind == Edit.Kind.REMOVE || kind == Edit.Kind.INLINE) {
            return new Edit(kind, Members.of(value, kind.word()).text(kind.word()), List.of());
        }
        Members edit = Members.of(value, kind.word(), STEPS);
        return new Edit(kind, edit.text(kind.word()), edit.value(STEPS, steps::steps));
    }

    /** The edits of a variant must find their steps, one after the other. */
    private void refuseLostEdits(Protocol protocol, int number) throws JsonException {
        try {
            protocol.with(protocol.variants().get(number));
        } catch (IllegalArgumentException lost) {
            JsonValue variant = file.object().member("variants").elements().get(number);
            throw variant.member("edits")
                    .unexpected("edits of steps that are there", lost.getMessage())
                    .under("variants[" + number + "].edits");
        }
    }

    private void refuseEndlessCalls(Protocol protocol) throws JsonException {
        List<String> circle = new CallCycle(protocol).find();
        if (circle.isEmpty()) {
            return;
        }
        throw bodyOf(circle.get(0))
                .unexpected("calls that come to an end", "a circle: " + String.join(" > ", circle));
    }

    /** What is written in the file of a routine or an operation. */
    private JsonValue bodyOf(String name) throws JsonException {
        Optional<JsonValue> routines = file.object().optional("routines");
        if (routines.isPresent() && routines.get().optional(name).isPresent()) {
            return routines.get().member(name);
        }
        for (String member : List.of("operations", "environment")) {
            for (JsonValue operation : file.list(member, each -> each)) {
                if (operation.text(NAME).equals(name)) {
                    return operation;
                }
            }
        }
        return file.object();
    }
}
