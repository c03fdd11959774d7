package org.lockreplay.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.lockreplay.event.EventSink;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.replay.lock.LockObservations;
import org.lockreplay.replay.lock.LockReplay;
import org.lockreplay.replay.mpx.MpxObservations;
import org.lockreplay.replay.mpx.MpxReplay;
import org.lockreplay.replay.mpx.Questions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A trace that is in memory already, read alone and read with the replay of what it shows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReadBenchmark {

    /** A recording in text, some ten megabytes: {@code -p trace=FILE}. */
    @Param({})
    public String trace;

    @Param({"1", "2"})
    public int threads;

    private byte[] text;

    @Setup
    public void load() throws IOException {
        text = Files.readAllBytes(Path.of(trace));
    }

    @Benchmark
    public TraceFacts parse() throws UnreadableTraceException {
        return read(batch -> {});
    }

    @Benchmark
    public LockObservations parseAndReplay() throws UnreadableTraceException {
        LockReplay replay = new LockReplay(UnaryOperator.identity());
        read(replay);
        return replay.finish();
    }

    /** With the model of bounds tables too, which is asked for no state, as a check does. */
    @Benchmark
    public MpxObservations parseAndReplayWithModel() throws UnreadableTraceException {
        LockReplay replay = new LockReplay(UnaryOperator.identity());
        MpxReplay model = new MpxReplay(Questions.NONE.withoutStates());
        read(replay, model);
        replay.finish();
        return model.finish();
    }

    private TraceFacts read(EventSink... sinks) throws UnreadableTraceException {
        return new TraceReader(threads).read(trace, new ByteArrayInputStream(text), sinks);
    }
}
