package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.AddressSpaces;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Task;

/**
 * What each event of MPX and of the proposal tells of the directory of its task.
 *
 * <p>Not thread-safe.
 */
final class MpxEvents {

    private static final long SIGSEGV = 11;
    private static final long SI_KERNEL = 128;

    private final AddressSpaces addressSpaces;
    private final MpxSpaces spaces;
    private final Judge judge;
    private final Breaches breaches;
    private final List<BoundsViolation> violations = new ArrayList<>();
    private final SortedSet<String> refused = new TreeSet<>();
    private long count;

    MpxEvents(AddressSpaces addressSpaces, MpxSpaces spaces, Judge judge, Breaches breaches) {
        this.addressSpaces = addressSpaces;
        this.spaces = spaces;
        this.judge = judge;
        this.breaches = breaches;
    }

    /** How many there were. */
    long count() {
        return count;
    }

    List<BoundsViolation> violations() {
        return List.copyOf(violations);
    }

    /** Why ranges of searches were refused, in sentences. */
    SortedSet<String> refused() {
        return refused;
    }

    // ---- exceptions and tables ----

    /** A bounds exception. */
    void fault(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        Moment at = Moment.of(batch, row);
        judge.exceptionOver(task, space);
        space.settle(task, at);
        long status = batch.payload(row, 1);
        judge.exception(task, (int) status & Conduct.CODE, at);
        Optional<Fault> fault = space.allocations().fault(task, batch.payload(row, 0), status, at);
        refuse(space.refusalOfDirectory(), Sign.UNMODELLED);
        if (fault.isPresent()) {
            refuse(space.refusal(fault.get().index), Sign.UNMODELLED);
            missesTable(space, fault.get());
        }
    }

    private void missesTable(MpxSpace space, Fault fault) {
        space.searches().race(fault);
        if (spaces.mayHaveTwins(space)) {
            for (MpxSpace twin : spaces.twins(space)) {
                twin.searches().race(fault);
                if (!space.allocations().traced()) {
                    twin.allocatedElsewhere(OptionalLong.of(fault.index), fault.at);
                }
            }
        }
    }

    /** What the kernel found out about one that is a violation. */
    void violation(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        boolean hidden = Mode.hidden(batch.mode(row));
        OptionalLong address = Pointers.unlessHidden(batch, row, batch.address(row));
        space.violate(address);
        judge.violation(task.pid());
        violations.add(
                new BoundsViolation(
                        Moment.of(batch, row),
                        batch.pid(row),
                        task.space().id(),
                        address,
                        hidden ? OptionalLong.empty() : bound(space, batch.payload(row, 0)),
                        hidden ? OptionalLong.empty() : bound(space, batch.payload(row, 1))));
    }

    private static OptionalLong bound(MpxSpace space, long printed) {
        return OptionalLong.of(space.bound(printed));
    }

    /** {@code mpx_new_bounds_table}. */
    void tableNew(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        Moment at = Moment.of(batch, row);
        judge.tableNew(task.pid());
        OptionalLong index =
                space.allocations()
                        .allocate(task, Pointers.unlessHidden(batch, row, batch.address(row)), at);
        if (spaces.mayHaveTwins(space)) {
            spaces.twins(space).forEach(twin -> twin.allocatedElsewhere(index, at));
        }
    }

    // ---- unmapping ----

    /** {@code mpx_unmap_search}. */
    void search(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        Moment at = Moment.of(batch, row);
        Optional<AddressRange> range = spaces.pointers().range(batch, row);
        judge.search(task, range);
        space.memory().searchedUntraced(task, range);
        Search search =
                range.isPresent()
                        ? searchTold(task, space, range.get(), at)
                        : searchUntold(task, space, batch, row);
        space.allocations().race(search);
        if (spaces.mayHaveTwins(space)) {
            for (MpxSpace twin : spaces.twins(space)) {
                twin.allocations().race(search);
                twin.searchedElsewhere(search, at);
            }
        }
    }

    private Search searchTold(Task task, MpxSpace space, AddressRange range, Moment at) {
        refuse(space.refusal(range), Sign.UNMODELLED);
        space.searches().beginInside(task, range, at);
        space.memory().searched(task, range);
        space.searches().end(task, false, at);
        return space.searches().begin(Search.of(task, range, at));
    }

    private Search searchUntold(Task task, MpxSpace space, EventBatch batch, int row) {
        refuse(spaces.pointers().refusal(batch, row), Sign.BACKWARD);
        Moment at = Moment.of(batch, row);
        Optional<Search> going = space.searches().of(task);
        if (going.isPresent() && !going.get().ranges().told()) {
            space.searches().again(going.get(), at);
            return going.get();
        }
        space.searches().end(task, false, at);
        return space.searches().begin(Search.ofCall(task, at));
    }

