package org.lockreplay.parser.table;

import static org.lockreplay.parser.table.CsvWriter.unguarded;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the CSV that {@link CsvWriter} writes, or that people make themselves.
 *
 * <p>Columns are found by their names in the first line, in any order. {@code event} and {@code
 * pid} must be there; others may be missing, and columns that we do not know are passed over.
 */
public final class CsvReader {

    private final RowLimit rows;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    /** Reads the first line. */
    public CsvReader(Reader reader) throws IOException {
        rows = new RowLimit(reader);
        parser =
                CSVParser.builder()
                        .setReader(rows)
                        .setFormat(
                                CsvWriter.FORMAT
                                        .builder()
                                        .setHeader()
                                        .setSkipHeaderRecord(true)
                                        .setAllowMissingColumnNames(true)
                                        .get())
                        .get();
        records = parser.iterator();
    }

    /** Whether a table that begins with this text is one of ours. */
    public static boolean recognises(String beginning) {
        String firstLine = beginning.lines().findFirst().orElse("");
        List<String> columns = Arrays.asList(firstLine.strip().replace("\"", "").split(",", -1));
        return columns.contains("event") && columns.contains("pid");
    }

    /** The next row; empty at the end of the table. */
    public Optional<TableEntry> next() throws IOException {
        rows.begin();
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CSVRecord record = records.next();
            boolean blank = record.size() == 1 && record.get(0).isEmpty();
            return Optional.of(blank ? new TableEntry.Blank() : row(record));
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }

    /** The number of the line that was read last, from 1. */
    public long line() {
        return parser.getCurrentLineNumber();
    }

    /** The number of a column's cell, from 1; 1 if the table does not have it. */
    public int cell(String column) {
        return parser.getHeaderMap().getOrDefault(column, 0) + 1;
    }

    private static TableEntry row(CSVRecord record) {
        return new Row(
                cell(record, "line"),
                cell(record, "time_ns"),
                cell(record, "ticks"),
                unguarded(cell(record, "task")),
                cell(record, "pid"),
                cell(record, "cpu"),
                unguarded(cell(record, "flags")),
                unguarded(cell(record, "event")),
                cell(record, "address"),
                unguarded(cell(record, "name")),
                cell(record, "mode"),
                unguarded(cell(record, "arguments")));
    }

    private static String cell(CSVRecord record, String column) {
        return record.isSet(column) ? record.get(column) : "";
    }
}
