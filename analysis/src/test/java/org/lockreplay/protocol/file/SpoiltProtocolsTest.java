package org.lockreplay.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.json.JsonException;

/**
 * A protocol file with one slip in it is refused by the published schema and by the reader, or
 * taken by both. Beyond the schema are references and what several members say together; these the
 * reader refuses alone, in words that are listed here.
 *
 * <p>The slips are all of a small file, and some of each shipped one: {@code
 * -Dlockreplay.spoilt=100000} tries all of these.
 */
class SpoiltProtocolsTest {

    private static final int SOME = Integer.getInteger("lockreplay.spoilt", 60);
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    /** In a name, until the text is written: then there are two of that name. */
    private static final String AGAIN = "\u0001again ";

    private static final Pattern PLACE =
            Pattern.compile("(?s)p\\.json:\\d+:\\d+: expected .+, found .+");

    /** Where it is wrong, unless the text is no JSON, or the file itself lacks something. */
    private static final Pattern WAY = Pattern.compile("(?s).+ \\(in [^ ].*\\)");

    private static final Pattern BEYOND_THE_SCHEMA =
            Pattern.compile(
                    "(?s).*: expected (a lock of 'locks'|a lock with readers|'write', since .+"
                            + "|a routine of this file|an operation of this file"
                            + "|the number of a nesting of this file|each name once"
                            + "|a number of its own for each nesting, from 1"
                            + "|an order that agrees with what is declared before"
                            + "|edits of steps that are there|calls that come to an end"
                            + "|member 'mode'), found .+");

    private static final JsonSchema SCHEMA = schema();

    /** A member of an object, or an element of a list, by the way to it. */
    private record Site(List<Object> way, JsonNode value) {}

    /** A file with a slip at this way, of one step for a member of the file itself. */
    private record Spoilt(List<Object> way, String slip, String text) {

        @Override
        public String toString() {
            return slip + " at " + way;
        }
    }

