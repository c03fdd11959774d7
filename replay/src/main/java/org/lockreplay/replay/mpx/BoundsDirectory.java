package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.IntervalMap;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Moment;

/**
 * The bounds directory of one address space: what is known of each entry that was seen in use.
 *
 * <p>Invariants, true between any two calls:
 *
 * <ul>
 *   <li>D1: an index is from 0 to {@code geometry.entries() - 1}
 *   <li>D2: its {@linkplain TableTally tally} is that of its entries
 *   <li>D3: a VALID or INVALIDATED entry became so by an event of the trace: by an allocation, by
 *       the zap of a part of its table, by its invalidation, or by a copy at fork
 * </ul>
 *
 * One table may be in two entries: a program that unmaps a table itself leaves an entry behind, and
 * the kernel gives its place away. Tables are compared for equality only, so that they may be
 * hashes. Cost: O(log n) for an entry or a table, n being the number of entries ever used, and O(n)
 * for what concerns all of them; the first question about a table is O(n) too, and the first change
 * behind a copy. Not thread-safe.
 */
final class BoundsDirectory {

    private final Geometry geometry;
    private final long base;
    private final Optional<AddressRange> memory;
    private final Optional<String> refusal;
    private final SharedEntries<Entry> entries;

    /** The same by table, from the first question about a table on. */
    private Optional<EntriesByTable> byTable = Optional.empty();

    private final TableTally tally;

    /** No entry is as it is since a later line. */
    private long lastLine;

    /** Its geometry is a guess: no entry is known for certain. */
    private boolean assumed;

    BoundsDirectory(Geometry geometry, long base) {
        this(geometry, base, new SharedEntries<>(), new TableTally());
    }

    private BoundsDirectory(
            Geometry geometry, long base, SharedEntries<Entry> entries, TableTally tally) {
        this.entries = entries;
        this.tally = tally;
        this.geometry = geometry;
        this.base = base;
        memory = AddressRange.ofLength(base, geometry.directoryBytes());
        refusal = geometry.refusalOfDirectory(base);
    }

    /** The directory of a forked process: the same entries, none of them allocated by it. */
    BoundsDirectory(BoundsDirectory parent) {
        this(
                parent.geometry,
                parent.base,
                new SharedEntries<>(parent.entries),
                parent.tally.forked());
        assumed = parent.assumed;
        lastLine = parent.lastLine;
    }

    /** Another directory of the same process, in which nothing is known to stand. */
    BoundsDirectory movedTo(Geometry newGeometry, long newBase) {
        return new BoundsDirectory(newGeometry, newBase, new SharedEntries<>(), tally.emptied());
    }

    boolean assumed() {
        return assumed;
    }

    /** Whether its geometry is a guess; what was seen while it was one stays uncertain. */
    void assume(boolean guess) {
        assumed = guess;
    }

    Geometry geometry() {
        return geometry;
    }

    long base() {
        return base;
    }

    /** Where it is; empty if it would go on at address 0, as no directory does. */
    Optional<AddressRange> memory() {
        return memory;
    }

    /** Why it can be that of no program, in a sentence; empty if it can. */
    Optional<String> refusal() {
        return refusal;
    }

    Optional<Entry> entry(long index) {
        return Optional.ofNullable(entries.read().get(index));
    }

    /** The entry, which was seen in use. */
    Entry known(long index) {
        return entries.read().get(index);
    }

    /** The table of a valid entry; empty if the entry is not valid, or not known to be. */
    OptionalLong tableOf(long index) {
        return isValid(index) ? known(index).table() : OptionalLong.empty();
    }

    boolean isValid(long index) {
        Entry entry = entries.read().get(index);
        return entry != null && entry.is(EntryState.VALID);
    }

    /**
     * What was freed may have been left as it was: each such entry is so for as long as it was
     * taken for freed.
     *
     * @return those entries
     */
    List<Entry> doubtFreed() {
        List<Entry> doubted = new ArrayList<>();
        for (Long index : indices()) {
            Entry entry = entries.read().get(index);
            if (entry.is(EntryState.FREED)) {
                tally.unfree(entry);
                Entry now = entry.in(EntryState.MAYBE_FREED, entry.since());
                put(index, now);
                doubted.add(now);
            }
        }
        return doubted;
    }

