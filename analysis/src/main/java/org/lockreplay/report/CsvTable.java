package org.lockreplay.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVPrinter;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mpx.Snapshot;

/**
 * One table of CSV: its columns, each with its head and what stands below it in a row.
 *
 * <p>Times are nanoseconds, or ticks in a trace whose clock has no seconds. What is not known is an
 * empty cell.
 *
 * @param <R> what a row is made of
 */
final class CsvTable<R> {

    private final List<Column<R>> columns = new ArrayList<>();

    private record Column<R>(String head, Function<? super R, ?> cell) {}

    /** Numbers, flags, or words of ours. */
    CsvTable<R> column(String head, Function<? super R, ?> cell) {
        columns.add(new Column<>(head, cell));
        return this;
    }

    /** The same, where it is known. */
    CsvTable<R> ifKnown(String head, Function<? super R, ? extends Optional<?>> cell) {
        return column(head, row -> cell.apply(row).map(String::valueOf).orElse(""));
    }

    CsvTable<R> number(String head, Function<? super R, OptionalLong> cell) {
        return column(
                head,
                row -> {
                    OptionalLong number = cell.apply(row);
                    return number.isPresent() ? String.valueOf(number.getAsLong()) : "";
                });
    }

    /** A name out of the trace. */
    CsvTable<R> name(String head, Function<? super R, String> cell) {
        return column(head, row -> TableCells.guarded(cell.apply(row)));
    }

    CsvTable<R> address(String head, Function<? super R, OptionalLong> cell) {
        return column(
                head,
                row -> {
                    OptionalLong address = cell.apply(row);
                    return address.isPresent() ? Addresses.hex(address.getAsLong()) : "";
                });
    }

    /** First and last address: two columns. */
    CsvTable<R> range(Function<? super R, Optional<AddressRange>> cell) {
        return ifKnown("first", row -> cell.apply(row).map(range -> Addresses.hex(range.first())))
                .ifKnown("last", row -> cell.apply(row).map(range -> Addresses.hex(range.last())));
    }

    /** Line and time: two columns. */
    CsvTable<R> moment(String which, Function<? super R, Optional<Moment>> cell) {
        return ifKnown(which + "_line", row -> cell.apply(row).map(Moment::line))
                .ifKnown(which + "_time", row -> cell.apply(row).map(Moment::time));
    }

    /** The state that the row is about: two columns, which are empty for that at the end. */
    CsvTable<R> at(Function<? super R, Optional<Snapshot>> cell) {
        return ifKnown("at_line", row -> cell.apply(row).map(Snapshot::atLine))
                .number(
                        "at_time",
                        row -> cell.apply(row).map(Snapshot::atTime).orElse(OptionalLong.empty()));
    }

    /** Writes the heads, and a line for each row. */
    void write(Stream<R> rows, Appendable to) throws IOException {
        CSVPrinter out = new CSVPrinter(to, TableCells.FORMAT);
        out.printRecord(columns.stream().map(Column::head));
        for (R row : (Iterable<R>) rows::iterator) {
            out.printRecord(columns.stream().map(column -> column.cell().apply(row)));
        }
        out.flush();
    }
}
