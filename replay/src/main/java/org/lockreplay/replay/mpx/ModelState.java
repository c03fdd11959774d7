package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.lockreplay.replay.mm.IntervalMap;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Moment;

/**
 * What there is in one address space, as {@link MpxModel} and {@link SeenEffects} change it: the
 * directory, the memory, the tables, and {@code bd_remove_vmas}.
 *
 * <p>Not thread-safe.
 */
final class ModelState {

    private static final Moment NEVER = new Moment(0, 0);

    /** What is not in it, is not; otherwise that is unknown. */
    final boolean exact;

    final BoundsDirectory directory;
    final KnownMemory memory;
    final KnownTables tables;
    Management management;

    /** {@code bd_remove_vmas}. */
    int removals;

    ModelState(
            boolean exact,
            BoundsDirectory directory,
            IntervalMap<Mapping> memory,
            KnownTables tables,
            Management management) {
        this.exact = exact;
        this.directory = directory;
        this.memory = new KnownMemory(memory, exact);
        this.tables = tables;
        this.management = management;
    }

    /** The same tables, with a copy of the directory and of the memory. */
    ModelState over(BoundsDirectory copied, IntervalMap<Mapping> copiedMemory) {
        ModelState copy =
                new ModelState(exact, copied, copiedMemory, new KnownTables(tables), management);
        copy.removals = removals;
        return copy;
    }

    /** The table of a valid entry; empty if the entry is not valid, or not known to be. */
    OptionalLong table(long entry) {
        return directory.tableOf(entry);
    }

    /**
     * Hands on the state as numbers: the same ones in the same order if and only if the states are
     * the same.
     */
    void encode(LongConsumer out) {
        out.accept(management.ordinal());
        out.accept(removals);
        tables.encode(out);
        List<Long> inUse = directory.indices().stream().filter(this::isInUse).toList();
        out.accept(inUse.size());
        for (Long index : inUse) {
            Entry entry = directory.known(index);
            out.accept(index);
            out.accept(entry.state().ordinal());
            out.accept(entry.table().orElse(0));
        }
        for (IntervalMap.Interval<Mapping> part : memory.mappings().intervals()) {
            out.accept(part.range().first());
            out.accept(part.range().last());
            out.accept(part.value().kind().ordinal());
        }
    }

    /** A freed entry of an exact model is like one that was never used. */
    private boolean isInUse(long index) {
        return !exact || !directory.known(index).is(EntryState.FREED);
    }

    /** The entry that is known to name this table. */
    OptionalLong holder(long table) {
        long home = tables.home(table);
        return directory.holds(home, table) ? OptionalLong.of(home) : OptionalLong.empty();
    }

    /** Whether the entry is cleared, and had this table. */
    boolean isInvalidated(long entry, long table) {
        return directory.wasCleared(entry, table);
    }

    Moment sinceOf(long entry) {
        Optional<Entry> found = directory.entry(entry);
        return found.isPresent() ? found.get().since() : NEVER;
    }

    /**
     * Since when a table is about to be removed: marked, or, where marks are not traced, in an
     * entry that is invalidated.
     */
    Optional<Moment> awaitsRemoval(long table) {
        if (tables.isMarked(table)) {
            return tables.find(table).map(KnownTables.Known::since);
        }
        long home = tables.home(table);
        return !exact && tables.isMapped(table) && directory.wasCleared(home, table)
                ? Optional.of(sinceOf(home))
                : Optional.empty();
    }

    /** A table is unmapped, and whatever named it has been seen to. */
    void gone(long table, Moment at) {
        tables.unmap(table, at);
        prune(table);
    }

    void unmapTable(long table, List<Broken> broken, Moment at) {
        underItsEntry(Way.TABLE_UNMAPPED, table, broken);
        gone(table, at);
    }

    void underItsEntry(Way way, long table, List<Broken> broken) {
        OptionalLong entry = holder(table);
        if (entry.isPresent()) {
            Broken.add(broken, way, entry.getAsLong(), table, sinceOf(entry.getAsLong()));
            directory.loseTable(entry.getAsLong());
        }
    }

    /** In an exact model, a table that is neither mapped nor named anywhere is no table. */
    void prune(long table) {
        if (exact && !tables.isMapped(table) && holder(table).isEmpty()) {
            tables.forget(table);
        }
    }
}
