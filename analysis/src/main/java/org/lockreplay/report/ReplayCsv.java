package org.lockreplay.report;

import java.io.IOException;
import java.util.OptionalLong;
import org.lockreplay.replay.mpx.HistoryEvent;

/** What a replay has to say as one of its {@linkplain ReplayTable tables}. */
public final class ReplayCsv {

    private final ReplayReport report;
    private final CsvTable table;

    private ReplayCsv(ReplayReport report, CsvTable table) {
        this.report = report;
        this.table = table;
    }

    /** Writes one table. */
    public static void write(ReplayReport report, ReplayTable which, Appendable to)
            throws IOException {
        CsvTable table = new CsvTable(to);
        new ReplayCsv(report, table).write(which);
        table.flush();
    }

    private void write(ReplayTable which) throws IOException {
        switch (which) {
            case ENTRIES -> new DirectoryCsv(report, table).entries();
            case SPACES -> new DirectoryCsv(report, table).spaces();
            case VIOLATIONS -> new DirectoryCsv(report, table).violations();
            case HISTORY -> history();
            case MEMORY -> new MemoryCsv(report, table).ranges();
            case TASKS -> new MemoryCsv(report, table).tasks();
            case HOLDERS -> new MemoryCsv(report, table).holders();
            case UNMAPS -> new JudgementCsv(report.judged(), table).unmaps();
            case RULES -> new JudgementCsv(report.judged(), table).rules();
        }
    }

    private void history() throws IOException {
        table.heads(
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
                "since_time",
                "space_pid");
        for (HistoryEvent event : report.found().history()) {
            table.number(event.at().line())
                    .number(event.time())
                    .number(event.space())
                    .number(event.pid() < 0 ? OptionalLong.empty() : OptionalLong.of(event.pid()))
                    .name(event.task())
                    .word(event.what())
                    .word(event.call().map(Enum::name).orElse(""))
                    .number(event.index())
                    .word(event.place().map(place -> Addresses.hex(place.first())).orElse(""))
                    .range(event.range())
                    .address(event.table())
                    .moment(event.since())
                    .number(event.spacePid())
                    .end();
        }
    }
}
