package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.lockreplay.replay.mm.SpaceInfo;
import org.lockreplay.replay.mm.SpaceOrigin;
import org.lockreplay.replay.mpx.Activity;
import org.lockreplay.replay.mpx.DirectoryEntry;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.EntryState;
import org.lockreplay.replay.mpx.Geometry;
import org.lockreplay.replay.mpx.TableCounts;

/** One address space with its bounds directory, for a person. */
final class SpaceText {

    private final ReplayReport report;
    private final int limit;
    private final Page page;

    /**
     * @param limit the most rows of a table; 0 for all
     */
    SpaceText(ReplayReport report, int limit, Page page) {
        this.report = report;
        this.limit = limit;
        this.page = page;
    }

    /** All that is known of it, entries that were freed again only by their number. */
    void summary(DirectoryState state) {
        page.line(name(report, state.space()));
        common(state);
        activity(state.activity());
        row("page faults", MemoryText.faults(state.pageFaults()));
        violations(state, Long.MAX_VALUE);
        List<DirectoryEntry> inUse = inUse(state);
        row("entries", entries(state, inUse));
        new DirectoryTable(report, limit).print(inUse, "      ", page);
        unknown(state);
        page.blank();
    }

    /** The directory at one moment, with freed entries. */
    void moment(DirectoryState state, long line) {
        page.line("  " + name(report, state.space()));
        common(state);
        activity(state.activity());
        row("page faults", MemoryText.faults(state.pageFaults()));
        violations(state, line);
        DirectoryTable table = new DirectoryTable(report, limit);
        List<DirectoryEntry> inUse = inUse(state);
        row("entries", inUse(state, inUse));
        table.print(inUse, "      ", page);
        List<DirectoryEntry> freed =
                state.entries().stream()
                        .filter(entry -> entry.state() == EntryState.FREED)
                        .toList();
        if (!freed.isEmpty()) {
            row("", Words.number(freed.size()) + " used before and free now");
            table.printRuns(freed, "      ", page);
        }
        unknown(state);
    }

    private static List<DirectoryEntry> inUse(DirectoryState state) {
        return state.entries().stream().filter(entry -> entry.state() != EntryState.FREED).toList();
    }

    private void common(DirectoryState state) {
        if (state.pids().size() > 1) {
            String pids =
                    state.pids().stream().map(String::valueOf).collect(Collectors.joining(", "));
            row("tasks", pids);
        }
        row("management", state.managed().name().toLowerCase(Locale.ROOT));
        if (state.directory().isPresent()) {
            String geometry =
                    state.geometry()
                            .map(SpaceText::describe)
                            .orElse("of 32 or of 64 bits: the trace does not tell which");
            row("directory", Addresses.hex(state.directory()) + ", " + geometry);
        }
        row("tables", tables(state.tables()) + written(state));
        if (!state.marked().isEmpty()) {
            String tables =
                    state.marked().stream().map(Addresses::hex).collect(Collectors.joining(", "));
            row("marked", tables + " for removal");
        }
    }

    private static String describe(Geometry geometry) {
        return "%d bits: one entry of %s, and one table of %s, for each %s of memory"
                .formatted(
                        geometry == Geometry.BITS_64 ? 64 : 32,
                        Addresses.size(geometry.entryBytes()),
                        Addresses.size(geometry.tableBytes()),
                        Addresses.size(geometry.coveredBytes()));
    }

    private static String tables(TableCounts tables) {
        return "%s live, at most %s; %s allocated, %s freed, %s maybe freed"
                .formatted(
                        Words.number(tables.live()),
                        Words.number(tables.peak()),
                        Words.number(tables.allocated()),
                        Words.number(tables.freed()),
                        Words.number(tables.maybeFreed()));
    }

    /** An entry that the program wrote is seen only when the kernel clears it. */
    private static String written(DirectoryState state) {
        TableCounts tables = state.tables();
        long more = tables.freed() + tables.live() - tables.allocated();
        boolean own = state.origin() == SpaceOrigin.EXEC && state.space().whole();
        return own && state.complete() && more > 0
                ? "; "
                        + Words.number(more)
                        + " of these the program itself had put into "
                        + (more == 1 ? "its entry" : "their entries")
                : "";
    }

