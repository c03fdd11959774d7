package org.lockreplay.parser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.lockreplay.event.EventSink;

/**
 * Reads a trace of any form, in parallel, and hands its events on in the order of the trace.
 *
 * <p>A reader holds settings only: it may be used for many traces, from any thread.
 */
public final class TraceReader {

    /** @param threads how many threads parse, at least 1; the result does not depend on it */
    public TraceReader(int threads) {}

    /** Reads a file, decompressing it if it is. */
    public TraceFacts read(Path path, EventSink sink) throws IOException, UnreadableTraceException {
        throw new UnsupportedOperationException();
    }

    /** Reads a stream that messages will call {@code name}; does not close it. */
    public TraceFacts read(String name, InputStream stream, EventSink sink)
            throws IOException, UnreadableTraceException {
        throw new UnsupportedOperationException();
    }
}
