package org.lockreplay.replay.mpx;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Task;

/**
 * How entries of one directory are filled: from the exception for a missing table to the table, the
 * loss of the race for the entry, or the kernel's refusal.
 *
 * <p>Two events tell of a table: the compare-and-exchange that puts it into its entry, where that
 * is traced, and the event of the new table; whichever comes first counts. Source of the rules:
 * {@code arch/x86/mm/mpx.c}, Linux 4.19. Not thread-safe.
 */
final class Allocations {

    private static final long ENABLED = 1;
    private static final long BASE = -AddressRange.PAGE;

    private final SpaceTables tables;
    private final Faults faults = new Faults();
    private final Insertions insertions;
    private final LateTables late = new LateTables();

    /** Tasks whose exception for a missing table names no entry of the directory. */
    private final Set<Task> misplaced = new HashSet<>();

    private long unplaced;

    Allocations(SpaceTables tables) {
        this.tables = tables;
        insertions = new Insertions(tables);
    }

    // ---- exceptions ----

    /** An MPX exception; answers the fault if a table is missing. */
    Optional<Fault> fault(Task task, long bndcfgu, long bndstatus, Moment at) {
        long entryAddress = bndstatus & ~Conduct.CODE;
        boolean missing = (bndstatus & Conduct.CODE) == Conduct.MISSING_TABLE;
        if ((bndcfgu & ENABLED) == 0) {
            return Optional.empty();
        }
        BoundsDirectory before = tables.directory();
        BoundsDirectory seen = tables.directoryAt(bndcfgu & BASE, missing ? entryAddress : 0);
        forgetFaultsUnless(before);
        OptionalLong index = seen.geometry().indexOfEntry(seen.base(), entryAddress);
        if (missing && index.isEmpty()) {
            misplaced.add(task);
        }
        if (!missing || index.isEmpty()) {
            return Optional.empty();
        }
        AddressRange described = seen.geometry().covered(index.getAsLong());
        boolean needed = tables.model().hasMemory(described);
        Fault fault = new Fault(task, index.getAsLong(), needed, at);
        if (seen.isValid(fault.index)) {
            fault.beLate();
        }
        faults.add(fault);
        tables.tally.faults++;
        tables.tell(Happening.FAULT, fault.index);
        if (!traced() && seen.isFree(fault.index)) {
            // its table may come without an event, and stand there long before the task goes on
            seen.doubt(fault.index, at);
        }
        return Optional.of(fault);
    }

    /** Faults name entries of the directory as it was read; another one is read now if not this. */
    private void forgetFaultsUnless(BoundsDirectory read) {
        if (read != tables.directory()) {
            faults.clear();
        }
    }

    /**
     * The kernel answers the exception of a task with a signal; false if it has none. An entry that
     * was empty may be one that the program has written.
     */
    boolean refuse(Task task, Moment at) {
        Optional<Fault> fault = faults.of(task);
        if (fault.isPresent()) {
            fault.get().refuse();
            if (tables.management() != Management.OFF) {
                tables.doubtEmpty(fault.get().index, at);
            }
        }
        return fault.isPresent();
    }

    /** Unfinished faults of entries that this search covers, by other tasks, are races now. */
    void race(Search search) {
        if (tables.hasDirectory()) {
            faults.race(search, tables.directory().geometry());
        }
    }

    /**
     * The task maps its table now, and no other task looks at entries: each search so far came
     * before the table.
     */
    void mapsTable(Task task) {
        Optional<Fault> fault = faults.of(task);
        if (fault.isPresent()) {
            fault.get().beBehind();
        }
    }

    /** Takes the entry into which the task put a table in the exception that is over now. */
    OptionalLong takeLate(Task task) {
        return late.take(task);
    }

    /**
     * M3: no operation runs that may concern this entry, into which a table has come; none but one
     * whose system call is not traced, if the entry has been cleared since.
     */
    void atRest(long index) {
        if (!tables.directory().isValid(index)) {
            return;
        }
        tables.judge(
                MpxOperation.ALLOCATION.label(), (known, broken) -> known.atRest(index, broken));
    }

    /** The task went back to user space: its exception, if it was in one, is over. */
    void settle(Task task, Moment at) {
        boolean filled = insertions.forget(task);
        Optional<Fault> fault = faults.take(task);
        if (fault.isPresent() && !filled) {
            withoutTable(fault.get(), at);
        }
        if (!misplaced.isEmpty()) {
            misplaced.remove(task);
        }
    }

    private void withoutTable(Fault fault, Moment at) {
        boolean filled = tables.directory().isValid(fault.index);
        if (fault.refused()) {
            tables.tally.refusedFaults++;
            tables.tell(Happening.REFUSED, fault.index);
        } else if (filled || fault.late() || (traced() && faults.hasRivalOf(fault))) {
            tables.tally.lostRaces++;
            tables.tell(Happening.LOST_RACE, fault.index);
        } else {
            tables.tally.unanswered++;
            tables.tell(Happening.NO_TABLE, fault.index);
            tables.directory().doubt(fault.index, at);
        }
    }

    // ---- tables ----

    /** {@code mpx_new_bounds_table}; answers the entry if it is known. */
    OptionalLong allocate(Task task, OptionalLong table, Moment at) {
        BoundsDirectory before = tables.directory();
        tables.proveBy(table);
        forgetFaultsUnless(before);
        Optional<Fault> fault = faults.take(task);
        if (fault.isEmpty() || !tables.isDisabledSince(fault.get().at)) {
            tables.isManaged();
        }
        OptionalLong done = insertions.take(task, table);
        if (done.isPresent()) {
            tables.tell(Happening.ALLOCATED, done.getAsLong());
            return done;
        }
        if (fault.isEmpty() || !tables.hasDirectory()) {
            allocateUnplaced(task, table, at);
            return OptionalLong.empty();
        }
        allocate(fault.get(), table, at);
        return OptionalLong.of(fault.get().index);
    }