    private void activity(Activity activity) {
        List<String> faults = new ArrayList<>();
        faults.add(Words.number(activity.faults()) + " for a missing table");
        add(faults, activity.lostRaces(), "lost the race to another task");
        add(faults, activity.unanswered(), "got none, the trace does not tell why");
        add(faults, activity.refusedFaults(), "refused by a signal");
        row("exceptions", String.join(", ", faults));
        List<String> unmaps = new ArrayList<>();
        unmaps.add(Words.number(activity.searches()) + " searched for tables");
        add(
                unmaps,
                activity.zaps(),
                (activity.zaps() == 1 ? "zap" : "zaps") + " of a part of a table");
        add(unmaps, activity.refusedSearches(), "refused by a signal");
        row("unmaps", String.join(", ", unmaps));
    }

    private static void add(List<String> parts, long number, String what) {
        if (number > 0) {
            parts.add(Words.number(number) + " " + what);
        }
    }

    private static String entries(DirectoryState state, List<DirectoryEntry> inUse) {
        long freed = state.entries().size() - (long) inUse.size();
        String when = state.end().isPresent() ? " at its end" : " at the end of the trace";
        String rest = freed == 0 ? "" : "; " + Words.number(freed) + " more used and freed";
        return inUse(state, inUse) + when + rest;
    }

    /** {@code 3 in use: 2 valid, 1 maybe freed}. */
    private static String inUse(DirectoryState state, List<DirectoryEntry> inUse) {
        if (inUse.isEmpty()) {
            return state.complete() ? "none in use" : "none known to be in use";
        }
        List<String> states = new ArrayList<>();
        for (EntryState each : EntryState.values()) {
            add(
                    states,
                    inUse.stream().filter(entry -> entry.state() == each).count(),
                    ReplayParts.word(each));
        }
        return String.join(", ", states);
    }

    private void violations(DirectoryState state, long upToLine) {
        List<ReplayReport.ViolationsAt> violations = report.violations(state, upToLine);
        if (violations.isEmpty()) {
            return;
        }
        long count = violations.stream().mapToLong(ReplayReport.ViolationsAt::count).sum();
        row("violations", Words.number(count) + " of bounds");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("used", "lower bound", "upper bound", "times", "first", "line"));
        int shown = limit == 0 ? violations.size() : Math.min(limit, violations.size());
        for (ReplayReport.ViolationsAt at : violations.subList(0, shown)) {
            rows.add(
                    List.of(
                            Addresses.hex(at.first().address()),
                            Addresses.hex(at.first().lower()),
                            Addresses.hex(at.first().upper()),
                            Words.number(at.count()),
                            report.time(at.first().at().time()),
                            report.place(at.first().at())));
        }
        page.table("      ", rows);
        if (shown < violations.size()) {
            int more = violations.size() - shown;
            page.line(
                    "      … and "
                            + Words.number(more)
                            + " more address"
                            + (more == 1 ? "" : "es"));
        }
    }

    private void unknown(DirectoryState state) {
        for (String sentence : Unknowns.of(state)) {
            page.sentence("    not known     ", sentence);
        }
    }

    private void row(String name, String text) {
        page.sentence("    " + name + " ".repeat(14 - name.length()), text);
    }

    /** {@code mpxw64/42, made by exec traces/a:50, ended traces/a:1900}. */
    static String name(ReplayReport report, SpaceInfo space) {
        String made =
                switch (space.origin()) {
                    case FIRST_SEEN -> "from before the trace";
                    case EXEC -> "made by exec";
                    case FORK -> "copied by fork";
                };
        if (space.origin() == SpaceOrigin.FIRST_SEEN && space.made().isPresent()) {
            made = "copied or shared by fork";
        }
        String from = space.made().map(at -> " " + report.place(at)).orElse("");
        String end = space.end().map(at -> ", ended " + report.place(at)).orElse("");
        return task(space.task(), space.pid()) + ", " + made + from + end;
    }

    static String task(String name, int pid) {
        return (name.isEmpty() ? "task " : Words.label(name) + "/") + pid;
    }
}
