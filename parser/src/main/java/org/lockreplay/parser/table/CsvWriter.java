package org.lockreplay.parser.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventSink;

/**
 * Writes events as CSV with the columns of {@link Row}, the header line first.
 *
 * <p>A cell that a spreadsheet would take for a formula gets a {@code '} in front, as does one that
 * begins with {@code '}; {@link CsvReader} takes it off again.
 */
public final class CsvWriter implements EventSink {

    static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').setTrailingData(false).get();

    static final String[] COLUMNS = {
        "line",
        "time_ns",
        "ticks",
        "task",
        "pid",
        "cpu",
        "flags",
        "event",
        "address",
        "name",
        "mode",
        "arguments"
    };

    private final CSVPrinter printer;

    /** Writes the header; the caller flushes and closes {@code out}. */
    public CsvWriter(Appendable out) throws IOException {
        printer = new CSVPrinter(out, FORMAT);
        printer.printRecord((Object[]) COLUMNS);
    }

    /**
     * Appends a line for each event.
     *
     * @throws UncheckedIOException if {@code out} cannot be written
     */
    @Override
    public void accept(EventBatch batch) {
        try {
            for (int i = 0; i < batch.size(); i++) {
                print(Row.of(batch, i));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void print(Row row) throws IOException {
        printer.printRecord(
                row.line(),
                row.timeNanos(),
                row.ticks(),
                guarded(row.task()),
                row.pid(),
                row.cpu(),
                guarded(row.flags()),
                guarded(row.event()),
                row.address(),
                guarded(row.name()),
                row.mode(),
                guarded(row.arguments()));
    }

    private static String guarded(String cell) {
        return !cell.isEmpty() && "=+-@'\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    /** Takes off what the writer put in front of a cell. */
    static String unguarded(String cell) {
        return cell.startsWith("'") ? cell.substring(1) : cell;
    }
}
