package org.lockreplay.report;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lockreplay.replay.mm.LockHolder;
import org.lockreplay.replay.mm.MappedRange;
import org.lockreplay.replay.mm.MemoryState;
import org.lockreplay.replay.mpx.Snapshot;

/** The memory of tasks, and who has its lock, as tables. */
final class MemoryCsv {

    private final ReplayReport report;
    private final Appendable out;

    MemoryCsv(ReplayReport report, Appendable out) {
        this.report = report;
        this.out = out;
    }

    /** A row: what it tells of the memory of a task, and when. */
    private record Row<T>(Optional<Snapshot> shot, int pid, MemoryState memory, T part) {

        int space() {
            return memory.space().id();
        }
    }

    void ranges() throws IOException {
        new CsvTable<Row<MappedRange>>()
                .at(Row::shot)
                .column("of", Row::pid)
                .column("space", Row::space)
                .range(row -> Optional.of(row.part().range()))
                .column("kind", row -> row.part().kind())
                .column("user_faults", row -> row.part().faults().user())
                .column("kernel_faults", row -> row.part().faults().kernel())
                .column("since_line", row -> row.part().since())
                .column("directory", row -> row.memory().holdsDirectory(row.part()))
                .column("doubtful", row -> row.memory().space().doubtful())
                .write(rows(MemoryState::ranges), out);
    }

    void tasks() throws IOException {
        CsvTable<Row<MemoryState>> table = new CsvTable<>();
        table.at(Row::shot)
                .column("of", Row::pid)
                .column("space", Row::space)
                .column("pid", row -> row.memory().space().pid())
                .name("task", row -> row.memory().space().task())
                .column("bits", row -> DirectoryCsv.bits(row.memory().space().width()))
                .column("doubtful", row -> row.memory().space().doubtful())
                .column("whole", row -> row.memory().space().whole())
                .address("brk", row -> row.memory().brk())
                .column("lock_traced", row -> row.memory().lockTraced())
                .column("lock_known", row -> row.memory().lockKnown());
        DirectoryCsv.faults(table, row -> row.memory().faults());
        table.column("not_known", row -> String.join("; ", Unknowns.of(row.memory())))
                .write(rows(List::of), out);
    }

    void holders() throws IOException {
        new CsvTable<Row<LockHolder>>()
                .at(Row::shot)
                .column("of", Row::pid)
                .column("space", Row::space)
                .column("pid", row -> row.part().pid())
                .name("task", row -> row.part().task())
                .column("mode", row -> Words.mode(row.part().read()))
                .column("owned", row -> row.part().owned())
                .moment("since", row -> Optional.of(row.part().since()))
                .write(rows(MemoryState::lockHolders), out);
    }

    private <T> Stream<Row<T>> rows(Function<MemoryState, Collection<T>> parts) {
        return Dated.all(report, found -> found.memory().entrySet(), s -> s.memory().entrySet())
                .flatMap(
                        dated ->
                                parts.apply(dated.what().getValue()).stream()
                                        .map(
                                                part ->
                                                        new Row<>(
                                                                dated.shot(),
                                                                dated.what().getKey(),
                                                                dated.what().getValue(),
                                                                part)));
    }
}
