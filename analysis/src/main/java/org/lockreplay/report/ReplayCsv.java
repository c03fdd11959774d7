package org.lockreplay.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.lockreplay.replay.mm.MappedRange;
import org.lockreplay.replay.mm.MemoryState;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mpx.DirectoryEntry;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.HistoryEvent;
import org.lockreplay.replay.mpx.Snapshot;

/**
 * What a replay has to say as a table: a row for each directory entry, each event of a history, or
 * each range of memory, the header first.
 *
 * <p>Times are nanoseconds, or ticks in a trace whose clock has no seconds. What is not known is an
 * empty cell. A name that a spreadsheet would take for a formula gets a {@code '} in front.
 */
public final class ReplayCsv {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private final ReplayReport report;
    private final CSVPrinter out;

    private ReplayCsv(ReplayReport report, CSVPrinter out) {
        this.report = report;
        this.out = out;
    }

    /** Writes one table: the history or the memory where one was asked for, else the entries. */
    public static void write(ReplayReport report, Appendable to) throws IOException {
        ReplayCsv csv = new ReplayCsv(report, new CSVPrinter(to, FORMAT));
        if (report.asked().history().isPresent()) {
            csv.history();
        } else if (!report.asked().memoryOf().isEmpty()) {
            csv.memory();
        } else {
            csv.entries();
        }
        csv.out.flush();
    }

    private void entries() throws IOException {
        out.printRecord(
                "at_line",
                "at_time",
                "space",
                "pid",
                "task",
                "index",
                "address",
                "first",
                "last",
                "memory",
                "state",
                "table",
                "since_line",
                "since_time");
        if (!report.hasMoments()) {
            for (DirectoryState state : report.found().addressSpaces()) {
                entries("", "", state);
            }
        }
        for (Snapshot shot : report.found().snapshots()) {
            for (DirectoryState state : shot.addressSpaces()) {
                entries(String.valueOf(shot.atLine()), number(shot.atTime()), state);
            }
        }
    }

    private void entries(String line, String time, DirectoryState state) throws IOException {
        for (DirectoryEntry entry : state.entries()) {
            out.printRecord(
                    line,
                    time,
                    state.space().id(),
                    state.pid(),
                    guarded(state.space().task()),
                    entry.index(),
                    Addresses.hex(entry.address()),
                    Addresses.hex(entry.covers().first()),
                    Addresses.hex(entry.covers().last()),
                    entry.memory(),
                    entry.state(),
                    address(entry.table()),
                    entry.since().line(),
                    entry.since().time());
        }
    }

    private void history() throws IOException {
        out.printRecord(
                "line",
                "time",
                "space",
                "pid",
                "task",
                "what",
                "call",
                "index",
                "address",
                "first",
                "last",
                "table",
                "since_line",
                "since_time");
        for (HistoryEvent event : report.found().history()) {
            out.printRecord(
                    event.at().line(),
                    event.at().time(),
                    event.space(),
                    event.pid(),
                    guarded(event.task()),
                    event.what(),
                    event.call().map(Enum::name).orElse(""),
                    number(event.index()),
                    event.place().map(place -> Addresses.hex(place.first())).orElse(""),
                    event.range().map(range -> Addresses.hex(range.first())).orElse(""),
                    event.range().map(range -> Addresses.hex(range.last())).orElse(""),
                    address(event.table()),
                    event.since().map(Moment::line).map(String::valueOf).orElse(""),
                    event.since().map(Moment::time).map(String::valueOf).orElse(""));
        }
    }

    private void memory() throws IOException {
        out.printRecord(
                "at_line",
                "at_time",
                "of",
                "space",
                "first",
                "last",
                "kind",
                "user_faults",
                "kernel_faults",
                "since_line");
        if (!report.hasMoments()) {
            memory("", "", report.found().memory());
        }
        for (Snapshot shot : report.found().snapshots()) {
            memory(String.valueOf(shot.atLine()), number(shot.atTime()), shot.memory());
        }
    }

    private void memory(String line, String time, Map<Integer, MemoryState> memory)
            throws IOException {
        for (Map.Entry<Integer, MemoryState> of : memory.entrySet()) {
            List<MappedRange> ranges = of.getValue().ranges();
            for (MappedRange range : ranges) {
                out.printRecord(
                        line,
                        time,
                        of.getKey(),
                        of.getValue().space().id(),
                        Addresses.hex(range.range().first()),
                        Addresses.hex(range.range().last()),
                        range.kind(),
                        range.faults().user(),
                        range.faults().kernel(),
                        range.since());
            }
        }
    }

    private static String address(OptionalLong address) {
        return address.isPresent() ? Addresses.hex(address.getAsLong()) : "";
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? String.valueOf(number.getAsLong()) : "";
    }

    private static String guarded(String cell) {
        return !cell.isEmpty() && "=+-@'\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
