package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.EventSink;

/** Several sinks take one trace. */
class SinksTest {

    private static final byte[] TEXT =
            Excerpts.random(new Random(7), 200).getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void eachOfThemGetsAllEventsInTheirOrder(int threads) throws UnreadableTraceException {
        Reading expected = Reading.of(new TraceReader(1), TEXT);
        Reading.Collector[] sinks = {
            new Reading.Collector(), new Reading.Collector(), new Reading.Collector()
        };
        TraceFacts facts = read(new TraceReader(threads, 100), sinks);
        assertThat(facts).isEqualTo(expected.facts());
        for (Reading.Collector sink : sinks) {
            assertThat(sink.rows).isEqualTo(expected.rows());
            assertThat(sink.names()).isEqualTo(expected.names());
        }
    }

    @Test
    void oneTakesALaterBatchWhileAnotherIsStillBusy() throws UnreadableTraceException {
        CountDownLatch secondBegan = new CountDownLatch(1);
        CountDownLatch firstWentOn = new CountDownLatch(1);
        AtomicInteger batches = new AtomicInteger();
        AtomicInteger met = new AtomicInteger();
        EventSink first =
                batch -> {
                    if (batches.incrementAndGet() == 2) {
                        met.addAndGet(awaited(secondBegan) ? 1 : 0);
                        firstWentOn.countDown();
                    }
                };
        EventSink second =
                batch -> {
                    if (secondBegan.getCount() > 0) {
                        secondBegan.countDown();
                        met.addAndGet(awaited(firstWentOn) ? 1 : 0);
                    }
                };
        read(new TraceReader(2, 100), first, second);
        assertThat(met).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatAnyOfThemThrowsEndsTheReading(int threads) {
        EventSink failing =
                batch -> {
                    throw new IllegalStateException("the second sink");
                };
        TraceReader reader = new TraceReader(threads, 100);
        assertThatThrownBy(() -> read(reader, batch -> {}, failing, batch -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the second sink");
    }

    private static TraceFacts read(TraceReader reader, EventSink... sinks)
            throws UnreadableTraceException {
        return reader.read("t", new ByteArrayInputStream(TEXT), sinks);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupt) {
            throw new AssertionError(interrupt);
        }
    }
}
