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
 * scheduler may pass the same one always. Cost: O(log n) for each effect, O(n) for a copy and
 * {@link #encode}, n being the number of entries, tables and mappings. Not thread-safe.
 */
public final class MpxModel {

    private static final Moment NEVER = new Moment(0, 0);

    private final boolean exact;
    private final BoundsDirectory directory;
    private final KnownMemory memory;
    private final KnownTables tables;
    private Management management;
    private int removals;

    private MpxModel(
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

    /** A new address space with an empty directory, managed or not, of which all is known. */
    public static MpxModel exact(Geometry geometry, boolean managed) {
        return new MpxModel(
                true,
                new BoundsDirectory(geometry, 0),
                new IntervalMap<>(),
                new KnownTables(),
                managed ? Management.ON : Management.OFF);
    }

    /** What a replay knows: works on this directory and this memory. */
    static MpxModel known(BoundsDirectory directory, IntervalMap<Mapping> memory) {
        return new MpxModel(false, directory, memory, new KnownTables(), Management.UNKNOWN);
    }

    /** The same state, which changes on its own. */
    public MpxModel copy() {
        return over(new BoundsDirectory(directory), new IntervalMap<>(memory.mappings()));
    }

    /** The same tables, with a copy of the directory and of the memory. */
    MpxModel over(BoundsDirectory copied, IntervalMap<Mapping> copiedMemory) {
        MpxModel copy =
                new MpxModel(exact, copied, copiedMemory, new KnownTables(tables), management);
        copy.removals = removals;
        return copy;
    }

    // ---- the state ----

    public Geometry geometry() {
        return directory.geometry();
    }

    public Management management() {
        return management;
    }

    /** The table of a valid entry; empty if the entry is not valid, or not known to be. */
    public OptionalLong table(long entry) {
        Optional<Entry> found = directory.entry(entry);
        return found.isPresent() && found.get().is(EntryState.VALID)
                ? found.get().table()
                : OptionalLong.empty();
    }

    /** The indices of valid entries whose memory is, in part, in this range. */
    public List<Long> validEntries(AddressRange range) {
        List<Long> valid = new ArrayList<>();
        for (Long index : directory.indices(range)) {
            if (directory.isValid(index)) {
                valid.add(index);
            }
        }
        return valid;
    }

    /** Whether the table is known to be mapped. */
    public boolean isMapped(long table) {
        return tables.isMapped(table);
    }

    /** The tables that are known to be marked for removal. */
    public List<Long> marked() {
        return tables.marked();
    }

    /** {@code bd_remove_vmas}. */
    public int removals() {
        return removals;
    }

    /** Whether data is known to be mapped in the range. */
    public boolean hasMemory(AddressRange range) {
        return memory.hasData(range);
    }

    /** Whether data in this memory is known to be mapped since before, and not to leave. */
    boolean staysSince(AddressRange range, List<AddressRange> leaving, Moment before) {
        return memory.staysWithout(range, leaving, before.line());
    }

    /** Whether data of the entry is known to stay mapped when these ranges are unmapped. */
    public boolean staysWithout(long entry, List<AddressRange> leaving) {
        return memory.staysWithout(geometry().covered(entry), leaving);
    }

    /**
     * Hands on the state as numbers: the same ones in the same order if and only if the states are
     * the same.
     */
    public void encode(LongConsumer out) {
        out.accept(management.ordinal());
        out.accept(removals);
        tables.encode(out);
        List<Long> inUse = directory.indices().stream().filter(this::isInUse).toList();
        out.accept(inUse.size());
        for (Long index : inUse) {
            Entry entry = directory.entry(index).orElseThrow();
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
        return !exact || !directory.entry(index).orElseThrow().is(EntryState.FREED);
    }

    // ---- effects ----

    /** prctl: the kernel manages the tables of this address space from here on, or no longer. */
    public void manage(Management found) {
        management = found;
    }

    /** Memory of the program is mapped. */
    public void map(AddressRange range, Moment at) {
        memory.map(range, at);
    }

    /** Memory is unmapped, whatever it is: M1 for each table in it that a valid entry names. */
    public void unmap(AddressRange range, List<Broken> broken, Moment at) {
        memory.unmap(range, at);
        unmapTables(range, broken, at);
    }

    private void unmapTables(AddressRange range, List<Broken> broken, Moment at) {
        for (Long table : tables.within(range, geometry().tableBytes())) {
            unmapTable(table, broken, at);
        }
    }

    /**
     * The same, for memory that is known to be unmapped already, by a call that began at this line:
     * a table that came since may lie where the memory was.
     */
    void unmapTablesFrom(long began, AddressRange range, List<Broken> broken, Moment at) {
        for (Long table : tables.within(range, geometry().tableBytes())) {
            if (tables.find(table).orElseThrow().since().line() < began) {
                unmapTable(table, broken, at);
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
        for (Long table : tables.within(range, geometry().tableBytes())) {
            if (tables.find(table).orElseThrow().since().line() < began) {
                holder(table).ifPresent(left::add);
                gone(table, at);
            }
        }
        return left;
    }

    private void unmapTable(long table, List<Broken> broken, Moment at) {
        underItsEntry(Way.TABLE_UNMAPPED, table, broken);
        gone(table, at);
    }

    /** The kernel maps a table, which is in no entry yet. */
    public void mapTable(long table, Moment at) {
        tables.map(table, KnownTables.NO_ENTRY, at);
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
            add(broken, Way.ENTRY_OVERWRITTEN, entry, before.getAsLong(), sinceOf(entry));
        }
        Optional<KnownTables.Known> known = tables.find(table);
        if (known.filter(KnownTables.Known::marked).isPresent()) {
            add(broken, Way.MARKED_INSERTED, entry, table, known.get().since());
        } else {
            awaitsRemoval(known, table)
                    .ifPresent(since -> add(broken, Way.MARKED_INSERTED, entry, table, since));
        }
        if (known.filter(KnownTables.Known::mapped).isPresent()) {
            holder(table)
                    .filter(other -> other != entry)
                    .ifPresent(
                            other -> add(broken, Way.TABLE_SHARED, entry, table, sinceOf(other)));
        } else if (exact) {
            add(broken, Way.TABLE_MISSING, entry, table, at);
        }
        directory.allocate(entry, OptionalLong.of(table), certain, at);
        if (tables.isMapped(table) || !exact) {
            tables.map(table, entry, at);
        }
    }

    /** A table is put into an entry of which the trace does not tell which: breaks no rule. */
    void storeUnnamed(long entry, boolean certain, Moment at) {
        directory.allocate(entry, OptionalLong.empty(), certain, at);
    }

    /** The same for a table that leaves its entry before an unmap. */
    void invalidateUnnamed(long entry, Moment at) {
        directory.invalidate(entry, OptionalLong.empty(), at);
    }

    /**
     * An entry is invalidated before an unmap: M12 if memory stays that its table describes; M1 if
     * what it named is ordinary memory.
     *
     * @param leaving the memory that is going to be unmapped; empty if that is not known
     */
    public void invalidate(
            long entry, long table, List<AddressRange> leaving, List<Broken> broken, Moment at) {
        if (!leaving.isEmpty() && staysWithout(entry, leaving)) {
            add(broken, Way.STAYING_MEMORY, entry, table, sinceOf(entry));
        }
        AddressRange.ofLength(table, geometry().tableBytes())
                .flatMap(memory::ordinary)
                .ifPresent(since -> add(broken, Way.NOT_A_TABLE, entry, table, since));
        directory.invalidate(entry, OptionalLong.of(table), at);
        prune(table);
    }

    /** The kernel takes this memory for the table of an entry: M1 if it is ordinary memory. */
    void mistaken(OptionalLong entry, AddressRange table, List<Broken> broken) {
        memory.ordinary(table)
                .ifPresent(
                        since ->
                                broken.add(
                                        new Broken(
                                                Way.NOT_A_TABLE,
                                                entry,
                                                OptionalLong.of(table.first()),
                                                since)));
    }

    /** A table is marked for removal, and {@code bd_remove_vmas} counts it: M5 if it was marked. */
    public void mark(long table, List<Broken> broken, Moment at) {
        removals++;
        if (tables.isMarked(table)) {
            add(broken, Way.MARKED_TWICE, table, tables.find(table).orElseThrow().since());
        }
        tables.mark(table, at);
    }

    /** The program touches an address: M4 if it is in a table that is marked. */
    void use(long address, List<Broken> broken) {
        tables.markedAt(address, geometry().tableBytes())
                .ifPresent(
                        table ->
                                add(
                                        broken,
                                        Way.MARKED_USED,
                                        table,
                                        tables.find(table).orElseThrow().since()));
    }

    /** Part of a table is zapped for an entry that has another one: M2. */
    void zappedForeign(long entry, long table, List<Broken> broken) {
        holder(table)
                .ifPresent(other -> add(broken, Way.ZAPPED_FOREIGN, entry, table, sinceOf(other)));
    }

    /** What a kernel that miscounts does to {@code bd_remove_vmas}. */
    public void miscount(int by) {
        removals += by;
    }

    /**
     * The clean-up removes a table: M1 if a valid entry names it, M5 if it was not marked.
     *
     * @param marking whether marks are known: a trace may show removals alone
     */
    public void remove(long table, boolean marking, List<Broken> broken, Moment at) {
        boolean marked = tables.isMarked(table);
        if (marking && !marked) {
            add(broken, Way.REMOVED_UNMARKED, table, at);
        }
        removals -= marked ? 1 : 0;
        release(table, broken, at);
    }

    /**
     * A table is unmapped that should be in no entry, as the loser of the race for an entry does
     * with its own: M1 if a valid entry names it.
     */
    public void release(long table, List<Broken> broken, Moment at) {
        underItsEntry(Way.TABLE_REMOVED, table, broken);
        long home = tables.find(table).map(KnownTables.Known::home).orElse(KnownTables.NO_ENTRY);
        boolean atHome =
                directory
                        .entry(home)
                        .filter(entry -> entry.is(EntryState.INVALIDATED))
                        .filter(entry -> entry.table().equals(OptionalLong.of(table)))
                        .isPresent();
        if (atHome) {
            directory.free(home, at);
        } else if (!exact) {
            directory.removeTable(table, at);
        }
        gone(table, at);
    }

    /**
     * An entry is cleared and its table unmapped in one: what Linux 4.19 does in an unmap. M12 as
     * in {@link #invalidate}.
     */
    public void free(long entry, List<AddressRange> leaving, List<Broken> broken, Moment at) {
        Optional<Entry> before = directory.entry(entry);
        OptionalLong table = before.map(Entry::table).orElse(OptionalLong.empty());
        if (table.isPresent() && !leaving.isEmpty() && staysWithout(entry, leaving)) {
            add(broken, Way.STAYING_MEMORY, entry, table.getAsLong(), sinceOf(entry));
        }
        directory.free(entry, at);
        table.ifPresent(address -> gone(address, at));
    }

    // ---- what holds between operations ----

    /** M5: an unmap is over, its clean-up included. */
    public void afterRemoval(List<Broken> broken, Moment at) {
        for (Long table : tables.marked()) {
            add(broken, Way.MARKS_LEFT, table, tables.find(table).orElseThrow().since());
        }
        if (removals != tables.marked().size()) {
            broken.add(new Broken(Way.MARKS_LEFT, OptionalLong.empty(), OptionalLong.empty(), at));
        }
    }

    /** M5 for these tables, which one unmap marked: it is over. */
    void afterRemoval(List<Long> marks, List<Broken> broken) {
        for (Long table : marks) {
            if (tables.isMarked(table)) {
                add(broken, Way.MARKS_LEFT, table, tables.find(table).orElseThrow().since());
            }
        }
    }

    /** M3: no operation runs on this address space. */
    public void atRest(List<Broken> broken) {
        directory.indices().forEach(entry -> atRest(entry, broken));
        for (Long table : tables.mapped()) {
            if (exact && holder(table).isEmpty()) {
                add(broken, Way.ORPHAN, table, tables.find(table).orElseThrow().since());
            }
        }
    }

    /** M3 for one entry: no operation runs that may concern it. */
    void atRest(long index, List<Broken> broken) {
        Optional<Entry> found = directory.entry(index);
        OptionalLong table = found.map(Entry::table).orElse(OptionalLong.empty());
        if (table.isEmpty()) {
            return;
        }
        Entry entry = found.orElseThrow();
        if (entry.is(EntryState.VALID)
                && management != Management.UNKNOWN
                && memory.isGone(geometry().covered(index))) {
            boolean managed = management == Management.ON;
            Way way = managed ? Way.MEMORY_GONE : Way.MEMORY_GONE_UNMANAGED;
            add(broken, way, index, table.getAsLong(), entry.since());
        } else if (!exact
                && entry.is(EntryState.INVALIDATED)
                && !tables.isMarked(table.getAsLong())) {
            add(broken, Way.ORPHAN, index, table.getAsLong(), entry.since());
        }
    }

    /** Nothing of what was known of tables and management is certain any more. */
    void doubt() {
        tables.forgetAll();
        removals = 0;
        management = Management.UNKNOWN;
    }

    /**
     * Where marks are not traced: since when the entry of a table is invalidated that is not
     * removed.
     */
    private Optional<Moment> awaitsRemoval(Optional<KnownTables.Known> known, long table) {
        return known.filter(found -> !exact && found.mapped())
                .flatMap(found -> directory.entry(found.home()))
                .filter(entry -> entry.is(EntryState.INVALIDATED))
                .filter(entry -> entry.table().equals(OptionalLong.of(table)))
                .map(Entry::since);
    }

    private void underItsEntry(Way way, long table, List<Broken> broken) {
        holder(table).ifPresent(entry -> add(broken, way, entry, table, sinceOf(entry)));
    }

    /** The entry that is known to name this table. */
    private Optional<Long> holder(long table) {
        Optional<KnownTables.Known> known = tables.find(table);
        return known.isPresent() && table(known.get().home()).equals(OptionalLong.of(table))
                ? Optional.of(known.get().home())
                : Optional.empty();
    }

    /** A table is unmapped, and whatever named it has been seen to. */
    void gone(long table, Moment at) {
        tables.unmap(table, at);
        prune(table);
    }

    /** In an exact model, a table that is neither mapped nor named anywhere is no table. */
    private void prune(long table) {
        if (exact && !tables.isMapped(table) && holder(table).isEmpty()) {
            tables.forget(table);
        }
    }

    private Moment sinceOf(long entry) {
        return directory.entry(entry).map(Entry::since).orElse(NEVER);
    }

    private static void add(List<Broken> broken, Way way, long entry, long table, Moment since) {
        broken.add(new Broken(way, OptionalLong.of(entry), OptionalLong.of(table), since));
    }

    private static void add(List<Broken> broken, Way way, long table, Moment since) {
        broken.add(new Broken(way, OptionalLong.empty(), OptionalLong.of(table), since));
    }
}
