package org.lockreplay.report;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.replay.mm.LockHolder;
import org.lockreplay.replay.mm.MappedRange;
import org.lockreplay.replay.mm.MemoryState;
import org.lockreplay.replay.mpx.Snapshot;

/** The memory of tasks, and who has its lock, as tables. */
final class MemoryCsv {

    private final ReplayReport report;
    private final CsvTable table;

    MemoryCsv(ReplayReport report, CsvTable table) {
        this.report = report;
        this.table = table;
    }

    /** What is written of the memory of a task. */
    private interface Rows {
        void of(Optional<Snapshot> shot, int pid, MemoryState memory) throws IOException;
    }

    void ranges() throws IOException {
        table.heads(
                "at_line",
                "at_time",
                "of",
                "space",
                "first",
                "last",
                "kind",
                "user_faults",
                "kernel_faults",
                "since_line",
                "directory",
                "doubtful");
        each(this::ranges);
    }

    private void ranges(Optional<Snapshot> shot, int pid, MemoryState memory) throws IOException {
        for (MappedRange range : memory.ranges()) {
            table.at(shot)
                    .number(pid)
                    .number(memory.space().id())
                    .range(Optional.of(range.range()))
                    .word(range.kind())
                    .number(range.faults().user())
                    .number(range.faults().kernel())
                    .number(range.since())
                    .flag(memory.holdsDirectory(range))
                    .flag(memory.space().doubtful())
                    .end();
        }
    }

    void tasks() throws IOException {
        table.heads(
                "at_line",
                "at_time",
                "of",
                "space",
                "pid",
                "task",
                "bits",
                "doubtful",
                "whole",
                "brk",
                "lock_traced",
                "lock_known",
                "user_faults",
                "kernel_faults",
                "write_faults",
                "present_faults",
                "table_faults",
                "directory_faults",
                "memory_faults",
                "other_faults",
                "not_known");
        each(this::task);
    }

    private void task(Optional<Snapshot> shot, int pid, MemoryState memory) throws IOException {
        table.at(shot)
                .number(pid)
                .number(memory.space().id())
                .number(memory.space().pid())
                .name(memory.space().task())
                .word(DirectoryCsv.bits(memory.space().width()))
                .flag(memory.space().doubtful())
                .flag(memory.space().whole())
                .address(memory.brk())
                .flag(memory.lockTraced())
                .flag(memory.lockKnown());
        DirectoryCsv.faults(table, memory.faults());
        table.word(String.join("; ", Unknowns.of(memory))).end();
    }

    void holders() throws IOException {
        table.heads(
                "at_line",
                "at_time",
                "of",
                "space",
                "pid",
                "task",
                "mode",
                "owned",
                "since_line",
                "since_time");
        each(this::holders);
    }

    private void holders(Optional<Snapshot> shot, int pid, MemoryState memory) throws IOException {
        for (LockHolder holder : memory.lockHolders()) {
            table.at(shot)
                    .number(pid)
                    .number(memory.space().id())
                    .number(holder.pid())
                    .name(holder.task())
                    .word(holder.read() ? "read" : "write")
                    .flag(holder.owned())
                    .moment(holder.since())
                    .end();
        }
    }

    private void each(Rows rows) throws IOException {
        if (!report.hasMoments()) {
            for (Map.Entry<Integer, MemoryState> of : report.found().memory().entrySet()) {
                rows.of(Optional.empty(), of.getKey(), of.getValue());
            }
        }
        for (Snapshot shot : report.found().snapshots()) {
            for (Map.Entry<Integer, MemoryState> of : shot.memory().entrySet()) {
                rows.of(Optional.of(shot), of.getKey(), of.getValue());
            }
        }
    }
}
