package org.lockreplay.report;

import java.io.IOException;
import java.util.OptionalLong;
import org.lockreplay.replay.mpx.HistoryEvent;

/** What a replay has to say as one of its {@linkplain ReplayTable tables}. */
public final class ReplayCsv {

    private ReplayCsv() {}

    /** Writes one table. */
    public static void write(ReplayReport report, ReplayTable which, Appendable to)
            throws IOException {
        switch (which) {
            case ENTRIES -> new DirectoryCsv(report, to).entries();
            case SPACES -> new DirectoryCsv(report, to).spaces();
            case VIOLATIONS -> new DirectoryCsv(report, to).violations();
            case HISTORY -> history(report, to);
            case MEMORY -> new MemoryCsv(report, to).ranges();
            case TASKS -> new MemoryCsv(report, to).tasks();
            case HOLDERS -> new MemoryCsv(report, to).holders();
            case UNMAPS -> new JudgementCsv(report.judged(), to).unmaps();
            case RULES -> new JudgementCsv(report.judged(), to).rules();
        }
    }

    private static void history(ReplayReport report, Appendable to) throws IOException {
        new CsvTable<HistoryEvent>()
                .column("line", event -> event.at().line())
                .number("time", HistoryEvent::time)
                .column("space", HistoryEvent::space)
                .number(
                        "pid",
                        event ->
                                event.pid() < 0
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(event.pid()))
                .name("task", HistoryEvent::task)
                .column("what", HistoryEvent::what)
                .ifKnown("call", HistoryEvent::call)
                .number("index", HistoryEvent::index)
                .ifKnown("address", event -> event.place().map(at -> Addresses.hex(at.first())))
                .range(HistoryEvent::range)
                .address("table", HistoryEvent::table)
                .moment("since", HistoryEvent::since)
                .column("space_pid", HistoryEvent::spacePid)
                .write(report.found().history().stream(), to);
    }
}
