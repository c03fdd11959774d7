package org.lockreplay.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.csv.CSVPrinter;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mpx.Snapshot;

/**
 * One table of CSV, the header first, which grows row by row and cell by cell.
 *
 * <p>Times are nanoseconds, or ticks in a trace whose clock has no seconds. What is not known is an
 * empty cell.
 */
final class CsvTable {

    private final CSVPrinter out;
    private final List<Object> row = new ArrayList<>();

    CsvTable(Appendable to) throws IOException {
        out = new CSVPrinter(to, TableCells.FORMAT);
    }

    void heads(String... names) throws IOException {
        out.printRecord((Object[]) names);
    }

    /** Writes the cells that were added since the last row. */
    void end() throws IOException {
        out.printRecord(row);
        row.clear();
    }

    void flush() throws IOException {
        out.flush();
    }

    /** The state that the row is about: two cells, which are empty for that at the end. */
    CsvTable at(Optional<Snapshot> shot) {
        return number(shot.stream().mapToLong(Snapshot::atLine).findFirst())
                .number(shot.map(Snapshot::atTime).orElse(OptionalLong.empty()));
    }

    CsvTable number(long number) {
        row.add(number);
        return this;
    }

    CsvTable number(OptionalLong number) {
        row.add(number.isPresent() ? String.valueOf(number.getAsLong()) : "");
        return this;
    }

    CsvTable flag(boolean flag) {
        row.add(flag);
        return this;
    }

    /** A word, or words, of ours. */
    CsvTable word(Object word) {
        row.add(word);
        return this;
    }

    /** A name out of the trace. */
    CsvTable name(String name) {
        row.add(TableCells.guarded(name));
        return this;
    }

    CsvTable address(long address) {
        row.add(Addresses.hex(address));
        return this;
    }

    CsvTable address(OptionalLong address) {
        row.add(address.isPresent() ? Addresses.hex(address.getAsLong()) : "");
        return this;
    }

    /** First and last address: two cells. */
    CsvTable range(Optional<AddressRange> range) {
        row.add(range.map(known -> Addresses.hex(known.first())).orElse(""));
        row.add(range.map(known -> Addresses.hex(known.last())).orElse(""));
        return this;
    }

    /** Line and time: two cells. */
    CsvTable moment(Optional<Moment> moment) {
        row.add(moment.map(known -> String.valueOf(known.line())).orElse(""));
        row.add(moment.map(known -> String.valueOf(known.time())).orElse(""));
        return this;
    }

    CsvTable moment(Moment moment) {
        return moment(Optional.of(moment));
    }
}
