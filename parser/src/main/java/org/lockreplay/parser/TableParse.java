package org.lockreplay.parser;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.lockreplay.parser.Assembler.Worker;
import org.lockreplay.parser.ftrace.Bytes;
import org.lockreplay.parser.ftrace.TextParser;
import org.lockreplay.parser.table.CsvReader;
import org.lockreplay.parser.table.JsonLinesReader;
import org.lockreplay.parser.table.RowParser;
import org.lockreplay.parser.table.TableEntry;

/** One reading of a table of events, in the calling thread. */
final class TableParse {

    private static final int BATCH_ROWS = 8192;

    private final Assembler assembler;
    private final Worker worker;

    TableParse(Assembler assembler) {
        this.assembler = assembler;
        worker = assembler.newWorker();
    }

    /** Reads CSV to its end; answers why it ended before that, if it did. */
    Optional<String> csv(InputStream stream) {
        Optional<String> damage = Optional.empty();
        CsvReader table;
        try {
            table = new CsvReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException broken) {
            return Optional.of(ended(broken));
        }
        worker.tally().comment();
        assembler.headerLine();
        RowParser rows = new RowParser(worker.parser(), table::cell);
        boolean more = true;
        while (more) {
            Optional<TableEntry> entry = Optional.empty();
            try {
                entry = table.next();
            } catch (IOException broken) {
                damage = Optional.of(ended(broken));
            }
            entry.ifPresent(row -> add(rows, row, table.line()));
            more = entry.isPresent();
        }
        flush(rows);
        return damage;
    }

    /** Reads JSON Lines to their end. */
    void jsonLines(ChunkSource source, int chunkBytes) {
        JsonLinesReader table = new JsonLinesReader();
        RowParser rows = new RowParser(worker.parser(), column -> 1);
        Chunk chunk = new Chunk(chunkBytes);
        long line = 0;
        while (next(source, chunk)) {
            for (int at = 0; at < chunk.length; ) {
                int end = Bytes.lineEnd(chunk.bytes, at, chunk.length);
                line++;
                add(
                        rows,
                        chunk.tooLong
                                ? new TableEntry.Bad(1, TextParser.TOO_LONG, "")
                                : table.read(chunk.bytes, at, end),
                        line);
                at = chunk.tooLong ? chunk.length : end + 1;
            }
        }
        flush(rows);
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

    private static String ended(IOException broken) {
        if (Damage.interrupted(broken)) {
            // so that the report can still be written
            Thread.interrupted();
        }
        return Damage.of(broken);
    }

    private void add(RowParser rows, TableEntry entry, long line) {
        if (rows.size() == BATCH_ROWS || !rows.fits(entry, line)) {
            flush(rows);
        }
        rows.add(entry, line);
    }

    private void flush(RowParser rows) {
        long firstLine = rows.parse();
        assembler.assemble(worker, firstLine);
        for (int sink = 0; sink < assembler.sinks(); sink++) {
            assembler.hand(worker, sink);
        }
    }
}
