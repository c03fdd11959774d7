package org.lockreplay.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {

    @Test
    void aDocumentIsReadWithAllItsValues() throws IOException {
        JsonValue value =
                read("{\"text\":\"x\",\"number\":-7,\"flag\":true,\"none\":null,\"list\":[1,2]}");
        assertThat(value.text("text")).isEqualTo("x");
        assertThat(value.number("number")).isEqualTo(-7);
        assertThat(value.flag("flag")).isTrue();
        assertThat(value.numberOrNothing("none")).isEmpty();
        assertThat(value.list("list", JsonValue::number)).containsExactly(1L, 2L);
        assertThat(value.optional("other")).isEmpty();
    }

    @Test
    void addressesAreUnsigned() throws IOException {
        JsonValue value = read("{\"a\":\"0xffff888102a3f498\",\"b\":\"12\"}");
        assertThat(value.address("a")).isEqualTo(0xffff888102a3f498L);
        assertThatThrownBy(() -> value.address("b"))
                .hasMessage("x.json:1:31: expected an address like '0x1f', found '12'");
    }

    @Test
    void whatIsNotAsExpectedIsToldWithItsPlace() throws IOException {
        JsonValue value = read("{\n  \"name\": 12,\n  \"big\": 5000000000\n}");
        assertThatThrownBy(() -> value.text("name"))
                .hasMessage("x.json:2:11: expected a text, found '12'");
        assertThatThrownBy(() -> value.integer("big"))
                .hasMessage("x.json:3:10: expected a number of at most 32 bits, found 5000000000");
        assertThatThrownBy(() -> value.number("missing"))
                .hasMessage("x.json:1:1: expected member 'missing', found an object without");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":1           | x.json:1:xx: expected the '}' of an object, found the end of the file",
                "{\"a\":            | x.json:1:xx: expected the '}' of an object, found the end of the file",
                "{\"a\":[1,         | x.json:1:xx: expected the ']' of a list, found the end of the file",
                "{\"a\":\"one       | x.json:1:xx: expected the closing quote of a text, found the end",
                "{\"a              | x.json:1:xx: expected the closing quote of a text, found the end",
                "{\"a\":1} {        | x.json:1:9: expected the end, found '{'",
                "{\"a\":1,\"a\":2}  | x.json:1:11: expected well-formed JSON, found duplicate",
                "nonsense           | x.json:1:9: expected well-formed JSON, found unrecognized"
            })
    void aDamagedDocumentIsRefusedWithThePlaceOfTheDamage(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith(message.substring(0, 9));
        assertThatThrownBy(() -> read(text)).hasMessageContaining(message.substring(12));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1",
        "10e-1, 1",
        "-0.0, 0",
        "2E3, 2000",
        "9223372036854775807.000, 9223372036854775807",
        "0e999999999, 0"
    })
    void aNumberIsWholeWhateverItsForm(String text, long number) throws IOException {
        assertThat(read("{\"a\":" + text + "}").number("a")).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, a whole number",
        "1e-1, a whole number",
        "1e-999999999, a whole number",
        "99999999999999999999, a number of at most 64 bits",
        "99999999999999999999.0, a number of at most 64 bits",
        "1e999999999, a number of at most 64 bits"
    })
    void anotherNumberIsRefusedWhereAWholeOneIsWanted(String text, String expected)
            throws IOException {
        JsonValue value = read("{\"a\":" + text + "}");
        assertThatThrownBy(() -> value.number("a"))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("x.json:1:6: expected " + expected + ", found '");
    }

    @Test
    void aDocumentBeyondTheLimitsOfTheParserIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> read("[".repeat(100_000)))
                .isInstanceOf(JsonException.class)
                .hasMessageMatching("(?s)x\\.json:1:\\d+: expected well-formed JSON, found .*");
        assertThatThrownBy(() -> read("{\"a\":\n" + "9".repeat(2_000) + "}").number("a"))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("x.json:2:");
    }

    @Test
    void anEmptyTextIsNoDocument() {
        assertThatThrownBy(() -> read(""))
                .hasMessage("x.json:1:1: expected a JSON value, found the end of the file");
    }

    @Test
    void aLargeDocumentIsReadMemberByMember() throws IOException {
        List<String> seen = new ArrayList<>();
        JsonReader reader = reader("{\"first\":[{\"n\":1},{\"n\":2}],\"second\":\"x\"}");
        reader.members(
                member -> {
                    if (member.equals("first")) {
                        seen.addAll(reader.list(element -> member + element.number("n")));
                    } else {
                        seen.add(reader.value().text());
                    }
                });
        assertThat(seen).containsExactly("first1", "first2", "x");
    }

    private static JsonValue read(String text) throws IOException {
        return reader(text).document();
    }

    private static JsonReader reader(String text) throws IOException {
        return new JsonReader(
                "x.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
