package org.lockreplay.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.json.JsonException;

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

    @ParameterizedTest
    @CsvSource({
        "&rtmutex_A, rtmutex",
        "rtmutex_A, rtmutex",
        "&rtm_owner, rtmutex",
        "&sp_a#2, spinlock",
        "mutex_A, mutex",
        "mm->mmap_lock/1, rwsem",
        "&mm->mmap_lock#3/1, rwsem",
        "*raw_lock, raw-spinlock",
        "&(&zone->lock)->rlock, spinlock",
        "&(rq->__lock), raw-spinlock",
        "(&sp_a), unknown",
        "(&q->timeout), lockdep-map",
        "(&ldata->timer), lockdep-map",
        "lock, unknown",
        "&lock, unknown",
        "&, unknown",
        "#2, unknown"
    })
    void aNameIsKnownHoweverItIsWritten(String lockClass, String type) {
        assertThat(LockTypes.shipped().of(lockClass).name()).isEqualTo(type);
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
                    {'type': 'mutex', 'name': ['a']} | my.json:1:75: expected one of [names, type], found 'name'
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
