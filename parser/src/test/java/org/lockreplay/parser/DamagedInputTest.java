package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be read of an input that is cut off or broken is read, and the rest is not hidden. */
class DamagedInputTest {

    private static final String LINE =
            "              sh-55      [001] .....     5.762383: lock_acquire: 00000000c90ecb95 x\n";

    private static byte[] text() {
        return Excerpts.random(new Random(3), 60).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Breaks when all bytes have been read. */
    private static InputStream breaking(byte[] bytes, IOException failure) {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw failure;
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        throw failure;
                    }
                };
        return new SequenceInputStream(new ByteArrayInputStream(bytes), broken);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsInFrontOfTheCutIsRead(boolean gzip) throws IOException {
        byte[] text = text();
        byte[] compressed = gzip ? DeterminismTest.gzip(text) : DeterminismTest.xz(text);
        Reading whole = Reading.of(new TraceReader(1), text);
        Random random = new Random(11);
        int readable = 0;
        for (int round = 0; round < 150; round++) {
            int cut = round < 40 ? round + 1 : 1 + random.nextInt(compressed.length - 1);
            byte[] part = Arrays.copyOf(compressed, cut);
            try {
                Reading reading =
                        Reading.tryOf(
                                new TraceReader(1 + round % 3, 500),
                                new ByteArrayInputStream(part));
                assertThat(reading.facts().damage())
                        .as("cut at %d", cut)
                        .contains("the compressed data end too early");
                int rows = reading.rows().size();
                assertThat(reading.rows()).isEqualTo(whole.rows().subList(0, rows));
                assertThat(reading.everyLineCounts()).isTrue();
                readable += rows > 0 ? 1 : 0;
            } catch (UnreadableTraceException refused) {
                if (cut > 6) {
                    assertThat(refused)
                            .hasMessage(
                                    "t: damaged at its beginning: the compressed data end too"
                                            + " early");
                }
            }
        }
        assertThat(readable).as("cuts in front of which something was left").isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWrongByteIsNeverPassedOver(boolean gzip) throws IOException {
        byte[] text = text();
        byte[] compressed = gzip ? DeterminismTest.gzip(text) : DeterminismTest.xz(text);
        Reading whole = Reading.of(new TraceReader(1), text);
        Random random = new Random(12);
        for (int round = 0; round < 150; round++) {
            byte[] wrong = compressed.clone();
            int place = random.nextInt(wrong.length);
            wrong[place] ^= (byte) (1 << random.nextInt(8));
            try {
                Reading reading =
                        Reading.tryOf(new TraceReader(2, 500), new ByteArrayInputStream(wrong));
                if (reading.facts().damage().isEmpty()) {
                    assertThat(reading).as("byte %d", place).isEqualTo(whole);
                }
                assertThat(reading.everyLineCounts()).isTrue();
            } catch (UnreadableTraceException refused) {
                assertThat(refused.getMessage()).doesNotContain("null");
            }
        }
    }

    @Test
    void aSecondMemberThatIsCutOffIsToldOf() throws IOException {
        byte[] member = DeterminismTest.gzip(ascii(LINE));
        for (int cut = 1; cut < member.length; cut++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(member);
            bytes.write(member, 0, cut);
            Reading reading = Reading.of(new TraceReader(1), bytes.toByteArray());
            assertThat(reading.rows()).as("cut at %d", cut).isNotEmpty();
            assertThat(reading.facts().damage()).contains("the compressed data end too early");
        }
    }

    @Test
    void zerosBehindTheCompressedDataArePaddingAndAnythingElseIsDamage() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(DeterminismTest.gzip(ascii(LINE)));
        bytes.writeBytes(new byte[1000]);
        assertThat(Reading.of(new TraceReader(1), bytes.toByteArray()).facts().damage()).isEmpty();
        bytes.writeBytes(ascii("plain text"));
        Reading reading = Reading.of(new TraceReader(1), bytes.toByteArray());
        assertThat(reading.rows()).hasSize(1);
        assertThat(reading.facts().damage())
                .contains("something that is not gzip follows the compressed data");
    }

    @Test
    void everyOptionalFieldOfAGzipHeaderIsSteppedOver() throws IOException {
        byte[] plain = DeterminismTest.gzip(ascii(LINE));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(plain, 0, 3);
        bytes.write(2 | 4 | 8 | 16);
        bytes.write(plain, 4, 6);
        bytes.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
        bytes.writeBytes(ascii("name\0comment\0"));
        bytes.writeBytes(new byte[] {7, 7});
        bytes.write(plain, 10, plain.length - 10);
        assertThat(Reading.of(new TraceReader(1), bytes.toByteArray())).isEqualTo(Reading.of(LINE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aStreamThatBreaksHandsOnTheWholeLinesInFrontOfTheBreak(int threads) {
        byte[] text = ascii(LINE.repeat(50) + "half a li");
        InputStream stream = breaking(text, new IOException("Input/output error"));
        Reading reading = Reading.of(new TraceReader(threads, 200), stream);
        assertThat(reading.rows()).hasSize(50);
        assertThat(reading.facts().lines()).isEqualTo(50);
        assertThat(reading.facts().malformed()).isZero();
        assertThat(reading.facts().damage()).contains("Input/output error");
    }

    @Test
    void anErrorWithoutAMessageIsNamed() {
        InputStream stream = breaking(ascii(LINE), new ClosedChannelException());
        assertThat(Reading.of(new TraceReader(1), stream).facts().damage())
                .contains("ClosedChannelException");
    }

    @Test
    void aStreamThatBreaksInItsFirstLineIsReadUpToThere() {
        Reading reading =
                Reading.of(new TraceReader(1), breaking(ascii("sh-55 [0"), new IOException("oh")));
        assertThat(reading.rows()).isEmpty();
        assertThat(reading.facts().lines()).isZero();
        assertThat(reading.facts().damage()).contains("oh");
    }

    @Test
    void aStreamThatBreaksAtOnceIsRefused() {
        assertThatThrownBy(
                        () ->
                                Reading.tryOf(
                                        new TraceReader(1),
                                        breaking(new byte[0], new IOException("oh"))))
                .isInstanceOf(UnreadableTraceException.class)
                .hasMessage("t: damaged at its beginning: oh");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void anErrorInsideTheStreamReachesTheCallerInAnyThread(int threads) {
        InputStream stream =
                new SequenceInputStream(
                        new ByteArrayInputStream(ascii(LINE.repeat(50))),
                        new InputStream() {
                            @Override
                            public int read() {
                                throw new IllegalStateException("a bug in a decompressor");
                            }

                            @Override
                            public int read(byte[] into, int from, int length) {
                                throw new IllegalStateException("a bug in a decompressor");
                            }
                        });
        assertThatThrownBy(() -> Reading.tryOf(new TraceReader(threads, 200), stream))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug in a decompressor");
    }
}