    static Stream<String> files() {
        return Stream.concat(ShippedProtocols.names().stream(), Stream.of("two locks"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aSlipIsRefusedByBothOrTakenByBoth(String name) throws IOException {
        JsonNode file = JSON.readTree(text(name));
        List<Spoilt> spoilt = new ArrayList<>();
        for (Site site : sites(file)) {
            spoilt.addAll(spoilt(file, site));
        }
        boolean small = name.equals("two locks");
        Collections.shuffle(spoilt, new Random(name.hashCode()));
        List<Spoilt> tried =
                spoilt.subList(0, small ? spoilt.size() : Math.min(SOME, spoilt.size()));
        List<String> disagreements = new ArrayList<>();
        long taken = 0;
        for (Spoilt one : tried) {
            boolean bySchema = isRefusedBySchema(one.text());
            Optional<String> byReader = refusalOfReader(one.text());
            taken += bySchema || byReader.isPresent() ? 0 : 1;
            if (!agree(one, bySchema, byReader)) {
                disagreements.add(
                        one
                                + (bySchema
                                        ? ": refused by the schema; "
                                        : ": taken by the schema; ")
                                + byReader.orElse("taken by the reader"));
            }
        }
        assertThat(disagreements).isEmpty();
        assertThat(taken).isBetween(1L, tried.size() / 2L);
    }

    private static boolean agree(Spoilt one, boolean bySchema, Optional<String> byReader) {
        if (byReader.isEmpty()) {
            return !bySchema;
        }
        String said = byReader.get();
        boolean hasNoWay = one.way().size() == 1 || said.contains("well-formed JSON");
        return PLACE.matcher(said).matches()
                && (hasNoWay || WAY.matcher(said).matches())
                && (bySchema || BEYOND_THE_SCHEMA.matcher(said).matches());
    }

    private static boolean isRefusedBySchema(String text) {
        try {
            return !SCHEMA.validate(JSON.readTree(text)).isEmpty();
        } catch (JsonProcessingException malformed) {
            return true;
        }
    }

    private static Optional<String> refusalOfReader(String text) {
        try {
            Written.read(text);
            return Optional.empty();
        } catch (JsonException refused) {
            return Optional.of(refused.getMessage());
        } catch (IOException other) {
            throw new AssertionError(other);
        }
    }

    // ---- slips ----

    private static List<Spoilt> spoilt(JsonNode file, Site site) {
        List<Spoilt> spoilt = new ArrayList<>();
        JsonNode value = site.value();
        List<JsonNode> instead =
                new ArrayList<>(
                        List.of(
                                MAKE.numberNode(7),
                                MAKE.textNode("x"),
                                MAKE.textNode(""),
                                MAKE.textNode("a\u202eb"),
                                MAKE.booleanNode(true),
                                MAKE.nullNode(),
                                MAKE.arrayNode(),
                                MAKE.objectNode(),
                                MAKE.arrayNode().add(value)));
        if (value.isInt()) {
            instead.add(MAKE.numberNode((double) value.intValue()));
            instead.add(MAKE.numberNode(value.intValue() + 0.5));
            instead.add(MAKE.numberNode(-value.intValue()));
            instead.add(MAKE.numberNode(value.intValue() + (1L << 32)));
        }
        for (JsonNode other : instead) {
            if (!other.equals(value)) {
                spoilt.add(
                        with(
                                file,
                                site,
                                other.toString(),
                                parent -> put(parent, last(site), other)));
            }
        }
        spoilt.add(with(file, site, "nothing", parent -> remove(parent, last(site))));
        spoilt.add(with(file, site, "twice", parent -> again(parent, last(site))));
        if (value.isObject()) {
            spoilt.add(
                    with(
                            file,
                            site,
                            "one more",
                            parent -> put(child(parent, last(site)), "slip", MAKE.numberNode(1))));
        }
        return spoilt;
    }

    @FunctionalInterface
    private interface Slip {
        void in(JsonNode parent);
    }

    private static Spoilt with(JsonNode file, Site site, String what, Slip slip) {
        List<Object> way = site.way();
        JsonNode copy = file.deepCopy();
        JsonNode parent = copy;
        for (Object step : way.subList(0, way.size() - 1)) {
            parent = child(parent, step);
        }
        slip.in(parent);
        String text = copy.toPrettyString().replace("\\u0001again ", "");
        return new Spoilt(way, what, text);
    }

    private static Object last(Site site) {
        return site.way().get(site.way().size() - 1);
    }

    private static JsonNode child(JsonNode parent, Object step) {
        return step instanceof Integer at ? parent.get(at) : parent.get((String) step);
    }

    private static void put(JsonNode parent, Object step, JsonNode value) {
        if (parent instanceof ArrayNode list) {
            list.set((Integer) step, value);
        } else {
            ((ObjectNode) parent).set((String) step, value);
        }
    }

    private static void remove(JsonNode parent, Object step) {
        if (parent instanceof ArrayNode list) {
            list.remove((Integer) step);
        } else {
            ((ObjectNode) parent).remove((String) step);
        }
    }

    private static void again(JsonNode parent, Object step) {
        JsonNode value = child(parent, step).deepCopy();
        if (parent instanceof ArrayNode list) {
            list.add(value);
        } else {
            put(parent, AGAIN + step, value);
        }
    }

    private static List<Site> sites(JsonNode file) {
        List<Site> sites = new ArrayList<>();
        collect(file, List.of(), sites);
        return sites;
    }

    private static void collect(JsonNode node, List<Object> way, List<Site> sites) {
        if (!way.isEmpty()) {
            sites.add(new Site(way, node));
        }
        if (node.isObject()) {
            node.fieldNames()
                    .forEachRemaining(name -> collect(node.get(name), to(way, name), sites));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), to(way, i), sites);
        }
    }

    private static List<Object> to(List<Object> way, Object step) {
        List<Object> longer = new ArrayList<>(way);
        longer.add(step);
        return longer;
    }

    private static String text(String name) throws IOException {
        if (name.equals("two locks")) {
            return Written.TWO_LOCKS;
        }
        try (InputStream file = ShippedProtocols.class.getResourceAsStream(name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("../docs/protocol.schema.json")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
