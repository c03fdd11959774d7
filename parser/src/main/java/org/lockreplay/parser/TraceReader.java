package org.lockreplay.parser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lockreplay.event.EventSink;
import org.lockreplay.parser.dialect.Dialects;
import org.lockreplay.parser.table.CsvReader;
import org.lockreplay.parser.table.JsonLinesReader;

/**
 * Reads a trace of any form, in parallel, and hands its events on in the order of the trace.
 *
 * <p>A reader holds settings only: it may be used for many traces, from any thread. Memory: a few
 * MiB for each thread, whatever the size of the trace. Interrupting the reading thread ends the
 * input where it is: what was read so far is handed on, and {@link TraceFacts#damage} says so.
 */
public final class TraceReader {

    private static final int CHUNK_BYTES = 1 << 20;
    private static final int FIRST_LOOK = 4096;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final int threads;
    private final int chunkBytes;
    private final Dialects dialects;

    /**
     * @param threads how many threads parse, at least 1; the result does not depend on it
     */
    public TraceReader(int threads) {
        this(threads, CHUNK_BYTES);
    }

    /**
     * @param threads how many threads parse, at least 1; the result does not depend on it
     * @param dialects what the names of events mean that stock kernels do not have
     */
    public TraceReader(int threads, Dialects dialects) {
        this(threads, CHUNK_BYTES, dialects);
    }

    /**
     * @param chunkBytes what a thread parses at a time; the result does not depend on it
     */
    TraceReader(int threads, int chunkBytes) {
        this(threads, chunkBytes, Dialects.shipped());
    }

    TraceReader(int threads, int chunkBytes, Dialects dialects) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1: " + threads);
        }
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("chunkBytes must be at least 1: " + chunkBytes);
        }
        this.threads = threads;
        this.chunkBytes = chunkBytes;
        this.dialects = dialects;
    }

    /** The same reader with another number of threads. */
    public TraceReader withThreads(int threads) {
        return new TraceReader(threads, chunkBytes, dialects);
    }

    /** Reads a file, decompressing it if it is gzip or xz. */
    public TraceFacts read(Path path, EventSink... sinks) throws UnreadableTraceException {
        String name = path.toString();
        if (Files.isDirectory(path)) {
            throw new UnreadableTraceException(name + ": a directory, not a trace; name its files");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                InputStream stream = Channels.newInputStream(channel)) {
            return read(name, stream, sinks);
        } catch (NoSuchFileException missing) {
            throw new UnreadableTraceException(name + ": no such file", missing);
        } catch (AccessDeniedException denied) {
            throw new UnreadableTraceException(name + ": no permission to read it", denied);
        } catch (IOException broken) {
            throw new UnreadableTraceException(name + ": " + Damage.of(broken), broken);
        }
    }

    /**
     * Reads a stream that messages call {@code name}; does not close it. An interrupt reaches the
     * thread only if the stream's own {@code read} answers to it, as that of a channel does.
     *
     * @param sinks each of which gets all batches in order; where several threads read, they may
     *     run at the same time, each with another batch
     */
    public TraceFacts read(String name, InputStream stream, EventSink... sinks)
            throws UnreadableTraceException {
        PeekStream text = decompressed(name, stream);
        skipByteOrderMark(text);
        byte[] firstLine = text.peekLine(FIRST_LOOK);
        if (firstLine.length == 0) {
            if (text.broken().isPresent()) {
                throw damagedAtBeginning(name, text.broken().get());
            }
            throw new UnreadableTraceException(name + ": empty, not even a header");
        }
        Optional<String> foreign = Compression.foreign(firstLine);
        if (foreign.isPresent()) {
            throw new UnreadableTraceException(name + ": " + foreign.get());
        }
        String beginning = new String(firstLine, StandardCharsets.UTF_8);
        Assembler assembler = new Assembler(List.of(sinks), dialects);
        TraceFacts facts = read(name, text, beginning, assembler);
        Refusal.check(facts);
        Refusal.check(name, assembler.files());
        return facts;
    }

    /**
     * The bytes of a stream that messages call {@code name}, decompressed if they are gzip or xz.
     * What is broken behind its beginning is thrown when the reading gets there. What this method
     * answered before is answered again: nothing is decompressed twice.
     */
    public static PeekStream decompressed(String name, InputStream stream)
            throws UnreadableTraceException {
        if (stream instanceof PeekStream plain) {
            return plain;
        }
        try {
            return new PeekStream(Compression.open(stream));
        } catch (IOException broken) {
            throw damagedAtBeginning(name, broken);
        }
    }

    private static UnreadableTraceException damagedAtBeginning(String name, IOException broken) {
        if (Damage.interrupted(broken)) {
            Thread.interrupted();
            return new UnreadableTraceException(name + ": " + Damage.INTERRUPTED, broken);
        }
        return new UnreadableTraceException(
                name + ": damaged at its beginning: " + Damage.of(broken), broken);
    }

    private static void skipByteOrderMark(PeekStream text) {
        if (Arrays.equals(text.peek(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
            text.forget(BYTE_ORDER_MARK.length);
        }
    }

    private TraceFacts read(String name, InputStream text, String beginning, Assembler assembler) {
        if (CsvReader.recognises(beginning)) {
            Optional<String> damage = new TableParse(assembler).csv(text);
            return assembler.facts(name, TraceFormat.CSV, damage);
        }
        ChunkSource source = new ChunkSource(text, chunkBytes);
        if (JsonLinesReader.recognises(beginning)) {
            new TableParse(assembler).jsonLines(source, chunkBytes);
            return assembler.facts(name, TraceFormat.JSON_LINES, source.damage());
        }
        new ParallelParse(source, assembler, threads, chunkBytes).run();
        return assembler.facts(name, source.damage());
    }
}
