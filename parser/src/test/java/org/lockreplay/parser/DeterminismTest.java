package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Same bytes in, same events, facts and name ids out, however they come in. */
class DeterminismTest {

    private static final int[] CHUNKS = {1, 64, 257, 4096, 1 << 20};

    private static byte[] randomText(int seed) {
        Random random = new Random(seed);
        return Excerpts.random(random, 20 + random.nextInt(150)).getBytes(StandardCharsets.UTF_8);
    }

    private static Reading whole(byte[] text) {
        return Reading.of(new TraceReader(1), text);
    }

    private static List<String> excerpts() {
        return Excerpts.READABLE;
    }

    /** Gives one byte at a time, and says that none is available. */
    static final class DripStream extends InputStream {

        private final InputStream in;

        DripStream(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return in.read(into, from, Math.min(1, length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void threadsAndChunksDoNotChangeAnything(int seed) {
        byte[] text = randomText(seed);
        Reading expected = whole(text);
        assertThat(expected.everyLineCounts()).isTrue();
        for (int threads = 1; threads <= 4; threads++) {
            for (int chunk : CHUNKS) {
                assertThat(Reading.of(new TraceReader(threads, chunk), text))
                        .as("seed %d, %d threads, chunks of %d", seed, threads, chunk)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aTraceThatEndsAnywhereIsTheSameInAnyChunks() {
        String line = "              sh-55      [001] .....     5.762383: ";
        String text =
                line
                        + "lock_acquire: flags=3 name=x lockdep_addr=0x5\n"
                        + line
                        + "lock_acquire: 00000000c90ecb95 try read &mm->mmap_lock\n"
                        + line
                        + "lock_acquire: flags=3 name=y lockdep_addr=0x5\n"
                        + line
                        + "lock_acquire: 00000000c90ecb96 try read &mm->mmap_lock\n";
        for (int cut = 1; cut <= text.length(); cut++) {
            String cutText = line + "a: b\n" + text.substring(0, cut);
            byte[] bytes = cutText.getBytes(StandardCharsets.US_ASCII);
            Reading expected = whole(bytes);
            for (int chunk : new int[] {1, 40, 75, 120}) {
                assertThat(Reading.of(new TraceReader(1, chunk), bytes))
                        .as("cut at %d, chunks of %d", cut, chunk)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 22, 23, 24})
    void neitherDoesTheWayTheBytesArrive(int seed) throws IOException {
        byte[] text = randomText(seed);
        Reading expected = whole(text);
        byte[] half = Arrays.copyOf(text, text.length / 2);
        byte[] rest = Arrays.copyOfRange(text, half.length, text.length);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(gzip(half));
        members.writeBytes(gzip(new byte[0]));
        members.writeBytes(gzip(rest));
        ByteArrayOutputStream streams = new ByteArrayOutputStream();
        streams.writeBytes(xz(half));
        streams.writeBytes(new byte[8]);
        streams.writeBytes(xz(rest));
        List<byte[]> forms =
                List.of(text, gzip(text), members.toByteArray(), xz(text), streams.toByteArray());
        for (byte[] form : forms) {
            for (int threads : new int[] {1, 3}) {
                TraceReader reader = new TraceReader(threads, 1000);
                assertThat(Reading.of(reader, form)).as("seed %d", seed).isEqualTo(expected);
                assertThat(Reading.of(reader, new DripStream(form)))
                        .as("seed %d, one byte at a time", seed)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheTrace() {
        byte[] text = Excerpts.bytes("default.trace");
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.writeBytes(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
        marked.writeBytes(text);
        assertThat(whole(marked.toByteArray())).isEqualTo(whole(text));
        assertThat(Reading.of(new TraceReader(1), new DripStream(marked.toByteArray())))
                .isEqualTo(whole(text));
    }

    @ParameterizedTest
    @MethodSource("excerpts")
    void aRealExcerptIsReadWithoutAMalformedLine(String name) {
        byte[] text = Excerpts.bytes(name);
        Reading expected = whole(text);
        assertThat(expected.facts().malformed()).isZero();
        assertThat(expected.facts().lines())
                .isEqualTo(new String(text, StandardCharsets.UTF_8).lines().count());
        assertThat(expected.everyLineCounts()).isTrue();
        assertThat(Reading.of(new TraceReader(3, 64), text)).isEqualTo(expected);
    }

    @Test
    void theDifferencesBetweenTimesAreNoPartOfTheEvents() {
        Reading plain = whole(Excerpts.bytes("report.txt"));
        Reading differences = whole(Excerpts.bytes("report-tsdiff.txt"));
        assertThat(differences.rows().subList(0, 12)).isEqualTo(plain.rows().subList(0, 12));
    }

    static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    static byte[] xz(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(bytes, new LZMA2Options(1))) {
            out.write(text);
        }
        return bytes.toByteArray();
    }
}
