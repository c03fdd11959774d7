package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.lockreplay.replay.mm.FaultCounts;
import org.lockreplay.replay.mm.FaultPlace;
import org.lockreplay.replay.mm.LockHolder;
import org.lockreplay.replay.mm.MappedRange;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.MemoryState;

/** The memory of one task, for a person: what is mapped, page faults, who has its lock. */
final class MemoryText {

    private final ReplayReport report;
    private final int limit;
    private final Page page;

    /**
     * @param limit the most rows; 0 for all
     */
    MemoryText(ReplayReport report, int limit, Page page) {
        this.report = report;
        this.limit = limit;
        this.page = page;
    }

    void print(int pid, MemoryState memory) {
        page.line("  memory of task " + pid + ", " + SpaceText.name(report, memory.space()));
        row("page faults", faults(memory.faults()));
        row("heap", heap(memory.brk()));
        for (String line : lock(memory)) {
            // not broken: it may end with a place
            page.line("    mmap_sem      " + line);
        }
        ranges(memory);
        for (String sentence : Unknowns.of(memory)) {
            page.sentence("    not known     ", sentence);
        }
    }

    /** {@code 12 user, 3 kernel; 4 in tables, 11 in memory that is known}. */
    static String faults(Map<FaultPlace, FaultCounts> faults) {
        FaultCounts all = ReplayReport.total(faults.values());
        if (all.total() == 0) {
            return "none traced";
        }
        String places =
                faults.entrySet().stream()
                        .map(place -> Words.number(place.getValue().total()) + word(place.getKey()))
                        .collect(Collectors.joining(", "));
        return Words.number(all.user())
                + " user, "
                + Words.number(all.kernel())
                + " kernel; "
                + Words.number(all.writes())
                + " of writes, "
                + Words.number(all.present())
                + " on pages that are there; "
                + places;
    }

    private static String word(FaultPlace place) {
        return switch (place) {
            case TABLE -> " in bounds tables";
            case DIRECTORY -> " in the bounds directory";
            case MEMORY -> " in other mappings that are known";
            case UNKNOWN -> " elsewhere";
        };
    }

    private static String heap(OptionalLong brk) {
        return brk.isPresent()
                ? "ends at " + Addresses.hex(brk.getAsLong())
                : "not known, no brk was seen";
    }

    private List<String> lock(MemoryState memory) {
        if (!memory.lockTraced()) {
            return List.of("not traced; the events lock:* or mmap_lock:* show who holds it");
        }
        if (!memory.lockKnown()) {
            return List.of("not known, no event before shows which lock is that of this task");
        }
        List<String> holders = new ArrayList<>();
        for (LockHolder holder : memory.lockHolders()) {
            holders.add(
                    (holder.owned() ? "held" : "asked")
                            + " for "
                            + Words.mode(holder.read())
                            + " by "
                            + SpaceText.task(holder.task(), holder.pid())
                            + " since "
                            + report.time(holder.since().time())
                            + "  "
                            + report.place(holder.since())
                            + (holder.owned() ? "" : " (no lock_acquired was seen since)"));
        }
        return holders.isEmpty() ? List.of("held by nobody that the trace shows") : holders;
    }

    private void ranges(MemoryState memory) {
        if (memory.ranges().isEmpty()) {
            row("mappings", "none that the trace shows");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("range", "size", "what", "user", "kernel", "line"));
        List<MappedRange> ranges =
                memory.ranges().stream()
                        .filter(range -> range.kind() != Mapping.Kind.UNMAPPED)
                        .toList();
        int shown = limit == 0 ? ranges.size() : Math.min(limit, ranges.size());
        for (MappedRange range : ranges.subList(0, shown)) {
            rows.add(
                    List.of(
                            Addresses.range(range.range()),
                            Addresses.size(range.range().length()),
                            kind(memory, range),
                            Words.number(range.faults().user()),
                            Words.number(range.faults().kernel()),
                            report.place(range.since())));
        }
        page.table("      ", rows);
        if (shown < ranges.size()) {
            page.line(
                    "      … and "
                            + Words.counted(ranges.size() - shown, "more range")
                            + ": --limit 0 shows all");
        }
        long free = memory.ranges().size() - (long) ranges.size();
        if (free > 0) {
            row("free", Words.counted(free, "range") + " known to be unmapped");
        }
    }

    private static String kind(MemoryState memory, MappedRange range) {
        if (memory.holdsDirectory(range)) {
            return "bounds directory";
        }
        return switch (range.kind()) {
            case UNMAPPED -> "free";
            case MEMORY -> "memory";
            case SHARED_MEMORY -> "shared memory";
            case TABLE -> "bounds table";
        };
    }

    private void row(String name, String text) {
        page.sentence("    " + name + " ".repeat(14 - name.length()), text);
    }
}
