package org.lockreplay.report;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lockreplay.replay.mm.FaultCounts;
import org.lockreplay.replay.mm.FaultPlace;
import org.lockreplay.replay.mm.Width;
import org.lockreplay.replay.mpx.DirectoryEntry;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.Geometry;
import org.lockreplay.replay.mpx.Management;
import org.lockreplay.replay.mpx.MpxObservations;
import org.lockreplay.replay.mpx.Snapshot;

/** Bounds directories, their entries and the violations of bounds as tables. */
final class DirectoryCsv {

    private final ReplayReport report;
    private final Appendable out;

    DirectoryCsv(ReplayReport report, Appendable out) {
        this.report = report;
        this.out = out;
    }

    /** A row: what it tells of a directory, and when. */
    private record Row<T>(Optional<Snapshot> shot, DirectoryState state, T part) {

        String task() {
            return state.space().task();
        }

        int space() {
            return state.space().id();
        }
    }

    void entries() throws IOException {
        new CsvTable<Row<DirectoryEntry>>()
                .at(Row::shot)
                .column("space", Row::space)
                .column("pid", row -> row.state().pid())
                .name("task", Row::task)
                .column("index", row -> row.part().index())
                .column("address", row -> Addresses.hex(row.part().address()))
                .range(row -> Optional.of(row.part().covers()))
                .column("memory", row -> row.part().memory())
                .column("state", row -> row.part().state())
                .address("table", row -> row.part().table())
                .moment("since", row -> Optional.of(row.part().since()))
                .column("managed", row -> managed(row.state().managed()))
                .column("complete", row -> row.state().complete())
                .column("doubtful", row -> row.state().doubtful())
                .column("hashed", row -> row.state().hashed())
                .write(rows(dated -> dated.what().entries()), out);
    }

    void spaces() throws IOException {
        CsvTable<Dated<DirectoryState>> table = new CsvTable<>();
        table.at(Dated::shot)
                .column("space", row -> row.what().space().id())
                .column("pid", row -> row.what().space().pid())
                .column("pids", row -> joined(row.what().space().pids(), String::valueOf))
                .name("task", row -> row.what().space().task())
                .column("origin", row -> ReplayParts.word(row.what().space().origin()))
                .moment("made", row -> row.what().space().made())
                .moment("ended", row -> row.what().space().end())
                .column("bits", row -> bits(row.what().space().width()))
                .column("doubtful", row -> row.what().space().doubtful())
                .column("managed", row -> managed(row.what().managed()))
                .address("directory", row -> row.what().directory())
                .ifKnown("entry_bytes", row -> row.what().geometry().map(Geometry::entryBytes))
                .ifKnown("table_bytes", row -> row.what().geometry().map(Geometry::tableBytes))
                .ifKnown("covered_bytes", row -> row.what().geometry().map(Geometry::coveredBytes))
                .column("hashed", row -> row.what().hashed())
                .column("complete", row -> row.what().complete());
        counts(table);
        table.column("marked", row -> joined(row.what().marked(), Addresses::hex));
        activity(table);
        faults(table, row -> row.what().pageFaults());
        table.column("not_known", row -> String.join("; ", Unknowns.of(row.what())))
                .write(states(), out);
    }

    private static void counts(CsvTable<Dated<DirectoryState>> table) {
        table.column("allocated", row -> row.what().tables().allocated())
                .column("freed", row -> row.what().tables().freed())
                .column("maybe_freed", row -> row.what().tables().maybeFreed())
                .column("live", row -> row.what().tables().live())
                .column("peak", row -> row.what().tables().peak())
                .column("unplaced", row -> row.what().tables().unplaced());
    }

    private static void activity(CsvTable<Dated<DirectoryState>> table) {
        table.column("missing_table", row -> row.what().activity().faults())
                .column("lost_races", row -> row.what().activity().lostRaces())
                .column("unanswered", row -> row.what().activity().unanswered())
                .column("refused_faults", row -> row.what().activity().refusedFaults())
                .column("searches", row -> row.what().activity().searches())
                .column("zaps", row -> row.what().activity().zaps())
                .column("refused_searches", row -> row.what().activity().refusedSearches())
                .column("violations", row -> row.what().activity().violations());
    }

    /** Of user and kernel, writes, on present pages, and by what was there: eight columns. */
    static <R> void faults(
            CsvTable<R> table, Function<? super R, Map<FaultPlace, FaultCounts>> counted) {
        table.column("user_faults", row -> total(counted.apply(row)).user())
                .column("kernel_faults", row -> total(counted.apply(row)).kernel())
                .column("write_faults", row -> total(counted.apply(row)).writes())
                .column("present_faults", row -> total(counted.apply(row)).present())
                .column("table_faults", row -> at(FaultPlace.TABLE, counted.apply(row)))
                .column("directory_faults", row -> at(FaultPlace.DIRECTORY, counted.apply(row)))
                .column("memory_faults", row -> at(FaultPlace.MEMORY, counted.apply(row)))
                .column("other_faults", row -> at(FaultPlace.UNKNOWN, counted.apply(row)));
    }

    private static long at(FaultPlace place, Map<FaultPlace, FaultCounts> faults) {
        return faults.getOrDefault(place, FaultCounts.NONE).total();
    }

    private static FaultCounts total(Map<FaultPlace, FaultCounts> faults) {
        return ReplayReport.total(faults.values());
    }

    void violations() throws IOException {
        new CsvTable<Row<ReplayReport.ViolationsAt>>()
                .at(Row::shot)
                .column("space", Row::space)
                .column("pid", row -> row.state().pid())
                .name("task", Row::task)
                .address("address", row -> row.part().first().address())
                .address("lower", row -> row.part().first().lower())
                .address("upper", row -> row.part().first().upper())
                .column("count", row -> row.part().count())
                .moment("first", row -> Optional.of(row.part().first().at()))
                .write(rows(this::violations), out);
    }

    private Collection<ReplayReport.ViolationsAt> violations(Dated<DirectoryState> dated) {
        long upTo = dated.shot().map(Snapshot::atLine).orElse(Long.MAX_VALUE);
        return report.violations(dated.what(), upTo);
    }

    private <T> Stream<Row<T>> rows(Function<Dated<DirectoryState>, Collection<T>> parts) {
        return states().flatMap(
                        dated ->
                                parts.apply(dated).stream()
                                        .map(part -> new Row<>(dated.shot(), dated.what(), part)));
    }

    private Stream<Dated<DirectoryState>> states() {
        return Dated.all(report, MpxObservations::addressSpaces, Snapshot::addressSpaces);
    }

    private static <T> String joined(Collection<T> all, Function<T, String> word) {
        return all.stream().map(word).collect(Collectors.joining(" "));
    }

    private static String managed(Management managed) {
        return managed == Management.UNKNOWN ? "" : String.valueOf(managed == Management.ON);
    }

    static String bits(Width width) {
        return switch (width) {
            case UNKNOWN -> "";
            case BITS_32 -> "32";
            case BITS_64 -> "64";
        };
    }
}
