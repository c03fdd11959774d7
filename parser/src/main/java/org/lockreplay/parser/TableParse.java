package org.lockreplay.parser;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.lockreplay.parser.Assembler.Worker;
import org.lockreplay.parser.ftrace.Bytes;
import org.lockreplay.parser.table.CsvReader;
import org.lockreplay.parser.table.JsonLinesReader;
import org.lockreplay.parser.table.RowParser;
import org.lockreplay.parser.table.TableEntry;

/** One reading of a table of events, in the calling thread. */
final class TableParse {

    private static final int BATCH_ROWS = 8192;

    private final Assembler assembler;
    private final Worker worker;
    private final RowParser rows;

    TableParse(Assembler assembler) {
        this.assembler = assembler;
        worker = assembler.newWorker();
        rows = new RowParser(worker.parser());
    }

    /** Reads CSV to its end; answers why it ended before that, if it did. */
    Optional<String> csv(InputStream stream) {
        try {
            Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
            CsvReader table = new CsvReader(reader);
            worker.tally().comment();
            assembler.headerLine();
            for (Optional<TableEntry> entry = table.next();
                    entry.isPresent();
                    entry = table.next()) {
                add(entry.get(), table.line());
            }
            return Optional.empty();
        } catch (ClosedByInterruptException interrupt) {
            return interrupted();
        } catch (IOException broken) {
            return Optional.of(String.valueOf(broken.getMessage()));
        } finally {
            flush();
        }
    }

    /** Reads JSON Lines to their end. */
    void jsonLines(ChunkSource source, int chunkBytes) {
        JsonLinesReader table = new JsonLinesReader();
        Chunk chunk = new Chunk(chunkBytes);
        long line = 0;
        while (next(source, chunk)) {
            for (int at = 0; at < chunk.length; ) {
                int end = Bytes.lineEnd(chunk.bytes, at, chunk.length);
                line++;
                add(
                        chunk.tooLong
                                ? new TableEntry.Bad(1, "a line of at most 8 MiB", "")
                                : table.read(chunk.bytes, at, end),
                        line);
                at = chunk.tooLong ? chunk.length : end + 1;
            }
        }
        flush();
    }

    private static boolean next(ChunkSource source, Chunk chunk) {
        while (true) {
            try {
                return source.next(chunk);
            } catch (InterruptedException interrupt) {
                source.stop();
            }
        }
    }

    private static Optional<String> interrupted() {
        Thread.interrupted();
        return Optional.of(ChunkSource.INTERRUPTED);
    }

    private void add(TableEntry entry, long line) {
        rows.add(entry, line);
        if (rows.size() == BATCH_ROWS) {
            flush();
        }
    }

    private void flush() {
        long firstLine = rows.parse();
        assembler.take(worker, firstLine);
    }
}
