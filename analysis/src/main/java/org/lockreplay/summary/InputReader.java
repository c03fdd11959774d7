package org.lockreplay.summary;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.lockreplay.parser.PeekStream;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.HeldLocksReplay;
import org.lockreplay.replay.lock.InstanceReplay;
import org.lockreplay.replay.lock.InstanceView;
import org.lockreplay.replay.lock.LockReplay;
import org.lockreplay.replay.lock.Wanted;
import org.lockreplay.replay.mpx.MpxReplay;
import org.lockreplay.replay.mpx.Questions;

/**
 * Reads one input, a recording of any form or a saved summary, compressed or not, to what it saw.
 *
 * <p>Holds settings only: it may be used for many inputs, from any thread.
 */
public final class InputReader {

    /** Enough to find the schema that a summary begins with, however it is indented. */
    private static final int HEAD_BYTES = 100;

    /** What is looked for in a recording. */
    private enum Extent {
        LOCKS,
        RULES,
        ALL
    }

    private final LockAliases aliases;
    private final TraceReader reader;
    private final Extent extent;

    /**
     * @param threads how many threads parse, at least 1; the result does not depend on it
     */
    public InputReader(int threads) {
        this(new TraceReader(threads));
    }

    /**
     * @param reader of the recordings
     */
    public InputReader(TraceReader reader) {
        this(LockAliases.shipped(), reader, Extent.ALL);
    }

    private InputReader(LockAliases aliases, TraceReader reader, Extent extent) {
        this.aliases = aliases;
        this.reader = reader;
        this.extent = extent;
    }

    /** The same reader, but it does not replay bounds tables: to measure what that costs. */
    public InputReader ofLocksAlone() {
        return new InputReader(aliases, reader, Extent.LOCKS);
    }

    /**
     * The same reader, but what it reads of recordings tells nothing of critical sections: for who
     * compares them with no protocol, and keeps no summary.
     */
    public InputReader withoutSections() {
        return new InputReader(aliases, reader, extent == Extent.ALL ? Extent.RULES : extent);
    }

    /** The same reader with another number of threads. */
    public InputReader withThreads(int threads) {
        return new InputReader(aliases, reader.withThreads(threads), extent);
    }

    /**
     * Reads a stream that messages call {@code name} to its end; does not close it.
     *
     * @throws UnreadableTraceException if no event could be read
     * @throws org.lockreplay.json.JsonException if it is a summary that this version cannot read
     */
    public LockOrderSummary read(String name, InputStream stream)
            throws UnreadableTraceException, IOException {
        return read(name, stream, recording -> {});
    }

    /**
     * The same.
     *
     * @param recordings told of the trace if the input is a recording: it can be {@linkplain #look
     *     looked at} again
     */
    public LockOrderSummary read(String name, InputStream stream, Consumer<SourceTrace> recordings)
            throws UnreadableTraceException, IOException {
        PeekStream whole = TraceReader.decompressed(name, stream);
        if (isSummary(whole)) {
            return summary(name, whole);
        }
        LockOrderSummary seen = recording(name, whole);
        recordings.accept(seen.traces().get(0));
        return seen;
    }

    private LockOrderSummary recording(String name, PeekStream whole)
            throws UnreadableTraceException {
        LockReplay locks = new LockReplay(aliases);
        if (extent == Extent.LOCKS) {
            TraceFacts facts = reader.read(name, whole, locks);
            return LockOrderSummary.of(facts, locks.finish());
        }
        Questions rules = Questions.NONE.withoutStates().callingLocks(aliases);
        MpxReplay mpx = new MpxReplay(extent == Extent.RULES ? rules.withoutSections() : rules);
        TraceFacts facts = reader.read(name, whole, locks, mpx);
        return LockOrderSummary.of(facts, locks.finish(), mpx.finish());
    }

    /**
     * Reads a recording a second time, for what is wanted of it lock by lock; does not close the
     * stream.
     */
    public InstanceView look(String name, InputStream stream, Wanted wanted)
            throws UnreadableTraceException {
        InstanceReplay replay = new InstanceReplay(aliases, wanted);
        reader.read(name, stream, replay);
        return replay.finish();
    }

    /**
     * Reads a recording once more, for the locks that are held at some of its lines; does not close
     * the stream.
     */
    public Map<Long, List<Acquisition>> heldAt(
            String name, InputStream stream, SortedSet<Long> lines)
            throws UnreadableTraceException {
        HeldLocksReplay replay = new HeldLocksReplay(aliases, lines);
        reader.read(name, stream, replay);
        return replay.finish();
    }

    private static LockOrderSummary summary(String name, InputStream whole)
            throws UnreadableTraceException, IOException {
        try {
            return SummaryReader.read(name, whole);
        } catch (EOFException cutOff) {
            throw new UnreadableTraceException(
                    name + ": the compressed data end too early; a summary is read whole or not",
                    cutOff);
        }
    }

    /** Looks at one byte where that tells: a live recording may have no more yet. */
    private static boolean isSummary(PeekStream whole) {
        byte[] first = whole.peek(1);
        return first.length == 1
                && first[0] == '{'
                && new String(whole.peek(HEAD_BYTES), StandardCharsets.UTF_8)
                        .contains("\"lockreplay-summary/");
    }
}