    /** Whether the entry is known to be empty, its table gone. */
    boolean isFree(long index) {
        Entry entry = entries.read().get(index);
        return entry != null && entry.is(EntryState.FREED);
    }

    /** Whether the entry is valid and has this table. */
    boolean holds(long index, long table) {
        Entry entry = entries.read().get(index);
        return entry != null && entry.holds(table);
    }

    /** Whether the entry has this table, in whatever state. */
    boolean has(long index, long table) {
        Entry entry = entries.read().get(index);
        return entry != null && entry.names(table);
    }

    /** Whether the entry is cleared, and had this table. */
    boolean wasCleared(long index, long table) {
        Entry entry = entries.read().get(index);
        return entry != null && entry.wasCleared(table);
    }

    /** Whether the entry is as it is since this moment or longer. */
    boolean isSince(long index, Moment at) {
        Entry entry = entries.read().get(index);
        return entry != null && entry.since().line() <= at.line();
    }

    /** The table of the entry is called this from here on. */
    void rename(long index, long table) {
        entry(index)
                .map(
                        entry ->
                                new Entry(entry.state(), OptionalLong.of(table), entry.since())
                                        .told(entry.told()))
                .ifPresent(entry -> put(index, entry));
    }

    /** Whether the entry is still as a search left it. */
    boolean isStill(long index, Entry left) {
        return left.equals(entries.read().get(index));
    }

    /** Indices of the known entries that cover memory of this range. */
    List<Long> indices(AddressRange range) {
        List<Long> indices = new ArrayList<>(2);
        long last = geometry.index(range.last());
        Long next = entries.read().ceilingKey(geometry.index(range.first()));
        while (next != null && next <= last) {
            indices.add(next);
            next = entries.read().higherKey(next);
        }
        return indices;
    }

    /** The same of a range of which only a part may have entries of its own. */
    List<Long> managedIndices(AddressRange range) {
        Optional<AddressRange> part = geometry.managed(range);
        return part.isPresent() ? indices(part.get()) : new ArrayList<>(0);
    }

    /** Indices of all known entries. */
    List<Long> indices() {
        return List.copyOf(entries.read().keySet());
    }

    /** A new table; not {@code certain} if it may have been freed again already. */
    void allocate(long index, OptionalLong table, boolean certain, Moment at) {
        tally.allocate();
        EntryState state = certain ? EntryState.VALID : EntryState.MAYBE_FREED;
        replace(index, new Entry(state, table, at).told(true));
    }

    /** The event of an allocation whose table is in the entry already, or was. */
    void countAllocated(long index) {
        tally.allocate();
        put(index, entries.read().get(index).told(true));
    }

    /** Whether the event of the allocation of the entry's table, or its last one, was seen. */
    boolean isTold(long index) {
        Entry entry = entries.read().get(index);
        return entry != null && entry.told();
    }

    /** The table of a valid entry, which goes on to name it, is unmapped. */
    void loseTable(long index) {
        Entry entry = entries.read().get(index);
        tally.free(entry);
        put(index, entry.withoutTable());
    }

    /** The entry is cleared before the unmap. */
    void invalidate(long index, OptionalLong table, Moment at) {
        Entry before = entries.read().get(index);
        boolean same = before != null && before.table().equals(table);
        boolean told = same && before.mayBeValid() && before.told();
        put(index, new Entry(EntryState.INVALIDATED, table, at, same && before.gone(), told));
    }

    /** The entry is empty, its table gone. */
    void free(long index, Moment at) {
        Entry before = entries.read().get(index);
        replace(
                index,
                before == null
                        ? new Entry(EntryState.FREED, OptionalLong.empty(), at)
                        : before.in(EntryState.FREED, at));
    }

    /** A table that the trace does not name is gone from an entry. */
    void countFreed() {
        tally.free();
    }

    /** A table that the trace does not name is removed: of no such entry is it known to stay. */
    void removeUnnamedTable(Moment at) {
        for (Long index : indices()) {
            Entry entry = entries.read().get(index);
            if (entry.is(EntryState.INVALIDATED)) {
                doubt(index, at);
            }
        }
    }

