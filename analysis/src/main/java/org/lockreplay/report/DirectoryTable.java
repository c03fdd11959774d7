package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.lockreplay.replay.mpx.DirectoryEntry;
import org.lockreplay.replay.mpx.EntryState;

/** Directory entries as rows of text: one each, or one for each run where there are too many. */
final class DirectoryTable {

    private static final List<String> HEADS =
            List.of("entry", "at", "covers", "memory", "state", "table", "since", "line");

    private final ReplayReport report;
    private final int limit;

    /**
     * @param limit the most rows; 0 for all
     */
    DirectoryTable(ReplayReport report, int limit) {
        this.report = report;
        this.limit = limit;
    }

    /** A row for each, if they are not too many. */
    void print(List<DirectoryEntry> entries, String indent, Page page) {
        rows(runs(entries, limit > 0 && entries.size() > limit), indent, page);
    }

    /** A row for each run. */
    void printRuns(List<DirectoryEntry> entries, String indent, Page page) {
        rows(runs(entries, limit > 0), indent, page);
    }

    private void rows(List<List<DirectoryEntry>> runs, String indent, Page page) {
        if (runs.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEADS));
        runs.stream().limit(limit == 0 ? runs.size() : limit).map(this::row).forEach(rows::add);
        page.table(indent, rows);
        long shown = rows.size() - 1L;
        if (shown < runs.size()) {
            page.line(
                    indent
                            + "… and "
                            + Words.number(runs.size() - shown)
                            + " more rows: --limit 0 shows all, --format csv has each entry");
        }
    }

    /** Neighbours in the same state together, or each alone. */
    private static List<List<DirectoryEntry>> runs(List<DirectoryEntry> entries, boolean together) {
        List<List<DirectoryEntry>> runs = new ArrayList<>();
        for (DirectoryEntry entry : entries) {
            if (together && !runs.isEmpty() && continues(runs.get(runs.size() - 1), entry)) {
                runs.get(runs.size() - 1).add(entry);
            } else {
                runs.add(new ArrayList<>(List.of(entry)));
            }
        }
        return runs;
    }

    private static boolean continues(List<DirectoryEntry> run, DirectoryEntry next) {
        DirectoryEntry last = run.get(run.size() - 1);
        return last.index() + 1 == next.index()
                && last.state() == next.state()
                && last.memory() == next.memory();
    }

    private List<String> row(List<DirectoryEntry> run) {
        DirectoryEntry first = run.get(0);
        DirectoryEntry last = run.get(run.size() - 1);
        DirectoryEntry earliest = first;
        DirectoryEntry latest = first;
        for (DirectoryEntry entry : run) {
            earliest = entry.since().compareTo(earliest.since()) < 0 ? entry : earliest;
            latest = entry.since().compareTo(latest.since()) > 0 ? entry : latest;
        }
        boolean alone = run.size() == 1;
        String count = " (" + Words.number(run.size()) + ")";
        return List.of(
                alone
                        ? Addresses.hex(first.index())
                        : Addresses.hex(first.index()) + "-" + Addresses.hex(last.index()) + count,
                Addresses.hex(first.address()),
                Addresses.hex(first.covers().first()) + "-" + Addresses.hex(last.covers().last()),
                word(first.memory()),
                word(first.state()),
                alone ? Addresses.hex(table(first)) : tables(run),
                since(earliest.since().time(), latest.since().time()),
                report.place(earliest.since()));
    }

    private String since(long earliest, long latest) {
        return report.time(earliest) + (earliest == latest ? "" : " to " + report.time(latest));
    }

    /** A table that is gone is not shown: its address may be another one's now. */
    private static OptionalLong table(DirectoryEntry entry) {
        return entry.state() == EntryState.FREED ? OptionalLong.empty() : entry.table();
    }

    private static String tables(List<DirectoryEntry> run) {
        long known = run.stream().filter(entry -> table(entry).isPresent()).count();
        return known == 0 ? "-" : Words.counted(known, "table");
    }

    /** {@code maybe freed}. */
    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
