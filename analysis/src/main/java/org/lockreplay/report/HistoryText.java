package org.lockreplay.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.replay.mpx.DirectoryEntry;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.Happening;
import org.lockreplay.replay.mpx.HistoryEvent;
import org.lockreplay.replay.mpx.HistoryScope;

/**
 * What happened to directory entries, for a person: by address space, in the order of the trace.
 */
final class HistoryText {

    private final ReplayReport report;
    private final int limit;
    private final Page page;

    /**
     * @param limit the most rows of an address space; 0 for all
     */
    HistoryText(ReplayReport report, int limit, Page page) {
        this.report = report;
        this.limit = limit;
        this.page = page;
    }

    void print() {
        Map<Integer, List<HistoryEvent>> bySpace = new LinkedHashMap<>();
        for (HistoryEvent event : report.found().history()) {
            bySpace.computeIfAbsent(event.space(), none -> new ArrayList<>()).add(event);
        }
        page.line("history" + scope());
        if (bySpace.isEmpty()) {
            page.line("  nothing that the trace shows");
        }
        bySpace.values().forEach(this::space);
        page.blank();
    }

    private String scope() {
        return report.asked()
                .history()
                .flatMap(scope -> scope.range())
                .map(range -> " of " + Addresses.range(range))
                .orElse(" of all entries");
    }

    private void space(List<HistoryEvent> events) {
        page.line("  address space of " + name(events.get(0)));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("time", "task", "what", "entry", "memory", "table", "line"));
        int shown = limit == 0 ? events.size() : Math.min(limit, events.size());
        events.subList(0, shown).forEach(event -> rows.add(row(event)));
        page.table("    ", rows);
        if (shown < events.size()) {
            page.line(
                    "    … and "
                            + Words.number(events.size() - shown)
                            + " more rows: --limit 0 shows all, --format csv has each");
        }
        end(events);
    }

    /** Where it ended, if an address was asked for: the summary has the entries in use alone. */
    private void end(List<HistoryEvent> events) {
        Optional<DirectoryState> last = space(events.get(0));
        if (last.isPresent() && report.asked().history().flatMap(HistoryScope::range).isPresent()) {
            Set<Long> indices = new HashSet<>();
            events.forEach(event -> event.index().ifPresent(indices::add));
            List<DirectoryEntry> entries =
                    last.get().entries().stream()
                            .filter(entry -> indices.contains(entry.index()))
                            .toList();
            if (!entries.isEmpty()) {
                boolean ended = last.get().end().isPresent();
                page.line(ended ? "    at its end" : "    at the end of the trace");
                new DirectoryTable(report, limit).print(entries, "    ", page);
            }
        }
    }

    private String name(HistoryEvent event) {
        return space(event)
                .map(state -> SpaceText.name(report, state.space()))
                .orElse("task " + event.spacePid());
    }

    private Optional<DirectoryState> space(HistoryEvent event) {
        return report.found().addressSpaces().stream()
                .filter(state -> state.space().id() == event.space())
                .findFirst();
    }

    private List<String> row(HistoryEvent event) {
        return List.of(
                event.pid() < 0 ? "" : report.time(event.at().time()),
                event.pid() < 0 ? "" : SpaceText.task(event.task(), event.pid()),
                word(event.what()) + call(event) + since(event),
                event.index().isPresent() ? Addresses.hex(event.index()) : "",
                event.range().map(Addresses::range).orElse(""),
                event.table().isPresent() ? Addresses.hex(event.table()) : "",
                report.place(event.at()));
    }

    private static String call(HistoryEvent event) {
        return event.call()
                .map(call -> " by " + call.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElse("");
    }

    private static String since(HistoryEvent event) {
        boolean earlier =
                switch (event.what()) {
                    case FREED, UNDECIDED, COPIED, REMOVED, DOUBTED -> true;
                    default -> false;
                };
        return earlier && event.since().isPresent()
                ? " (since line " + event.since().get().line() + ")"
                : "";
    }

    private static String word(Happening what) {
        return switch (what) {
            case DIRECTORY -> "directory seen";
            case ENABLED -> "management on";
            case DISABLED -> "management off";
            case MAPPED -> "memory mapped";
            case UNMAPPED -> "memory unmapped";
            case FAULT -> "table missing";
            case ALLOCATED -> "allocated";
            case LOST_RACE -> "lost the race";
            case NO_TABLE -> "no table came";
            case REFUSED -> "refused by a signal";
            case SEARCHED -> "unmap searches";
            case ZAPPED -> "zapped in part";
            case FREED -> "freed";
            case UNDECIDED -> "maybe freed";
            case PRE_UNMAP -> "pre_unmap";
            case INVALIDATED -> "invalidated";
            case MARKED -> "marked for removal";
            case REMOVED -> "removed";
            case TABLE_GONE -> "its table unmapped";
            case POST_UNMAP -> "post_unmap";
            case CMPXCHG_WON -> "cmpxchg filled it";
            case CMPXCHG_LOST -> "cmpxchg found a table";
            case VIOLATION -> "bounds violation";
            case COPIED -> "copied by fork";
            case DOUBTED -> "uncertain from here on";
            case GAP -> "events missing, all uncertain";
            case ENDED -> "address space ended";
        };
    }
}
