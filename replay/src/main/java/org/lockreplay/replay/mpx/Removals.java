package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Task;

/**
 * How a kernel with the proposal gives up tables: it clears their entries before the unmap, marks
 * them, and removes them behind it.
 *
 * <p>Not thread-safe.
 */
final class Removals {

    private static final String PATH = MpxOperation.REMOVAL.label();

    private final SpaceTables tables;
    private final Searches searches;

    Removals(SpaceTables tables, Searches searches) {
        this.tables = tables;
        this.searches = searches;
    }

    /** A task clears an entry before an unmap; answers which one. */
    OptionalLong invalidate(Task task, long entryAddress, OptionalLong table, Moment at) {
        OptionalLong index = tables.indexOfEntry(entryAddress);
        if (index.isPresent()) {
            long entry = index.getAsLong();
            if (table.isPresent()) {
                tables.judge(
                        PATH,
                        (known, broken) ->
                                known.invalidate(
                                        entry,
                                        table.getAsLong(),
                                        LeavingMemory.of(task),
                                        broken,
                                        at));
            } else {
                tables.model().seen().invalidateUnnamed(entry, at);
            }
            tables.tell(Happening.INVALIDATED, entry);
        } else {
            searches.of(task).ifPresent(Search::giveUp);
        }
        return index;
    }

    /**
     * The tables of one mapping: one that begins where it does, and those that are known to be
     * behind it, for adjacent ones are one mapping. Cost: O(1) for a single table, O(n) for more, n
     * being the number of entries.
     */
    List<Long> tablesIn(AddressRange mapping) {
        SortedSet<Long> within = new TreeSet<>();
        within.add(mapping.first());
        BoundsDirectory known = tables.directory();
        if (tables.hasDirectory()
                && AddressRange.isAbove(mapping.length(), known.geometry().tableBytes())) {
            within.addAll(known.tablesIn(mapping));
            tables.model().marked().stream().filter(mapping::contains).forEach(within::add);
        }
        return List.copyOf(within);
    }

    /** A table is marked for removal. */
    void mark(Task task, long table, Moment at) {
        if (tables.hasDirectory()) {
            searches.of(task).ifPresent(search -> search.keepMarked(tables.directory(), table));
        }
        tables.judge(PATH, (known, broken) -> known.mark(table, broken, at));
        List<Long> holding = toTellOf(table);
        holding.forEach(index -> tables.tell(Happening.MARKED, index));
        if (holding.isEmpty()) {
            tables.history.table(tables.space, Happening.MARKED, OptionalLong.of(table), 0);
        }
    }

    /** The entries that a history tells of where it tells of this table. */
    private List<Long> toTellOf(long table) {
        return tables.history.kept() && tables.hasDirectory()
                ? tables.directory().holding(table)
                : List.of();
    }

    /** A table that the trace does not name is marked: what is searched may stay as it was. */
    void markUnnamed(Task task) {
        searches.of(task).ifPresent(Search::giveUp);
        tables.history.table(tables.space, Happening.MARKED, OptionalLong.empty(), 0);
    }

    /** A page fault of user space touches this address. */
    void use(long address) {
        tables.judge("", (known, broken) -> known.seen().use(address, broken));
    }

    /**
     * A table is removed.
     *
     * @param due whether the task should have marked it, and would have been seen to
     */
    void remove(long table, boolean due, Moment at) {
        if (!tables.hasDirectory()) {
            return;
        }
        BoundsDirectory known = tables.directory();
        List<Long> invalidated =
                toTellOf(table).stream().filter(index -> !known.isValid(index)).toList();
        tables.judge(PATH, (rules, broken) -> rules.remove(table, due, broken, at));
        invalidated.forEach(index -> tables.tell(Happening.REMOVED, index));
        tables.setMemory(known, OptionalLong.of(table), Mapping.Kind.UNMAPPED, at);
    }

    /** A table that the trace does not name is removed. */
    void removeUnnamed(Moment at) {
        if (tables.hasDirectory()) {
            tables.directory().removeUnnamedTable(at);
        }
    }

    /**
     * An unmap gives {@code bd_sem} back, which kept all others out: none of their tables is
     * marked.
     *
     * @param own what the task has marked itself
     */
    void givesBack(String path, List<Long> own) {
        tables.judge(
                path,
                (known, broken) ->
                        known.seen()
                                .afterRemoval(
                                        known.marked().stream()
                                                .filter(table -> !own.contains(table))
                                                .toList(),
                                        broken));
    }

    /** An unmap with its clean-up is over. */
    void over(List<Long> marks, List<Long> invalidated, String path) {
        tables.judge(
                path,
                (known, broken) -> {
                    known.seen().afterRemoval(marks, broken);
                    invalidated.forEach(index -> known.atRest(index, broken));
                });
    }
}