    private void refuse(Optional<String> reason, Sign sign) {
        if (reason.isPresent()) {
            refused.add(reason.get());
            breaches.saw(sign);
        }
    }

    /** {@code mpx_unmap_zap}. */
    void zap(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        Optional<AddressRange> zapped = spaces.pointers().range(batch, row);
        long start = batch.payload(row, 0);
        judge.zapped(task.pid(), space.searches().zap(task, start, zapped, Moment.of(batch, row)));
    }

    /** A SIGSEGV that the kernel sends to the task that it works for refuses what that is about. */
    void signal(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        breaches.saw(Sign.SIGNALS);
        boolean refuses =
                batch.payload(row, 0) == SIGSEGV
                        && batch.payload(row, 1) == SI_KERNEL
                        && batch.payload(row, 2) == batch.pid(row);
        if (refuses) {
            judge.signalled(task.pid());
            spaces.of(task)
                    .flatMap(space -> space.refuse(task, Moment.of(batch, row)))
                    .ifPresent(way -> judge.refused(task, way));
        }
    }

    // ---- the proposal ----

    /** {@code mpx_pre_unmap}, or {@code mpx_post_unmap}. */
    void bracket(boolean begins, EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        Optional<AddressRange> range =
                begins ? spaces.pointers().range(batch, row) : Optional.empty();
        judge.bracket(task, begins, range);
        space.bracket(begins, range);
    }

    /** An entry is cleared before its memory is unmapped. */
    void invalidate(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        OptionalLong table = Pointers.unlessHidden(batch, row, batch.payload(row, 0));
        invalidate(task, space, batch.address(row), table, Moment.of(batch, row));
    }

    /** An entry is cleared, in what may be the address space of others too. */
    private void invalidate(
            Task task, MpxSpace space, long entryAddress, OptionalLong table, Moment at) {
        judge.invalidated(
                task.pid(), space.removals().invalidate(task, entryAddress, table, at), at);
        for (MpxSpace twin : spaces.twins(space)) {
            twin.invalidatedElsewhere(entryAddress, at);
        }
    }

    /** A table is marked for removal. */
    void mark(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        if (Mode.hidden(batch.mode(row))) {
            breaches.saw(Sign.MARKS);
            space.removals().markUnnamed(task);
        } else {
            for (long table : tables(space, batch, row)) {
                space.removals().mark(task, table, Moment.of(batch, row));
                judge.marked(task.pid(), table);
            }
        }
    }

    /** A table is removed. */
    void remove(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        Moment at = Moment.of(batch, row);
        if (Mode.hidden(batch.mode(row))) {
            judge.removedUnnamed(task.pid());
            space.removals().removeUnnamed(at);
        } else {
            for (long table : tables(space, batch, row)) {
                boolean due = judge.removed(task.pid(), table);
                space.removals().remove(table, due, at);
            }
        }
    }

    /** The tables of the range that an event names. */
    private List<Long> tables(MpxSpace space, EventBatch batch, int row) {
        long start = batch.payload(row, 0);
        Optional<AddressRange> range =
                spaces.pointers().hashed()
                        ? Optional.empty()
                        : AddressRange.ofBounds(start, batch.payload(row, 1));
        return range.isPresent() ? space.removals().tablesIn(range.get()) : List.of(start);
    }

    /** The compare-and-exchange of an entry. */
    void exchange(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        long table = batch.payload(row, 1);
        long found = batch.payload(row, 2);
        boolean won = batch.payload(row, 0) == found;
        Moment at = Moment.of(batch, row);
        boolean told = !Mode.hidden(batch.mode(row)) && !spaces.pointers().hashed();
        OptionalLong entry = space.indexOfEntry(batch.address(row));
        if (told && won && entry.isPresent() && (table & Geometry.VALID) != 0) {
            space.allocations().insert(task, entry.getAsLong(), found, table & ~Geometry.VALID, at);
            spaces.twins(space).forEach(twin -> twin.allocatedElsewhere(entry, at));
        } else if (told && won && entry.isPresent() && (found & Geometry.VALID) != 0) {
            OptionalLong cleared = OptionalLong.of(found & ~Geometry.VALID);
            invalidate(task, space, batch.address(row), cleared, at);
        }
        space.allocations().exchange(entry, won);
        if (told) {
            judge.exchange(task, entry, table & ~Geometry.VALID, won);
        }
    }

    /** The MPX side of a task's address space, of which an event of MPX tells. */
    private MpxSpace concerned(Task task, EventBatch batch, int row) {
        count++;
        judge.begin();
        task.space().callIt(batch.names().get(batch.task(row)));
        return spaces.madeFor(task);
    }
}
