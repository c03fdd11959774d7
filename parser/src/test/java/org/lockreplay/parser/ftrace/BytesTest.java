package org.lockreplay.parser.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading words, numbers and line ends, compared with the obvious way to do it. */
class BytesTest {

    private static final long SEED = 20261122;

    private static byte[] slacked(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(bytes, bytes.length + Bytes.SLACK);
    }

    private static long plainHex8(byte[] text, int at) {
        long value = 0;
        for (int i = at; i < at + 8; i++) {
            int digit = "0123456789abcdef".indexOf(Character.toLowerCase((char) (text[i] & 0xff)));
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    @Test
    void eightHexadecimalDigitsAreReadAsOneByOne() {
        Random random = new Random(SEED);
        byte[] text = new byte[8];
        byte[] digits = "0123456789abcdefABCDEF".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 200_000; round++) {
            for (int i = 0; i < 8; i++) {
                text[i] = digits[random.nextInt(digits.length)];
            }
            if (round % 2 == 0) {
                text[random.nextInt(8)] = (byte) random.nextInt();
            }
            assertThat(Bytes.hex8(text, 0))
                    .as("seed %d, round %d: %s", SEED, round, Arrays.toString(text))
                    .isEqualTo(plainHex8(text, 0));
        }
    }

    @Test
    void everyByteButTheTwentyTwoDigitsIsRefusedAtEveryPlace() {
        for (int place = 0; place < 8; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] text = "fedcBA90".getBytes(StandardCharsets.US_ASCII);
                text[place] = (byte) value;
                assertThat(Bytes.hex8(text, 0))
                        .as("%d at %d", value, place)
                        .isEqualTo(plainHex8(text, 0));
            }
        }
    }

    @Test
    void theLineEndIsTheFirstLineFeedWhereverItStands() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[40 + Bytes.SLACK];
            random.nextBytes(text);
            for (int i = random.nextInt(4); i > 0; i--) {
                text[random.nextInt(text.length)] = '\n';
            }
            int from = random.nextInt(40);
            int to = from + random.nextInt(41 - from);
            int expected = from;
            while (expected < to && text[expected] != '\n') {
                expected++;
            }
            assertThat(Bytes.lineEnd(text, from, to))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(expected);
        }
    }

    @Test
    void sixDecimalDigitsAreReadAsOneByOne() {
        for (int number = 0; number < 1_000_000; number += 7) {
            assertThat(Bytes.decimal6(slacked("%06d".formatted(number)), 0)).isEqualTo(number);
        }
        for (int place = 0; place < 6; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] text = slacked("987650xy");
                text[place] = (byte) value;
                assertThat((long) Bytes.decimal6(text, 0))
                        .as("%d at %d", value, place)
                        .isEqualTo(Bytes.decimal(text, 0, 6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "007,7", "999999999999999999,999999999999999999"})
    void decimalDigitsAreANumber(String text, long number) {
        assertThat(Bytes.decimal(slacked(text), 0, text.length())).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1x", " 1", "1 ", "1.0", "1000000000000000000"})
    void anythingElseIsNoDecimalNumber(String text) {
        assertThat(Bytes.decimal(slacked(text), 0, text.length())).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "ff,255", "FF,255", "ffffffffffffffff,-1", "00000000c90ecb95,3373190037"})
    void upToSixteenHexadecimalDigitsAreAnUnsignedNumber(String text, long number) {
        byte[] bytes = slacked(text);
        assertThat(Bytes.isHex(bytes, 0, text.length())).isTrue();
        assertThat(Bytes.hex(bytes, 0, text.length())).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x1", "g", "00000000000000000", "1 ", "\u00ff"})
    void anythingElseIsNoHexadecimalNumber(String text) {
        assertThat(Bytes.isHex(slacked(text), 0, text.length())).isFalse();
    }

    @Test
    void aTextIsFoundWhereItBeginsFirstAndLast() {
        byte[] text = slacked("a=1 a=2 a=");
        assertThat(Bytes.indexOf(text, 0, 10, "a=")).isEqualTo(0);
        assertThat(Bytes.indexOf(text, 1, 10, "a=")).isEqualTo(4);
        assertThat(Bytes.lastIndexOf(text, 0, 10, "a=")).isEqualTo(8);
        assertThat(Bytes.lastIndexOf(text, 0, 9, "a=")).isEqualTo(4);
        assertThat(Bytes.indexOf(text, 0, 10, "b")).isEqualTo(-1);
        assertThat(Bytes.lastIndexOf(text, 5, 7, "a=")).isEqualTo(-1);
        assertThat(Bytes.indexOf(text, 9, 10, "long text")).isEqualTo(-1);
    }

    @Test
    void runsOfDigitsAndBlanksEndAtTheEndOfTheText() {
        byte[] text = slacked("12  34");
        assertThat(Bytes.digitsEnd(text, 0, 6)).isEqualTo(2);
        assertThat(Bytes.digitsEnd(text, 4, 5)).isEqualTo(5);
        assertThat(Bytes.skipBlanks(text, 2, 6)).isEqualTo(4);
        assertThat(Bytes.skipBlanks(text, 2, 3)).isEqualTo(3);
        assertThat(Bytes.blank(text, 0, 6)).isEqualTo(2);
        assertThat(Bytes.blank(text, 4, 6)).isEqualTo(6);
    }
}
