package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.IntervalMap;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Moment;

/**
 * The bounds directory of one address space, its tables and its memory: what each effect of an
 * operation does to them, and which of M1 to M5 and M12 that breaks.
 *
 * <p>One model for two uses. A scheduler makes an {@linkplain #exact exact} one, which knows
 * everything: what is not in it, is not. A replay works on what a trace tells: what is not in it,
 * is unknown, and a rule is broken only where all that it rests on is certain. An effect is applied
 * in any case; what it broke is added to {@code broken}.
 *
 * <p>Notation: an entry is an index into the directory, a table the address of its first byte, a
 * range is memory of the program. {@code bd_remove_vmas} is {@link #removals}. A {@link Moment}
 * tells since when something is so; it is no part of {@linkplain #encode the state}, and a
 * scheduler may pass the same one always. Cost: O(log n) for each effect, O(n) for the first one
 * behind a copy and for {@link #encode}, n being the number of entries, tables and mappings. Not
 * thread-safe.
 */
public final class MpxModel {

    private final ModelState state;
    private final SeenEffects seen;

    private MpxModel(ModelState state) {
        this.state = state;
        seen = new SeenEffects(state);
    }

    /** A new address space with an empty directory, managed or not, of which all is known. */
    public static MpxModel exact(Geometry geometry, boolean managed) {
        return new MpxModel(
                new ModelState(
                        true,
                        new BoundsDirectory(geometry, 0),
                        new IntervalMap<>(),
                        new KnownTables(),
                        managed ? Management.ON : Management.OFF));
    }

    /** What a replay knows: works on this directory and this memory. */
    static MpxModel known(BoundsDirectory directory, IntervalMap<Mapping> memory) {
        return new MpxModel(
                new ModelState(false, directory, memory, new KnownTables(), Management.UNKNOWN));
    }

    /** The same state, which changes on its own. */
    public MpxModel copy() {
        return over(
                new BoundsDirectory(state.directory), new IntervalMap<>(state.memory.mappings()));
    }

    /** The same tables, with a copy of the directory and of the memory. */
    MpxModel over(BoundsDirectory copied, IntervalMap<Mapping> copiedMemory) {
        return new MpxModel(state.over(copied, copiedMemory));
    }

    /** What a trace tells that is less than an effect. */
    SeenEffects seen() {
        return seen;
    }

    // ---- the state ----

    public Geometry geometry() {
        return state.directory.geometry();
    }

    public Management management() {
        return state.management;
    }

    /** The table of a valid entry; empty if the entry is not valid, or not known to be. */
    public OptionalLong table(long entry) {
        return state.table(entry);
    }

    /**
     * The indices of valid entries whose memory is, in part, in this range.
     *
     * @throws IllegalArgumentException if the range goes beyond the memory that a directory
     *     describes; see {@link Geometry#refusal}
     */
    public List<Long> validEntries(AddressRange range) {
        List<Long> valid = new ArrayList<>();
        for (Long index : state.directory.indices(range)) {
            if (state.directory.isValid(index)) {
                valid.add(index);
            }
        }
        return valid;
    }

    /** Whether the table is known to be mapped. */
    public boolean isMapped(long table) {
        return state.tables.isMapped(table);
    }

    /** The tables that are known to be marked for removal. */
    public List<Long> marked() {
        return state.tables.marked();
    }

    /** {@code bd_remove_vmas}. */
    public int removals() {
        return state.removals;
    }

    /** Whether data is known to be mapped in the range. */
    public boolean hasMemory(AddressRange range) {
        return state.memory.hasData(range);
    }

    /** Whether data of the entry is known to stay mapped when these ranges are unmapped. */
    public boolean staysWithout(long entry, List<AddressRange> leaving) {
        return state.memory.staysWithout(geometry().covered(entry), leaving);
    }

    /**
     * Hands on the state as numbers: the same ones in the same order if and only if the states are
     * the same.
     */
    public void encode(LongConsumer out) {
        state.encode(out);
    }

    // ---- effects ----

