package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedTimeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "12, 12000000000",
        "12.5, 12500000000",
        "7.852731, 7852731000",
        "7.852731001, 7852731001",
        "0.000000001, 1",
        "9223372036.854775807, 9223372036854775807",
        "345us, 345000",
        "3000001us, 3000001000"
    })
    void aTimeIsReadToTheNanosecond(String text, long nanos) {
        assertThat(AskedTime.parse(text).orElseThrow().in(false)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.",
                ".5",
                "-1",
                "1,5",
                "1.0000000001",
                "1e3",
                "0x10",
                " 1",
                "1 ",
                "1ms",
                "1.5us",
                "1234567890123456789"
            })
    void anythingElseIsRefused(String text) {
        assertThat(AskedTime.parse(text)).isEmpty();
    }

    @Test
    void aWholeNumberMayBeTicks() {
        AskedTime time = AskedTime.parse("123456789012345678").orElseThrow();
        assertThat(time.fraction()).isFalse();
        assertThat(time.in(true)).isEqualTo(123456789012345678L);
        assertThat(time.in(false)).isEqualTo(Long.MAX_VALUE);
        assertThat(AskedTime.parse("1.5").orElseThrow().fraction()).isTrue();
    }
}
