package org.lockreplay.report;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lockreplay.replay.mm.FaultCounts;
import org.lockreplay.replay.mm.FaultPlace;
import org.lockreplay.replay.mm.SpaceInfo;
import org.lockreplay.replay.mm.Width;
import org.lockreplay.replay.mpx.Activity;
import org.lockreplay.replay.mpx.DirectoryEntry;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.Geometry;
import org.lockreplay.replay.mpx.Management;
import org.lockreplay.replay.mpx.Snapshot;
import org.lockreplay.replay.mpx.TableCounts;

/** Bounds directories, their entries and the violations of bounds as tables. */
final class DirectoryCsv {

    private final ReplayReport report;
    private final CsvTable table;

    DirectoryCsv(ReplayReport report, CsvTable table) {
        this.report = report;
        this.table = table;
    }

    /** What is written of a state, which is that at the end if there is no moment. */
    private interface Rows {
        void of(Optional<Snapshot> shot, DirectoryState state) throws IOException;
    }

    void entries() throws IOException {
        table.heads(
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
                "since_time",
                "managed",
                "complete",
                "doubtful",
                "hashed");
        each(this::entries);
    }

    private void entries(Optional<Snapshot> shot, DirectoryState state) throws IOException {
        for (DirectoryEntry entry : state.entries()) {
            table.at(shot)
                    .number(state.space().id())
                    .number(state.pid())
                    .name(state.space().task())
                    .number(entry.index())
                    .address(entry.address())
                    .range(Optional.of(entry.covers()))
                    .word(entry.memory())
                    .word(entry.state())
                    .address(entry.table())
                    .moment(entry.since())
                    .word(managed(state.managed()))
                    .flag(state.complete())
                    .flag(state.doubtful())
                    .flag(state.hashed())
                    .end();
        }
    }

    void spaces() throws IOException {
        table.heads(
                "at_line",
                "at_time",
                "space",
                "pid",
                "pids",
                "task",
                "origin",
                "made_line",
                "made_time",
                "ended_line",
                "ended_time",
                "bits",
                "doubtful",
                "managed",
                "directory",
                "entry_bytes",
                "table_bytes",
                "covered_bytes",
                "hashed",
                "complete",
                "allocated",
                "freed",
                "maybe_freed",
                "live",
                "peak",
                "unplaced",
                "marked",
                "missing_table",
                "lost_races",
                "unanswered",
                "refused_faults",
                "searches",
                "zaps",
                "refused_searches",
                "violations",
                "user_faults",
                "kernel_faults",
                "write_faults",
                "present_faults",
                "table_faults",
                "directory_faults",
                "memory_faults",
                "other_faults",
                "not_known");
        each(this::space);
    }

    private void space(Optional<Snapshot> shot, DirectoryState state) throws IOException {
        SpaceInfo space = state.space();
        table.at(shot)
                .number(space.id())
                .number(space.pid())
                .word(space.pids().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .name(space.task())
                .word(ReplayParts.word(space.origin()))
                .moment(space.made())
                .moment(space.end())
                .word(bits(space.width()))
                .flag(space.doubtful())
                .word(managed(state.managed()))
                .address(state.directory());
        Optional<Geometry> geometry = state.geometry();
        table.number(geometry.stream().mapToLong(Geometry::entryBytes).findFirst())
                .number(geometry.stream().mapToLong(Geometry::tableBytes).findFirst())
                .number(geometry.stream().mapToLong(Geometry::coveredBytes).findFirst())
                .flag(state.hashed())
                .flag(state.complete());
        counts(state.tables());
        table.word(state.marked().stream().map(Addresses::hex).collect(Collectors.joining(" ")));
        activity(state.activity());
        faults(table, state.pageFaults());
        table.word(String.join("; ", Unknowns.of(state))).end();
    }

    private void counts(TableCounts tables) {
        table.number(tables.allocated())
                .number(tables.freed())
                .number(tables.maybeFreed())
                .number(tables.live())
                .number(tables.peak())
                .number(tables.unplaced());
    }

    private void activity(Activity activity) {
        table.number(activity.faults())
                .number(activity.lostRaces())
                .number(activity.unanswered())
                .number(activity.refusedFaults())
                .number(activity.searches())
                .number(activity.zaps())
                .number(activity.refusedSearches())
                .number(activity.violations());
    }

    /** Of user and kernel, writes, on present pages, and by what was there: eight cells. */
    static void faults(CsvTable table, Map<FaultPlace, FaultCounts> faults) {
        FaultCounts all = ReplayReport.total(faults.values());
        table.number(all.user()).number(all.kernel()).number(all.writes()).number(all.present());
        for (FaultPlace place : FaultPlace.values()) {
            table.number(faults.getOrDefault(place, FaultCounts.NONE).total());
        }
    }

    void violations() throws IOException {
        table.heads(
                "at_line",
                "at_time",
                "space",
                "pid",
                "task",
                "address",
                "lower",
                "upper",
                "count",
                "first_line",
                "first_time");
        each(this::violations);
    }

    private void violations(Optional<Snapshot> shot, DirectoryState state) throws IOException {
        long upTo = shot.map(Snapshot::atLine).orElse(Long.MAX_VALUE);
        for (ReplayReport.ViolationsAt at : report.violations(state, upTo)) {
            table.at(shot)
                    .number(state.space().id())
                    .number(state.pid())
                    .name(state.space().task())
                    .address(at.first().address())
                    .address(at.first().lower())
                    .address(at.first().upper())
                    .number(at.count())
                    .moment(at.first().at())
                    .end();
        }
    }

    private void each(Rows rows) throws IOException {
        if (!report.hasMoments()) {
            for (DirectoryState state : report.found().addressSpaces()) {
                rows.of(Optional.empty(), state);
            }
        }
        for (Snapshot shot : report.found().snapshots()) {
            for (DirectoryState state : shot.addressSpaces()) {
                rows.of(Optional.of(shot), state);
            }
        }
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
