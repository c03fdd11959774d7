package org.lockreplay.parser.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.event.EventKind;
import org.lockreplay.json.JsonException;

/** A dialect file is read, or refused with the place and with what was expected there. */
class DialectFileTest {

    private static final String HEAD = "{'schema': 'lockreplay-dialect/1', 'name': 'n', 'events': ";

    private static Dialect read(String json) throws IOException {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return DialectFile.read("d.json", new ByteArrayInputStream(bytes));
    }

    @Test
    void aFileIsReadAsItStands() throws IOException {
        Dialect dialect =
                read(
                        HEAD
                                + "[{'event': 'e', 'kind': 'vma-mark', 'comment': 'why',"
                                + " 'fields': {'start': ['a', {'field': 'b:', 'hex': true}],"
                                + " 'length': 'len'}}], 'comment': ['x']}");
        assertThat(dialect.name()).isEqualTo("n");
        DialectEvent event = dialect.events().get("e");
        assertThat(event.kind()).isEqualTo(EventKind.VMA_MARK);
        assertThat(event.sources().stream().map(source -> source.column().name()))
                .containsExactly("start", "end", "length");
        assertThat(event.sources().get(0).keys())
                .containsExactly(new Key("a=", true, false), new Key("b:", true, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            textBlock =
                    """
                    []!d.json:1:1: expected an object, found a list
                    {'schema': 'lockreplay-order/1'}!d.json:1:12: expected schema 'lockreplay-dialect/1', the one this version knows, found 'lockreplay-order/1'
                    {'schema': 'lockreplay-dialect/1', 'name': 'n'}!d.json:1:1: expected member 'events', found an object without
                    {'schema': 'lockreplay-dialect/1', 'nam': 'n'}!d.json:1:43: expected only the members comment, events, name, schema, found 'nam'
                    {'schema': 'lockreplay-dialect/1', 'events': []}!d.json:1:1: expected member 'name', found an object without
                    EVENTS{}!d.json:1:59: expected a list, found an object
                    EVENTS[{'kind': 'fork'}]!d.json:1:60: expected member 'event', found an object without
                    EVENTS[{'event': 'a'}]!d.json:1:60: expected member 'kind', found an object without
                    EVENTS[{'event': 7, 'kind': 'fork'}]!d.json:1:70: expected a text, found '7'
                    EVENTS[{'event': 'a', 'kind': 'post-unmap', 'x': 1}]!d.json:1:102: expected only the members comment, constants, event, fields, kind, found 'x'
                    EVENTS[{'event': 'a', 'kind': 'unmap'}]!d.json:1:83: expected a kind of event, such as unmap-search (docs/dialects.md has all), found 'unmap'
                    EVENTS[{'event': 'mpx:a', 'kind': 'fork'}]!d.json:1:70: expected the name of an event, without its system, of letters, digits and '_', found 'mpx:a'
                    EVENTS[{'event': '', 'kind': 'fork'}]!d.json:1:70: expected the name of an event, without its system, of letters, digits and '_', found ''
                    EVENTS[{'event': 'lock_release', 'kind': 'fork'}]!d.json:1:70: expected another name than that of a lock event or system call, found 'lock_release'
                    EVENTS[{'event': 'sys_munmap', 'kind': 'fork'}]!d.json:1:70: expected another name than that of a lock event or system call, found 'sys_munmap'
                    EVENTS[{'event': 'a', 'kind': 'fork'}]!d.json:1:60: expected column 'child' of kind fork in 'fields' or 'constants', found an event without
                    EVENTS[{'event': 'a', 'kind': 'vma-mark', 'fields': {'start': 'a'}}]!d.json:1:60: expected column 'end' or 'length' of kind vma-mark in 'fields' or 'constants', found an event without
                    EVENTS[{'event': 'a', 'kind': 'fork', 'fields': {'start': 'a'}}]!d.json:1:111: expected one of the columns of kind fork: child, found 'start'
                    EVENTS[{'event': 'a', 'kind': 'post-unmap', 'constants': {'start': 1}}]!d.json:1:120: expected no column, as kind post-unmap has none, found 'start'
                    EVENTS[{'event': 'a', 'kind': 'fork', 'fields': {'child': []}}]!d.json:1:111: expected at least one field, found an empty list
                    EVENTS[{'event': 'a', 'kind': 'fork', 'fields': {'child': ''}}]!d.json:1:111: expected the name of a field, found ''
                    EVENTS[{'event': 'a', 'kind': 'fork', 'fields': {'child': {'hex': true}}}]!d.json:1:111: expected member 'field', found an object without
                    EVENTS[{'event': 'a', 'kind': 'fork', 'fields': {'child': {'field': 'a', 'hex': 1}}}]!d.json:1:133: expected true or false, found '1'
                    EVENTS[{'event': 'a', 'kind': 'fork', 'fields': {'child': {'field': 'a', 'base': 1}}}]!d.json:1:134: expected only the members comment, field, hex, found 'base'
                    EVENTS[{'event': 'a', 'kind': 'fork', 'constants': {'child': 'x'}}]!d.json:1:114: expected an address like '0x1f', found 'x'
                    EVENTS[{'event': 'a', 'kind': 'fork', 'constants': {'child': []}}]!d.json:1:114: expected a whole number, found a list
                    EVENTS[{'event': 'a', 'kind': 'syscall-enter', 'constants': {'name': ''}}]!d.json:1:122: expected a name, found ''
                    EVENTS[{'event': 'a', 'kind': 'post-unmap'}, {'event': 'a', 'kind': 'post-unmap'}]!d.json:1:108: expected each event once, found 'a' again
                    EVENTS[}!d.json:1:60: expected well-formed JSON, found unexpected close marker '}': expected ']' (for Array starting at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 59])
                    """)
    void whatIsWrongIsToldWithItsPlace(String json, String message) {
        String file = json.startsWith("EVENTS") ? HEAD + json.substring(6) + "}" : json;
        assertThatThrownBy(() -> read(file)).isInstanceOf(JsonException.class).hasMessage(message);
    }

    @Test
    void everyKindOfAnEventOfTheKernelCanBeSpokenOf() {
        Set<EventKind> others =
                EnumSet.of(
                        EventKind.MARKER,
                        EventKind.OTHER,
                        EventKind.LOST,
                        EventKind.BUFFER_STARTED,
                        EventKind.RECORDING_STARTED,
                        EventKind.CPU_COUNT,
                        EventKind.UNREADABLE);
        for (EventKind kind : EventKind.values()) {
            assertThat(KindColumns.kind(KindColumns.name(kind)).isPresent())
                    .as(kind.name())
                    .isNotEqualTo(others.contains(kind));
        }
    }

    @Test
    void theShippedEventsHaveNamesByWhichTheyAreFound() throws IOException {
        try (InputStream stream = Dialects.class.getResourceAsStream("mpx-proposal.json")) {
            Dialect shipped = DialectFile.read("shipped", stream);
            assertThat(shipped.events().keySet())
                    .containsExactlyInAnyOrder(
                            "mpx_pre_unmap",
                            "mpx_post_unmap",
                            "mpx_bd_invalidate",
                            "mpx_bd_cmpxchg",
                            "mpx_bt_mark",
                            "mpx_bt_remove");
            shipped.events()
                    .forEach(
                            (name, event) ->
                                    assertThat(Dialects.shipped().shipped(name)).contains(event));
        }
    }

    @Test
    void aDamagedFileIsReadOrRefusedWithAPlace() throws IOException {
        byte[] whole;
        try (InputStream stream = Dialects.class.getResourceAsStream("mpx-proposal.json")) {
            whole = stream.readAllBytes();
        }
        Random random = new Random(4);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = Arrays.copyOf(whole, whole.length);
            for (int wrong = 1 + random.nextInt(3); wrong > 0; wrong--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) "{}[]\":,a0 \n\\".charAt(random.nextInt(12));
            }
            if (round % 4 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            try {
                Dialect dialect = DialectFile.read("d.json", new ByteArrayInputStream(bytes));
                assertThat(dialect.events()).isNotNull();
            } catch (JsonException place) {
                refused++;
                assertThat(place.getMessage())
                        .matches("(?s)d\\.json:\\d+:\\d+: expected .+, found .*");
            }
        }
        assertThat(List.of(refused)).allMatch(count -> count > 1_000);
    }
}