    /**
     * The table with this beginning is removed: frees its entry, if one was invalidated.
     *
     * @return the indices of freed entries
     */
    List<Long> removeTable(long table, Moment at) {
        List<Long> removed = new ArrayList<>();
        for (Long index : holding(table)) {
            if (entries.read().get(index).wasCleared(table)) {
                free(index, at);
                removed.add(index);
            }
        }
        return removed;
    }

    /** Indices of the entries that have this table, in any state but FREED. */
    List<Long> holding(long table) {
        if (byTable.isEmpty()) {
            byTable = Optional.of(new EntriesByTable(entries.read()));
        }
        return List.copyOf(byTable.get().of(table));
    }

    /** The tables that begin in this memory, and that an entry has in any state but FREED. */
    List<Long> tablesIn(AddressRange range) {
        List<Long> within = new ArrayList<>();
        for (Entry entry : entries.read().values()) {
            if (!entry.is(EntryState.FREED)
                    && entry.table().isPresent()
                    && range.contains(entry.table().getAsLong())) {
                within.add(entry.table().getAsLong());
            }
        }
        return within;
    }

    /** The entry is what an event proves it to be. */
    void confirm(long index, Entry proved) {
        Entry before = entries.read().get(index);
        if (before != null && before.table().equals(proved.table())) {
            put(index, proved.told(proved.told() || (before.mayBeValid() && before.told())));
        } else {
            replace(index, proved);
        }
    }

    /** The state of the entry is no longer certain; answers the entry as it is now. */
    Entry doubt(long index, Moment at) {
        Entry before = entries.read().get(index);
        Entry doubted =
                before == null
                        ? new Entry(EntryState.MAYBE_FREED, OptionalLong.empty(), at)
                        : before.doubted(at);
        put(index, doubted);
        return doubted;
    }

    /** No state is certain any more; those that were not stay as they are. */
    void doubtAll(Moment at) {
        if (tally.anyCertain()) {
            for (Long index : indices()) {
                if (!entries.read().get(index).is(EntryState.MAYBE_FREED)) {
                    doubt(index, at);
                }
            }
        }
    }

    /** What became so behind this line is not certain. */
    void doubtSince(long line, Moment at) {
        if (lastLine > line) {
            for (Long index : indices()) {
                if (entries.read().get(index).since().line() > line) {
                    doubt(index, at);
                }
            }
        }
    }

    /** A table went into an entry that is not known: what was empty may not be. */
    void doubtEmpty(Moment at) {
        for (Long index : indices()) {
            if (entries.read().get(index).is(EntryState.FREED)) {
                doubt(index, at);
            }
        }
    }

    TableCounts counts() {
        return tally.counts();
    }

    /**
     * Every entry that was ever used, by index.
     *
     * @param memory what is known to be mapped
     */
    List<DirectoryEntry> state(IntervalMap<Mapping> memory) {
        List<DirectoryEntry> state = new ArrayList<>(entries.read().size());
        entries.read()
                .forEach(
                        (index, entry) ->
                                state.add(
                                        new DirectoryEntry(
                                                index,
                                                geometry.entryAddress(base, index),
                                                geometry.covered(index),
                                                CoveredMemory.of(memory, geometry.covered(index)),
                                                entry.state(),
                                                entry.table(),
                                                entry.gone(),
                                                entry.since())));
        return state;
    }

    /** Puts an entry in the place of one whose table, if it had one, is gone. */
    private void replace(long index, Entry entry) {
        Entry before = entries.read().get(index);
        if (before != null && !before.is(EntryState.FREED)) {
            tally.free(before);
        }
        put(index, entry);
    }

    private void put(long index, Entry told) {
        Entry entry = assumed ? told.doubted(told.since()) : told;
        Entry before = entries.write().put(index, entry);
        if (before != null) {
            tally.remove(before);
        }
        tally.add(entry);
        lastLine = Math.max(lastLine, entry.since().line());
        if (byTable.isPresent()) {
            if (before != null) {
                byTable.get().remove(index, before);
            }
            byTable.get().add(index, entry);
        }
    }
}