    /** prctl: the kernel manages the tables of this address space from here on, or no longer. */
    public void manage(Management found) {
        state.management = found;
    }

    /** Memory of the program is mapped. */
    public void map(AddressRange range, Moment at) {
        state.memory.map(range, at);
    }

    /** Memory is unmapped, whatever it is: M1 for each table in it that a valid entry names. */
    public void unmap(AddressRange range, List<Broken> broken, Moment at) {
        state.memory.unmap(range, at);
        unmapTables(range, broken, at);
    }

    private void unmapTables(AddressRange range, List<Broken> broken, Moment at) {
        for (Long table : state.tables.within(range, geometry().tableBytes())) {
            state.unmapTable(table, broken, at);
        }
    }

    /** The kernel maps a table, which is in no entry yet. */
    public void mapTable(long table, Moment at) {
        state.tables.map(table, KnownTables.NO_ENTRY, at);
    }

    /**
     * The cmpxchg of an allocation: puts a mapped table into an entry that is empty.
     *
     * @return whether it went in: if not, its task lost the race and has to {@link #release} it
     */
    public boolean cmpxchg(long entry, long table, List<Broken> broken, Moment at) {
        boolean empty = table(entry).isEmpty();
        if (empty) {
            store(entry, table, true, broken, at);
        }
        return empty;
    }

    /**
     * A table is put into an entry, whatever stands there: M2 if that has one, or the table is in
     * another one; M4 if it is marked; M1 if it is not mapped.
     *
     * @param certain whether what is known of this entry still holds
     */
    public void store(long entry, long table, boolean certain, List<Broken> broken, Moment at) {
        OptionalLong before = table(entry);
        if (certain && before.isPresent()) {
            Broken.add(
                    broken, Way.ENTRY_OVERWRITTEN, entry, before.getAsLong(), state.sinceOf(entry));
        }
        state.awaitsRemoval(table)
                .ifPresent(since -> Broken.add(broken, Way.MARKED_INSERTED, entry, table, since));
        boolean mapped = state.tables.isMapped(table);
        OptionalLong other = mapped ? state.holder(table) : OptionalLong.empty();
        if (other.isPresent() && other.getAsLong() != entry) {
            Moment since = state.sinceOf(other.getAsLong());
            Broken.add(broken, Way.TABLE_SHARED, entry, table, since);
        }
        if (!mapped && state.exact) {
            Broken.add(broken, Way.TABLE_MISSING, entry, table, at);
        }
        state.directory.allocate(entry, OptionalLong.of(table), certain, at);
        if (mapped || !state.exact) {
            state.tables.map(table, entry, at);
        }
    }

    /**
     * An entry is invalidated before an unmap: M12 if memory stays that its table describes; M1 if
     * what it named is ordinary memory.
     *
     * @param leaving the memory that is going to be unmapped; empty if that is not known
     */
    public void invalidate(
            long entry, long table, List<AddressRange> leaving, List<Broken> broken, Moment at) {
        if (state.isInvalidated(entry, table)) {
            // by a compare-and-exchange that is traced too
            return;
        }
        if (!leaving.isEmpty() && staysWithout(entry, leaving)) {
            Broken.add(broken, Way.STAYING_MEMORY, entry, table, state.sinceOf(entry));
        }
        AddressRange.ofLength(table, geometry().tableBytes())
                .flatMap(state.memory::ordinary)
                .ifPresent(since -> Broken.add(broken, Way.NOT_A_TABLE, entry, table, since));
        state.directory.invalidate(entry, OptionalLong.of(table), at);
        state.prune(table);
    }

    /** A table is marked for removal, and {@code bd_remove_vmas} counts it: M5 if it was marked. */
    public void mark(long table, List<Broken> broken, Moment at) {
        state.removals++;
        if (state.tables.isMarked(table)) {
            Broken.add(
                    broken,
                    Way.MARKED_TWICE,
                    table,
                    state.tables.find(table).orElseThrow().since());
        }
        state.tables.mark(table, at);
    }