    private void allocate(Fault fault, OptionalLong table, Moment at) {
        BoundsDirectory known = tables.directory();
        if (table.isPresent()) {
            tables.pointers.table(table.getAsLong(), known.base());
        }
        fill(known, fault, table, at);
        late.came(fault, known);
        faults.filled(fault.index);
        tables.tell(Happening.ALLOCATED, fault.index);
        tables.setMemory(known, table, Mapping.Kind.TABLE, at);
    }

    private void allocateUnplaced(Task task, OptionalLong table, Moment at) {
        unplaced++;
        tables.tally.misplaced += misplaced.remove(task) ? 1 : 0;
        BoundsDirectory known = tables.directory();
        long bytes = tables.hasDirectory() ? known.geometry().tableBytes() : 0;
        tables.history.table(tables.space, Happening.ALLOCATED, table, bytes);
        tables.missSome();
        known.doubtEmpty(at);
    }

    private void fill(BoundsDirectory into, Fault fault, OptionalLong table, Moment at) {
        if (table.isPresent() && isSeenInUse(into, fault, table.getAsLong())) {
            if (into.isValid(fault.index) || tables.complete()) {
                into.countAllocated(fault.index);
            } else {
                // the one that is gone may have been there before the trace
                into.allocate(fault.index, table, false, at);
            }
            return;
        }
        if (into.isSince(fault.index, fault.at) && into.isValid(fault.index)) {
            // the processor found it empty: the program has written it
            into.doubt(fault.index, at);
        }
        if (table.isPresent()) {
            tables.judge(
                    MpxOperation.ALLOCATION.label(),
                    (known, broken) ->
                            known.store(
                                    fault.index, table.getAsLong(), !fault.raced(), broken, at));
        } else {
            tables.model().seen().storeUnnamed(fault.index, !fault.raced(), at);
        }
    }

    /**
     * Whether the table was in the entry since the exception, and is there or was given up, before
     * its event came. One whose event came was given up: this is another one in its place.
     */
    private static boolean isSeenInUse(BoundsDirectory into, Fault fault, long table) {
        boolean since = into.has(fault.index, table) && !into.isSince(fault.index, fault.at);
        return since && (into.isValid(fault.index) || !into.isTold(fault.index));
    }

    // ---- compare and exchange ----

    /**
     * A task put a table into an entry in which it found this. The event of the new table, if it is
     * traced too, is of the same allocation.
     */
    void insert(Task task, long index, long found, long table, Moment at) {
        BoundsDirectory known = tables.directory();
        boolean overTable = (found & Geometry.VALID) != 0;
        if (known.holds(index, table) && !overTable) {
            // the event of the new table came first
            return;
        }
        Optional<Fault> fault = faults.of(task).filter(began -> began.index == index);
        long replaced = found & ~Geometry.VALID;
        if (overTable && !known.holds(index, replaced)) {
            known.confirm(index, new Entry(EntryState.VALID, OptionalLong.of(replaced), at));
        } else if (!overTable
                && known.isValid(index)
                && fault.filter(began -> !known.isSince(index, began.at)).isEmpty()) {
            // it was filled before the processor found it empty: the program has cleared it
            tables.doubt(known, index, at);
        }
        boolean certain = fault.filter(Fault::raced).isEmpty();
        tables.judge(
                MpxOperation.ALLOCATION.label(),
                (rules, broken) -> rules.store(index, table, certain, broken, at));
        insertions.add(task, index, table);
        if (fault.isPresent()) {
            late.came(fault.get(), known);
        }
        faults.filled(index);
        tables.setMemory(known, OptionalLong.of(table), Mapping.Kind.TABLE, at);
    }

    /** The kernel tried to fill an entry. */
    void exchange(OptionalLong index, boolean won) {
        index.ifPresent(i -> tables.tell(won ? Happening.CMPXCHG_WON : Happening.CMPXCHG_LOST, i));
    }

    // ---- what is known of all of them ----

    /** How many tables came of which the entry is not known. */
    long unplaced() {
        return unplaced;
    }

    /**
     * Whether an exception has no table, or a table no exception, where both are traced, and what
     * else explains it.
     */
    boolean leftOpen() {
        boolean told =
                Footing.ofOpenFault().stream().allMatch(need -> need.isMet(tables.signs::seen));
        boolean unanswered = tables.tally.unanswered > 0 && traced() && told;
        return unanswered || unplaced > tables.tally.misplaced && tables.tally.faults > 0;
    }

    /** Whether entries of which nothing was seen are known to be empty. */
    boolean complete() {
        boolean told = traced() || tables.tally.faults == tables.tally.refusedFaults;
        return tables.complete() && told;
    }

    /** Whether the trace has shown that tables which come are in it. */
    boolean traced() {
        return tables.signs.seen(Sign.TABLES) || tables.signs.seen(Sign.EXCHANGES);
    }

    /** Entries that may be filled in a copy of the directory which was made meanwhile. */
    void doubtIn(BoundsDirectory copy, Moment at) {
        for (Fault fault : faults.all()) {
            // its table may have come before the copy; a valid entry takes none
            if (!copy.isValid(fault.index)) {
                copy.doubt(fault.index, at);
            }
        }
    }

    void forget(Task task) {
        faults.take(task);
        insertions.forget(task);
        late.forget(task);
        misplaced.remove(task);
    }

    /** Nothing is known of what goes on. */
    void clear() {
        faults.clear();
        insertions.clear();
        late.clear();
        misplaced.clear();
    }
}
