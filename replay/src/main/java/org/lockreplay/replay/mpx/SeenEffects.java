package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;

/**
 * What a trace tells of an address space that is less than a whole effect of {@link MpxModel}: for
 * a replay alone, which knows some of it.
 *
 * <p>Rules are broken as there: only where all that they rest on is certain. Not thread-safe.
 */
final class SeenEffects {

    private final ModelState state;

    SeenEffects(ModelState state) {
        this.state = state;
    }

    /** Whether data in this memory is known to be mapped since before, and not to leave. */
    boolean staysSince(AddressRange range, List<AddressRange> leaving, Moment before) {
        return state.memory.staysWithout(range, leaving, before.line());
    }

    /**
     * A call that began at this line has unmapped this memory: M1 for each table in it that a valid
     * entry names. A table that came since may lie where the memory was.
     */
    void unmapTablesFrom(long began, AddressRange range, List<Broken> broken, Moment at) {
        for (Long table : state.tables.within(range, state.directory.geometry().tableBytes())) {
            if (state.tables.isSinceBefore(table, began)) {
                state.unmapTable(table, broken, at);
            }
        }
    }

    /**
     * A call that began at this line mapped something where nothing was: tables that are known to
     * be there are gone.
     *
     * @return the entries that still name them
     */
    List<Long> supplanted(long began, AddressRange range, Moment at) {
        List<Long> left = new ArrayList<>();
        for (Long table : state.tables.within(range, state.directory.geometry().tableBytes())) {
            if (state.tables.isSinceBefore(table, began)) {
                OptionalLong entry = state.holder(table);
                if (entry.isPresent()) {
                    left.add(entry.getAsLong());
                    state.directory.loseTable(entry.getAsLong());
                }
                state.gone(table, at);
            }
        }
        return left;
    }

    /** Whether tables are in this memory is not known; answers the entries that name any. */
    List<Long> forgetTables(AddressRange range) {
        List<Long> named = new ArrayList<>();
        for (Long table : state.tables.within(range, state.directory.geometry().tableBytes())) {
            state.holder(table).ifPresent(named::add);
            state.tables.forget(table);
        }
        return named;
    }

    /** A table of which the trace does not tell which is put into an entry: breaks no rule. */
    void storeUnnamed(long entry, boolean certain, Moment at) {
        state.directory.allocate(entry, OptionalLong.empty(), certain, at);
    }

    /** A table of which the trace does not tell which leaves its entry before an unmap. */
    void invalidateUnnamed(long entry, Moment at) {
        state.directory.invalidate(entry, OptionalLong.empty(), at);
    }

    /** The kernel takes this memory for the table of an entry: M1 if it is ordinary memory. */
    void mistaken(OptionalLong entry, AddressRange table, List<Broken> broken) {
        state.memory
                .ordinary(table)
                .ifPresent(
                        since ->
                                broken.add(
                                        new Broken(
                                                Way.NOT_A_TABLE,
                                                entry,
                                                OptionalLong.of(table.first()),
                                                since)));
    }

    /** The same where the trace does not tell which memory. */
    void mistakenUntold(OptionalLong entry, List<Broken> broken) {
        broken.add(new Broken(Way.NOT_A_TABLE, entry, OptionalLong.empty(), new Moment(0, 0)));
    }

    /** The program touches an address: M4 if it is in a table that is marked. */
    void use(long address, List<Broken> broken) {
        state.tables
                .markedAt(address, state.directory.geometry().tableBytes())
                .ifPresent(
                        table ->
                                Broken.add(
                                        broken,
                                        Way.MARKED_USED,
                                        table,
                                        state.tables.find(table).orElseThrow().since()));
    }

    /** Part of a table is zapped for an entry that has another one: M2. */
    void zappedForeign(long entry, long table, List<Broken> broken) {
        state.holder(table)
                .ifPresent(
                        other ->
                                Broken.add(
                                        broken,
                                        Way.ZAPPED_FOREIGN,
                                        entry,
                                        table,
                                        state.sinceOf(other)));
    }

    /** M12: a search ended that zapped no part of this entry's table, and memory of it stays. */
    void notZapped(long entry, List<Broken> broken) {
        OptionalLong table =
                state.directory.entry(entry).map(Entry::table).orElse(OptionalLong.empty());
        if (table.isPresent()) {
            Broken.add(
                    broken, Way.SHARED_NOT_ZAPPED, entry, table.getAsLong(), state.sinceOf(entry));
        }
    }

    /**
     * M12: the unmap for which this entry was cleared has failed, and left this memory, which was
     * there since before it began.
     */
    void clearedInVain(long entry, AddressRange memory, Moment began, List<Broken> broken) {
        Optional<Entry> found = state.directory.entry(entry);
        if (found.isPresent()
                && found.get().table().isPresent()
                && !found.get().mayBeValid()
                && state.memory.staysWithout(memory, List.of(), began.line())) {
            long table = found.get().table().getAsLong();
            Broken.add(broken, Way.STAYING_MEMORY, entry, table, found.get().since());
        }
    }

    /** M5 for these tables: the unmap that should have removed them is over. */
    void afterRemoval(List<Long> marks, List<Broken> broken) {
        for (Long table : marks) {
            if (state.tables.isMarked(table)) {
                Broken.add(
                        broken,
                        Way.MARKS_LEFT,
                        table,
                        state.tables.find(table).orElseThrow().since());
            }
        }
    }

    /** Nothing of what was known of tables and management is certain any more. */
    void doubt() {
        state.tables.forgetAll();
        state.removals = 0;
        state.management = Management.UNKNOWN;
    }

    /** A table is unmapped, and whatever named it has been seen to. */
    void gone(long table, Moment at) {
        state.gone(table, at);
    }
}
