package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupting the reading thread ends the input; a failing sink ends the reading. */
class InterruptionTest {

    private static final String LINE =
            "              sh-55      [001] .....     5.762383: lock_acquire: 00000000c90ecb95 x\n";
    private static final String CSV = "event,pid,address,name\nlock_release,1,0x5,x\n";
    private static final String JSON =
            "{\"event\":\"lock_release\",\"pid\":1,\"address\":\"0x5\",\"name\":\"x\"}\n";

    /** Tells when all that there is has been read, and the next read is about to wait. */
    private static final class TellingStream extends InputStream {

        private final InputStream in;
        private final CountDownLatch waiting = new CountDownLatch(1);
        private int rest;

        TellingStream(InputStream in, int length) {
            this.in = in;
            rest = length;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("nobody reads byte by byte");
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (rest == 0) {
                waiting.countDown();
            }
            int count = in.read(into, from, length);
            rest -= Math.max(0, count);
            return count;
        }
    }

    /** Waits for ever, as long as its thread is not interrupted. */
    private static final class SilentStream extends InputStream {

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                new CountDownLatch(1).await();
                return -1;
            } catch (InterruptedException interrupt) {
                throw new InterruptedIOException();
            }
        }
    }

    /** What a thread got that was interrupted while it waited for more than {@code text}. */
    private static Reading interrupted(TraceReader reader, InputStream open, byte[] text)
            throws InterruptedException {
        TellingStream stream = new TellingStream(open, text.length);
        AtomicReference<Optional<Reading>> result = new AtomicReference<>(Optional.empty());
        AtomicBoolean flag = new AtomicBoolean(true);
        Thread thread =
                new Thread(
                        () -> {
                            result.set(Optional.of(Reading.of(reader, stream)));
                            flag.set(Thread.currentThread().isInterrupted());
                        });
        thread.start();
        stream.waiting.await();
        thread.interrupt();
        thread.join();
        assertThat(flag).as("the flag is cleared, so that a report can be written").isFalse();
        return result.get().orElseThrow();
    }

    private static InputStream stillOpen(Pipe pipe, byte[] text) throws IOException {
        for (ByteBuffer bytes = ByteBuffer.wrap(text); bytes.hasRemaining(); ) {
            pipe.sink().write(bytes);
        }
        return Channels.newInputStream(pipe.source());
    }

    private static byte[] text(String form) {
        String text =
                switch (form) {
                    case "csv" -> CSV;
                    case "json" -> JSON + JSON;
                    default -> LINE.repeat(30);
                };
        return (text + "half a ").getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "trace,1,64",
        "trace,2,64",
        "trace,4,64",
        "trace,3,1048576",
        "json,1,64",
        "csv,1,64"
    })
    void whatWasReadFromAChannelIsHandedOn(String form, int threads, int chunk) throws Exception {
        Pipe pipe = Pipe.open();
        byte[] text = text(form);
        Reading reading = interrupted(new TraceReader(threads, chunk), stillOpen(pipe, text), text);
        pipe.sink().close();
        assertThat(reading.rows()).hasSize(form.equals("trace") ? 30 : form.equals("json") ? 2 : 1);
        assertThat(reading.facts().damage()).contains("reading was interrupted");
        assertThat(reading.facts().malformed()).isZero();
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"trace,1,64", "trace,3,64", "trace,3,1048576", "json,1,64", "csv,1,64"})
    void whatWasReadFromAPipeOfJavaIsHandedOn(String form, int threads, int chunk)
            throws Exception {
        byte[] text = text(form);
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out, text.length)) {
            out.write(text);
            Reading reading = interrupted(new TraceReader(threads, chunk), in, text);
            assertThat(reading.rows()).isNotEmpty();
            assertThat(reading.facts().damage()).contains("reading was interrupted");
            assertThat(reading.facts().malformed()).isZero();
        }
    }

    @Test
    void anInterruptInTheFirstLineLeavesAnEmptyTrace() throws Exception {
        byte[] text = "sh-55 [001]".getBytes(StandardCharsets.US_ASCII);
        Pipe pipe = Pipe.open();
        Reading reading = interrupted(new TraceReader(2), stillOpen(pipe, text), text);
        assertThat(reading.rows()).isEmpty();
        assertThat(reading.facts().damage()).contains("reading was interrupted");
    }

    @Test
    void anInterruptBeforeTheFirstByteIsARefusal() throws Exception {
        Thread reader = Thread.currentThread();
        reader.interrupt();
        assertThatThrownBy(() -> Reading.tryOf(new TraceReader(2), new SilentStream()))
                .isInstanceOf(UnreadableTraceException.class)
                .hasMessage("t: reading was interrupted");
        assertThat(reader.isInterrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whatTheSinkThrowsEndsTheReadingEvenOfASilentStream(int threads) {
        byte[] text = LINE.repeat(200).getBytes(StandardCharsets.US_ASCII);
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                new TraceReader(threads, 256)
                                        .read(
                                                "t",
                                                new SequenceInputStream(
                                                        new ByteArrayInputStream(text),
                                                        new SilentStream()),
                                                batch -> {
                                                    if (calls.incrementAndGet() == 3) {
                                                        throw new IllegalStateException("full");
                                                    }
                                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("full");
        assertThat(calls).as("no call after the one that failed").hasValue(3);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {CSV, JSON})
    void whatTheSinkOfATableThrowsComesThroughToo(String table) {
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                new TraceReader(2)
                                        .read(
                                                "t",
                                                new ByteArrayInputStream(
                                                        table.getBytes(StandardCharsets.US_ASCII)),
                                                batch -> {
                                                    calls.incrementAndGet();
                                                    throw new StackOverflowError("deep");
                                                }))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("deep");
        assertThat(calls).hasValue(1);
    }
}