    /** What a kernel that miscounts does to {@code bd_remove_vmas}. */
    public void miscount(int by) {
        state.removals += by;
    }

    /**
     * The clean-up removes a table: M1 if a valid entry names it, M5 if it was not marked.
     *
     * @param due whether a mark of it was due: a trace may show removals alone
     */
    public void remove(long table, boolean due, List<Broken> broken, Moment at) {
        boolean marked = state.tables.isMarked(table);
        if (due && !marked) {
            Broken.add(broken, Way.REMOVED_UNMARKED, table, at);
        }
        state.removals -= marked ? 1 : 0;
        release(table, broken, at);
    }

    /**
     * A table is unmapped that should be in no entry, as the loser of the race for an entry does
     * with its own: M1 if a valid entry names it.
     */
    public void release(long table, List<Broken> broken, Moment at) {
        state.underItsEntry(Way.TABLE_REMOVED, table, broken);
        long home =
                state.tables.find(table).map(KnownTables.Known::home).orElse(KnownTables.NO_ENTRY);
        if (state.isInvalidated(home, table)) {
            state.directory.free(home, at);
        } else if (!state.exact) {
            state.directory.removeTable(table, at);
        }
        state.gone(table, at);
    }

    /**
     * An entry is cleared and its table unmapped in one: what Linux 4.19 does in an unmap. M12 as
     * in {@link #invalidate}.
     */
    public void free(long entry, List<AddressRange> leaving, List<Broken> broken, Moment at) {
        Optional<Entry> before = state.directory.entry(entry);
        OptionalLong table = before.map(Entry::table).orElse(OptionalLong.empty());
        if (table.isPresent() && !leaving.isEmpty() && staysWithout(entry, leaving)) {
            Broken.add(broken, Way.STAYING_MEMORY, entry, table.getAsLong(), state.sinceOf(entry));
        }
        state.directory.free(entry, at);
        table.ifPresent(address -> state.gone(address, at));
    }

    // ---- what holds between operations ----

    /** M5: an unmap is over, its clean-up included. */
    public void afterRemoval(List<Broken> broken, Moment at) {
        for (Long table : state.tables.marked()) {
            Broken.add(
                    broken, Way.MARKS_LEFT, table, state.tables.find(table).orElseThrow().since());
        }
        if (state.removals != state.tables.marked().size()) {
            broken.add(new Broken(Way.MARKS_LEFT, OptionalLong.empty(), OptionalLong.empty(), at));
        }
    }

    /** M3: no operation runs on this address space. */
    public void atRest(List<Broken> broken) {
        state.directory.indices().forEach(entry -> atRest(entry, broken));
        for (Long table : state.tables.mapped()) {
            if (state.exact && state.holder(table).isEmpty()) {
                Broken.add(
                        broken, Way.ORPHAN, table, state.tables.find(table).orElseThrow().since());
            }
        }
    }

    /** M3 for one entry: no operation runs that may concern it. */
    void atRest(long index, List<Broken> broken) {
        Optional<Entry> found = state.directory.entry(index);
        if (found.isPresent() && found.get().table().isPresent()) {
            atRest(index, found.get(), found.get().table().getAsLong(), broken);
        }
    }

    private void atRest(long index, Entry entry, long table, List<Broken> broken) {
        if (entry.is(EntryState.VALID)
                && state.management != Management.UNKNOWN
                && !isKnownGone(table)
                && state.memory.isGone(geometry().covered(index))) {
            boolean managed = state.management == Management.ON;
            Way way = managed ? Way.MEMORY_GONE : Way.MEMORY_GONE_UNMANAGED;
            Broken.add(broken, way, index, table, entry.since());
        } else if (!state.exact
                && entry.is(EntryState.INVALIDATED)
                && !state.tables.isMarked(table)) {
            Broken.add(broken, Way.ORPHAN, index, table, entry.since());
        }
    }

    /** A table that an event unmapped under its entry is not left behind as well. */
    private boolean isKnownGone(long table) {
        return !state.exact
                && state.tables.find(table).filter(known -> !known.mapped()).isPresent();
    }
}
