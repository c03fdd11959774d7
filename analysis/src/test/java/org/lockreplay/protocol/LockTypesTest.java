package org.lockreplay.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/** Files that extend the catalogue, and what outranks what. */
class LockTypesTest {

    @Test
    void aFileOutranksTheShippedOnesAndTheLastFileOutranksTheFirst() throws IOException {
        LockTypes one = with(LockTypes.shipped(), rows("{'type': 'mutex', 'names': ['sp_*']}"));
        assertThat(one.of("sp_a").name()).isEqualTo("mutex");
        assertThat(one.of("raw_a").name()).isEqualTo("raw-spinlock");
        LockTypes two = with(one, rows("{'type': 'rwsem', 'names': ['sp_a']}"));
        assertThat(two.of("sp_a").name()).isEqualTo("rwsem");
        assertThat(two.of("sp_b").name()).isEqualTo("mutex");
    }

    @Test
    void whatATraceProvesOutranksAll() {
        LockTypes shipped = LockTypes.shipped();
        LockTypes proven = shipped.with(Map.of("sp_a", shipped.named("mutex")));
        assertThat(proven.of("sp_a").name()).isEqualTo("mutex");
        assertThat(proven.expected("sp_a").name()).isEqualTo("spinlock");
    }

    @Test
    void theSpellingOfTheFileWinsAmongNamesAndAmongPatterns() throws IOException {
        LockTypes types =
                with(
                        LockTypes.shipped(),
                        rows(
                                "{'type': 'mutex', 'names': ['a', '&b*']},"
                                        + "{'type': 'rwsem', 'names': ['&a', 'b*', '*c']}"));
        assertThat(types.of("a").name()).isEqualTo("mutex");
        assertThat(types.of("&a").name()).isEqualTo("rwsem");
        assertThat(types.of("&(a)").name()).isEqualTo("mutex");
        assertThat(types.of("&bx").name()).isEqualTo("mutex");
        assertThat(types.of("bx").name()).isEqualTo("rwsem");
        assertThat(types.of("&(&a)->c").name()).isEqualTo("rwsem");
    }

    /** A pattern that an earlier one covers would never decide anything. */
    @Test
    void noPatternOfTheShippedFileIsHiddenByAnEarlierOne() {
        List<NamePattern> earlier = new ArrayList<>();
        for (String name : shippedNames().keySet()) {
            NamePattern pattern = new NamePattern(name);
            if (!pattern.isExact()) {
                String sample = name.replace("*", "Q7z");
                assertThat(earlier).as(name).noneMatch(other -> other.matches(sample));
                earlier.add(pattern);
            }
        }
        assertThat(earlier).hasSizeGreaterThan(50);
    }

    @Test
    void everyNameOfTheShippedFileHasTheTypeOfItsRow() {
        LockTypes shipped = LockTypes.shipped();
        shippedNames()
                .forEach(
                        (name, type) ->
                                assertThat(shipped.of(name.replace("*", "Q7z")).name())
                                        .as(name)
                                        .isEqualTo(type));
    }

    /** The names and patterns in their order, each with the type of its row. */
    private static Map<String, String> shippedNames() {
        return Knowledge.shipped(
                "lock-types.json",
                "lockreplay-lock-types/1",
                document -> {
                    Map<String, String> names = new LinkedHashMap<>();
                    for (JsonValue row : document.member("locks").elements()) {
                        for (JsonValue name : row.member("names").elements()) {
                            names.put(name.text(), row.text("type"));
                        }
                    }
                    return names;
                });
    }

    @Test
    void aFileMayHaveTypesOfItsOwn() throws IOException {
        LockTypes types =
                with(
                        LockTypes.shipped(),
                        """
                        {'schema': 'lockreplay-lock-types/1',
                         'types': {'my-lock': {'readers': 'none', 'asks': 'sleep', 'holds': 'spin'}},
                         'locks': [{'type': 'my-lock', 'names': ['my_*']}]}""");
        LockType mine = types.of("my_lock");
        assertThat(mine.readers()).isEqualTo(LockType.Readers.NONE);
        assertThat(mine.asks()).isEqualTo(LockType.Wait.SLEEP);
        assertThat(mine.holds()).isEqualTo(LockType.Wait.SPIN);
        assertThat(mine.checked()).isTrue();
        assertThat(mine.perCpu()).isFalse();
        assertThat(mine.refuses()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'type': 'mutx', 'names': []} | my.json:1:58: expected a type of this file or of the shipped one
                    {'type': 'mutex', 'names': ['a', 'a']} | my.json:1:82: expected each name once, found 'a' again
                    {'type': 'mutex', 'name': ['a']} | my.json:1:75: expected one of [names, nestedAlone, recycled, source, type], found 'name'
                    {'type': 'mutex'} | expected
                    """)
    void aFileThatIsNoneIsRefusedWithThePlace(String row, String message) {
        assertThatThrownBy(() -> with(LockTypes.shipped(), rows(row)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anUnknownPropertyOfATypeIsRefused() {
        assertThatThrownBy(
                        () ->
                                with(
                                        LockTypes.shipped(),
                                        "{'schema': 'lockreplay-lock-types/1',"
                                                + " 'types': {'x': {'asks': 'nap'}}, 'locks': []}"))
                .hasMessageContaining(
                        "expected one of [config, free, sleep, spin, unknown], found 'nap'");
    }

    private static String rows(String row) {
        return "{'schema': 'lockreplay-lock-types/1', 'locks': [" + row + "]}";
    }

    private static LockTypes with(LockTypes types, String json) throws IOException {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return types.with("my.json", new ByteArrayInputStream(bytes));
    }
}
