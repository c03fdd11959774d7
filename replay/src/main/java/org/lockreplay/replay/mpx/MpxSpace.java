package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.AddressSpace;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Task;
import org.lockreplay.replay.mm.Width;

/**
 * The MPX side of one address space: management, directory, and what is going on.
 *
 * <p>Source of the rules: {@code arch/x86/mm/mpx.c}, Linux 4.19. Changes as the replay goes on; not
 * thread-safe.
 */
final class MpxSpace {

    private static final long ENABLED = 1;
    private static final long BASE = -4096L;
    private static final long CODE = 3;
    private static final long MISSING_TABLE = 2;
    private static final long ENTRY_VALID = 1;
    private static final long LOW_ADDRESSES = 0xffff_ffffL;

    private final AddressSpace space;
    private final Pointers pointers;
    private final History history;
    private final Tally tally = new Tally();
    private final Faults faults = new Faults();
    private final List<Search> searches = new ArrayList<>();

    /** Tasks whose exception for a missing table names no entry of the directory. */
    private final Set<Task> misplaced = new HashSet<>();

    private Management management;
    private boolean complete;
    private final Breaches breaches;
    private final LeavingMemory leaving;
    private Optional<BoundsDirectory> directory = Optional.empty();
    private Optional<MpxModel> model = Optional.empty();
    private final Map<Task, Inserted> inserted = new HashMap<>();
    private long unplaced;

    /** What began before this line may be of the time in which management was still on. */
    private long disabledLine;

    /** A table that a task put into an entry by a cmpxchg, until its event comes. */
    private record Inserted(long index, long table) {}

    /** Of an address space that is new, or that nothing is known of. */
    MpxSpace(
            AddressSpace space,
            Pointers pointers,
            History history,
            Breaches breaches,
            LeavingMemory leaving) {
        this.space = space;
        this.pointers = pointers;
        this.history = history;
        this.breaches = breaches;
        this.leaving = leaving;
        complete = space.whole();
        management = complete ? Management.OFF : Management.UNKNOWN;
    }

    /**
     * Of a copy made by a fork in a call that began at {@code began}: what other tasks of the
     * parent changed since may have come before or after the copy.
     */
    MpxSpace(AddressSpace space, MpxSpace parent, long began, Moment at) {
        this.space = space;
        pointers = parent.pointers;
        history = parent.history;
        breaches = parent.breaches;
        leaving = parent.leaving;
        complete = parent.isComplete();
        management = parent.management;
        directory = parent.directory.map(BoundsDirectory::new);
        model = parent.model.map(known -> known.over(directory.orElseThrow(), space.memory()));
        directory.ifPresent(
                copy -> {
                    for (Long index : copy.indices()) {
                        if (copy.entry(index).orElseThrow().since().line() > began) {
                            copy.doubt(index, at);
                        }
                    }
                    for (Fault fault : parent.faults.all()) {
                        // its table may have come before the copy; a valid entry takes none
                        if (!copy.isValid(fault.index)) {
                            copy.doubt(fault.index, at);
                        }
                    }
                    if (history.kept()) {
                        copy.indices().stream()
                                .filter(i -> !copy.entry(i).orElseThrow().is(EntryState.FREED))
                                .forEach(index -> tell(Happening.COPIED, index));
                    }
                });
    }

    private void tell(Happening what, long index) {
        directory.ifPresent(
                known -> {
                    OptionalLong table =
                            known.entry(index).map(Entry::table).orElse(OptionalLong.empty());
                    history.entry(space, what, known, index, table, pointers.hashed());
                });
    }

    AddressSpace space() {
        return space;
    }

    /** A bound as printed; a program of 32 bits has bounds of 32 bits, whatever stands above. */
    long bound(long printed) {
        boolean narrow =
                directory.filter(known -> known.geometry() == Geometry.BITS_32).isPresent();
        return narrow ? printed & LOW_ADDRESSES : printed;
    }

    /** Whether it has to do with MPX at all. */
    boolean isRelevant() {
        return directory.isPresent()
                || unplaced > 0
                || tally.violations > 0
                || management == Management.ON;
    }

    /** Whether both may be one address space, as far as the trace tells. */
    boolean mayBe(MpxSpace other) {
        return this != other
                && space.doubtful()
                && other.space.doubtful()
                && space.end().isEmpty()
                && other.space.end().isEmpty()
                && (directory.isEmpty()
                        || other.directory.isEmpty()
                        || directory.get().base() == other.directory.get().base());
    }

    // ---- events of its own tasks ----

    /** Management was switched on or off, or found so, as this line shows. */
    void manage(Management found, long line) {
        management = found;
        disabledLine = found == Management.OFF ? line : 0;
        model.ifPresent(known -> known.manage(found));
        if (found != Management.UNKNOWN) {
            Happening what = found == Management.ON ? Happening.ENABLED : Happening.DISABLED;
            history.range(space, what, Optional.empty());
        }
    }

    Management management() {
        return management;
    }

    /** An MPX exception; answers the fault if a table is missing. */
    Optional<Fault> fault(Task task, long bndcfgu, long bndstatus, Moment at) {
        long entryAddress = bndstatus & ~CODE;
        boolean missing = (bndstatus & CODE) == MISSING_TABLE;
        if ((bndcfgu & ENABLED) == 0) {
            return Optional.empty();
        }
        BoundsDirectory seen = directoryAt(bndcfgu & BASE, missing ? entryAddress : 0);
        OptionalLong index = seen.geometry().indexOfEntry(seen.base(), entryAddress);
        if (missing && index.isEmpty()) {
            misplaced.add(task);
        }
        if (!missing || index.isEmpty()) {
            return Optional.empty();
        }
        Fault fault = new Fault(task, index.getAsLong(), at);
        if (seen.isValid(fault.index)) {
            fault.beLate();
        }
        faults.add(fault);
        tally.faults++;
        tell(Happening.FAULT, fault.index);
        return Optional.of(fault);
    }

    /** {@code mpx_new_bounds_table}; answers the entry if it is known. */
    OptionalLong allocate(Task task, OptionalLong table, Moment at) {
        Optional<Fault> fault = faults.take(task);
        if (fault.filter(began -> began.at.line() < disabledLine).isEmpty()) {
            isManaged();
        }
        Optional<Inserted> done = insertion(task, table);
        if (done.isPresent()) {
            tell(Happening.ALLOCATED, done.get().index());
            return OptionalLong.of(done.get().index());
        }
        if (fault.isEmpty() || directory.isEmpty()) {
            unplaced++;
            tally.misplaced += misplaced.remove(task) ? 1 : 0;
            long bytes = directory.map(known -> known.geometry().tableBytes()).orElse(0L);
            history.table(space, Happening.ALLOCATED, table, bytes);
            complete = false;
            directory.ifPresent(known -> known.doubtEmpty(at));
            return OptionalLong.empty();
        }
        BoundsDirectory known = directory.get();
        table.ifPresent(address -> pointers.table(address, known.base()));
        allocate(known, fault.get(), table, at);
        faults.filled(fault.get().index);
        tell(Happening.ALLOCATED, fault.get().index);
        setMemory(known, table, Mapping.Kind.TABLE, at);
        return OptionalLong.of(fault.get().index);
    }

    /** The cmpxchg that this event of a new table is of. */
    private Optional<Inserted> insertion(Task task, OptionalLong table) {
        Optional<Inserted> done = Optional.ofNullable(inserted.remove(task));
        if (done.isPresent() && table.isPresent()) {
            BoundsDirectory known = directory.orElseThrow();
            pointers.table(table.getAsLong(), known.base());
            if (pointers.hashed()) {
                known.rename(done.get().index(), table.getAsLong());
                return done;
            }
        }
        return done.filter(put -> table.orElse(put.table()) == put.table());
    }

    /** The kernel does what it does for managed address spaces alone. */
    private void isManaged() {
        management = Management.ON;
        model.ifPresent(known -> known.manage(Management.ON));
    }

    private void allocate(BoundsDirectory into, Fault fault, OptionalLong table, Moment at) {
        boolean seenInUse =
                into.entry(fault.index)
                        .filter(entry -> table.isPresent() && entry.table().equals(table))
                        .filter(entry -> entry.since().line() > fault.at.line())
                        .isPresent();
        if (seenInUse) {
            into.countAllocated();
        } else {
            boolean filledBefore =
                    into.entry(fault.index)
                            .filter(entry -> entry.since().line() <= fault.at.line())
                            .isPresent();
            if (filledBefore && into.isValid(fault.index)) {
                // the processor found it empty: the program has written it
                into.doubt(fault.index, at);
            }
            MpxModel known = model.orElseThrow();
            if (table.isPresent()) {
                List<Broken> broken = new ArrayList<>();
                known.store(fault.index, table.getAsLong(), !fault.raced(), broken, at);
                breaches.add(broken, MpxOperation.ALLOCATION.label(), into.geometry());
            } else {
                known.storeUnnamed(fault.index, !fault.raced(), at);
            }
        }
    }

    /** {@code mpx_unmap_search} by a task of this address space. */
    void search(Search search) {
        isManaged();
        searches.add(search);
        tally.searches++;
        history.range(space, Happening.SEARCHED, search.range());
        directory.ifPresent(search::begin);
    }

    /**
     * A search by a task whose last search goes on: one of ordinary memory, which the task's call
     * does not unmap and which has the size of a table, is of what an entry named.
     */
    void searchInside(Task task, AddressRange range, Moment at) {
        Optional<Search> outer = searchOf(task).filter(Search::told);
        if (outer.isPresent() && directory.isPresent()) {
            BoundsDirectory known = directory.get();
            boolean asked =
                    UnmapRanges.of(task).ranges().stream()
                            .anyMatch(part -> part.intersect(range).isPresent());
            if (!asked && range.length() == known.geometry().tableBytes()) {
                OptionalLong entry = outer.get().onlyEntry(known.geometry());
                judge(
                        MpxOperation.REMOVAL.label(),
                        (rules, broken) -> rules.mistaken(entry, range, broken));
                space.changeByKernel(range, new Mapping(Mapping.Kind.UNMAPPED, at.line()));
            }
        }
    }

    /** Another event of a search that goes on. */
    void searchAgain(Search search) {
        tally.searches++;
        if (search.again()) {
            // more than the call unmaps: an entry named memory that is no table
            space.memory().clear();
        }
    }

    /** The unfinished search of a task. */
    Optional<Search> searchOf(Task task) {
        for (Search search : searches) {
            if (search.task() == task) {
                return Optional.of(search);
            }
        }
        return Optional.empty();
    }

    /** {@code mpx_unmap_zap}. */
    void zap(Task task, long start, Optional<AddressRange> zapped, Moment at) {
        tally.zaps++;
        if (directory.isPresent()) {
            searchOf(task).ifPresent(search -> zap(search, start, zapped, at));
        }
    }

    private void zap(Search search, long start, Optional<AddressRange> zapped, Moment at) {
        Search.Zapped found = search.zap(directory.orElseThrow(), start, zapped, at);
        found.kept().ifPresent(index -> tell(Happening.ZAPPED, index));
        found.foreign()
                .ifPresent(
                        match ->
                                judge(
                                        MpxOperation.REMOVAL.label(),
                                        (known, broken) ->
                                                known.zappedForeign(
                                                        match.index(),
                                                        match.table().getAsLong(),
                                                        broken)));
    }

    /** A page fault of user space touches this address. */
    void use(long address) {
        judge("", (known, broken) -> known.use(address, broken));
    }

    /** The kernel answers what the task is about with a SIGSEGV of its own. */
    Optional<Way> refuse(Task task) {
        Optional<Fault> fault = faults.of(task);
        fault.ifPresent(Fault::refuse);
        Optional<Search> search = searchOf(task);
        tally.refusedSearches += search.isPresent() ? 1 : 0;
        search.ifPresent(Search::giveUp);
        return search.map(found -> Way.REFUSED_UNMAP)
                .or(() -> fault.map(found -> Way.REFUSED_TABLE));
    }

    /** A task clears an entry before an unmap; answers which one. */
    OptionalLong invalidate(Task task, long entryAddress, OptionalLong table, Moment at) {
        OptionalLong index = indexOfEntry(entryAddress);
        if (index.isPresent()) {
            MpxModel known = model.orElseThrow();
            if (table.isPresent()) {
                List<Broken> broken = new ArrayList<>();
                known.invalidate(
                        index.getAsLong(), table.getAsLong(), leaving.of(task), broken, at);
                breaches.add(broken, MpxOperation.REMOVAL.label(), known.geometry());
            } else {
                known.invalidateUnnamed(index.getAsLong(), at);
            }
            tell(Happening.INVALIDATED, index.getAsLong());
        }
        return index;
    }

    /** A table that the trace does not name is removed. */
    void removeUnnamedTable(Moment at) {
        directory.ifPresent(known -> known.removeUnnamedTable(at));
    }

    /** A table that the trace does not name is marked: what is searched may stay as it was. */
    void markUnnamed(Task task) {
        searchOf(task).ifPresent(Search::giveUp);
        history.table(space, Happening.MARKED, OptionalLong.empty(), 0);
    }

    /**
     * @param marking the task has shown all that it did in this unmap
     */
    void removeTable(long table, boolean marking, Moment at) {
        directory.ifPresent(
                known -> {
                    List<Long> invalidated =
                            known.holding(table).stream()
                                    .filter(index -> !known.isValid(index))
                                    .toList();
                    List<Broken> broken = new ArrayList<>();
                    model.orElseThrow().remove(table, marking, broken, at);
                    breaches.add(broken, MpxOperation.REMOVAL.label(), known.geometry());
                    invalidated.forEach(index -> tell(Happening.REMOVED, index));
                    setMemory(known, OptionalLong.of(table), Mapping.Kind.UNMAPPED, at);
                });
    }

    /** The program unmapped memory of its own by a call that began there. */
    void programUnmapped(AddressRange range, Moment began, String path) {
        if (!pointers.hashed()) {
            judge(
                    path,
                    (known, broken) -> known.unmapTablesFrom(began.line(), range, broken, began));
        }
    }

    /**
     * Memory was unmapped, and the trace shows neither searches nor invalidations: a kernel that
     * manages the tables may have freed those of this memory.
     */
    void unmappedUnseen(AddressRange range, Moment at) {
        if (management != Management.OFF) {
            directory.ifPresent(
                    known ->
                            known.geometry().managed(range).stream()
                                    .flatMap(part -> known.indices(part).stream())
                                    .filter(known::isValid)
                                    .forEach(
                                            index -> {
                                                breaches.saw(Sign.UNTOLD_REMOVALS);
                                                doubt(known, index, at);
                                            }));
        }
    }

    /** The breach with the first entry of this memory that is still valid, if there is one. */
    Breach withEntryOf(AddressRange range, Breach breach) {
        return model.flatMap(
                        known ->
                                known.geometry().managed(range).stream()
                                        .flatMap(part -> known.validEntries(part).stream())
                                        .findFirst()
                                        .map(entry -> breach.about(entry, known.table(entry))))
                .orElse(breach);
    }

    /** No operation runs that concerns the entries of this memory, which was unmapped. */
    void atRest(AddressRange range, String path) {
        judge(
                path,
                (known, broken) ->
                        known.geometry().managed(range).stream()
                                .flatMap(part -> known.validEntries(part).stream())
                                .forEach(index -> known.atRest(index, broken)));
    }

    /** An unmap with its clean-up is over. */
    void afterBracket(List<Long> marks, List<Long> invalidated, String path) {
        judge(
                path,
                (known, broken) -> {
                    known.afterRemoval(marks, broken);
                    invalidated.forEach(index -> known.atRest(index, broken));
                });
    }

    private void judge(String path, BiConsumer<MpxModel, List<Broken>> rules) {
        if (model.isPresent()) {
            List<Broken> broken = new ArrayList<>();
            rules.accept(model.get(), broken);
            breaches.add(broken, path, model.get().geometry());
        }
    }

    /** Which entry is at this address; empty if none, or if the directory is not known. */
    OptionalLong indexOfEntry(long entryAddress) {
        return directory
                .map(known -> known.geometry().indexOfEntry(known.base(), entryAddress))
                .orElse(OptionalLong.empty());
    }

    /** The task went back to user space: what it was about is over. */
    void settle(Task task, boolean succeeded, Moment at) {
        boolean filled = inserted.remove(task) != null;
        faults.take(task).filter(fault -> !filled).ifPresent(fault -> withoutTable(fault, at));
        misplaced.remove(task);
        endSearch(task, succeeded, at);
    }

    private void withoutTable(Fault fault, Moment at) {
        boolean filled = directory.filter(known -> known.isValid(fault.index)).isPresent();
        if (fault.refused()) {
            tally.refusedFaults++;
            tell(Happening.REFUSED, fault.index);
        } else if (filled || fault.late() || (tablesTraced() && faults.hasRivalOf(fault))) {
            tally.lostRaces++;
            tell(Happening.LOST_RACE, fault.index);
        } else {
            tally.unanswered++;
            tell(Happening.NO_TABLE, fault.index);
            directory.ifPresent(known -> known.doubt(fault.index, at));
        }
    }

    /** Whether the trace has shown that tables which come are in it. */
    private boolean tablesTraced() {
        return breaches.seen(Sign.TABLES) || breaches.seen(Sign.EXCHANGES);
    }

    /** Whether entries of which nothing was seen are known to be empty. */
    private boolean isComplete() {
        return complete && (tablesTraced() || tally.faults == tally.refusedFaults);
    }

    /** The task's search, if there is one, is over. */
    void endSearch(Task task, boolean succeeded, Moment at) {
        if (searches.isEmpty()) {
            return;
        }
        searchOf(task)
                .ifPresent(
                        search -> {
                            searches.remove(search);
                            directory.ifPresent(known -> endSearch(known, search, succeeded, at));
                        });
    }

    private void endSearch(BoundsDirectory known, Search search, boolean succeeded, Moment at) {
        Search.Ended ended = search.end(known, succeeded, memory -> staysMapped(search, memory));
        for (Long index : ended.freed()) {
            OptionalLong table = known.entry(index).orElseThrow().table();
            setMemory(known, table, Mapping.Kind.UNMAPPED, at);
            table.ifPresent(address -> model.orElseThrow().gone(address, at));
            tell(Happening.FREED, index);
        }
        ended.undecided().forEach(index -> tell(Happening.UNDECIDED, index));
    }

    /**
     * Whether part of the memory is known to have been mapped all the time, so that a kernel that
     * searched the rest of it did not free the table.
     */
    private boolean staysMapped(Search search, AddressRange memory) {
        List<AddressRange> going = new ArrayList<>(leaving.of(search.task()));
        if (going.isEmpty()) {
            return false;
        }
        going.addAll(search.ranges());
        return model.orElseThrow().staysSince(memory, going, search.began());
    }

    /**
     * A call that began at this line has mapped memory: a table that was where there was room for
     * it now is gone, however that happened.
     */
    void mappedOver(long began, Moment at) {
        if (directory.isEmpty() || pointers.hashed()) {
            return;
        }
        BoundsDirectory known = directory.get();
        for (AddressSpace.Change change : space.lastChanges()) {
            if (change.kind() != Mapping.Kind.UNMAPPED) {
                for (Long index : model.orElseThrow().supplanted(began, change.range(), at)) {
                    doubt(known, index, at);
                }
            }
        }
    }

    // ---- what changes nothing, but belongs to the history ----

    /** A system call mapped or unmapped memory. */
    void changed(CallKind call, AddressSpace.Change change) {
        Happening what =
                change.kind() == Mapping.Kind.UNMAPPED ? Happening.UNMAPPED : Happening.MAPPED;
        history.call(space, what, call, change.range());
    }

    /** A pointer was used outside its bounds. */
    void violate(OptionalLong address) {
        tally.violations++;
        Optional<AddressRange> place =
                address.isPresent()
                        ? AddressRange.ofLength(address.getAsLong(), 1)
                        : Optional.empty();
        history.range(space, Happening.VIOLATION, place);
    }

    /** {@code mpx_pre_unmap} or {@code mpx_post_unmap}. */
    void bracket(boolean begins, Optional<AddressRange> range) {
        history.range(space, begins ? Happening.PRE_UNMAP : Happening.POST_UNMAP, range);
    }

    /** A table is marked for removal. */
    void mark(Task task, long table, Moment at) {
        directory.ifPresent(
                known -> searchOf(task).ifPresent(search -> search.keepMarked(known, table)));
        judge(MpxOperation.REMOVAL.label(), (known, broken) -> known.mark(table, broken, at));
        List<Long> holding = directory.map(known -> known.holding(table)).orElse(List.of());
        holding.forEach(index -> tell(Happening.MARKED, index));
        if (holding.isEmpty()) {
            history.table(space, Happening.MARKED, OptionalLong.of(table), 0);
        }
    }

    /** The kernel tried to fill an entry. */
    void exchange(OptionalLong index, boolean won) {
        index.ifPresent(i -> tell(won ? Happening.CMPXCHG_WON : Happening.CMPXCHG_LOST, i));
    }

    /**
     * A task put a table into an entry in which it found this. The event of the new table, if it is
     * traced too, is of the same allocation.
     */
    void insert(Task task, long index, long found, long table, Moment at) {
        BoundsDirectory known = directory.orElseThrow();
        boolean overTable = (found & ENTRY_VALID) != 0;
        if (known.holds(index, table) && !overTable) {
            // the event of the new table came first
            return;
        }
        Optional<Fault> fault = faults.of(task).filter(began -> began.index == index);
        long replaced = found & ~ENTRY_VALID;
        if (overTable && !known.holds(index, replaced)) {
            known.confirm(index, new Entry(EntryState.VALID, OptionalLong.of(replaced), at));
        } else if (!overTable
                && known.isValid(index)
                && fault.filter(began -> !known.isSince(index, began.at)).isEmpty()) {
            // it was filled before the processor found it empty: the program has cleared it
            doubt(known, index, at);
        }
        boolean certain = fault.filter(Fault::raced).isEmpty();
        judge(
                MpxOperation.ALLOCATION.label(),
                (rules, broken) -> rules.store(index, table, certain, broken, at));
        inserted.put(task, new Inserted(index, table));
        faults.filled(index);
        setMemory(known, OptionalLong.of(table), Mapping.Kind.TABLE, at);
    }

    /** Its last task is gone. */
    void end() {
        history.range(space, Happening.ENDED, Optional.empty());
    }

    /** The task is gone, or nothing is known of it any more. */
    void forget(Task task) {
        faults.take(task);
        inserted.remove(task);
        misplaced.remove(task);
        searches.removeIf(search -> search.task() == task);
    }

    /** Why a searched range has no entries of its own, in a sentence; empty if it has. */
    Optional<String> refusal(AddressRange range) {
        return directory.flatMap(known -> known.geometry().refusal(range));
    }

    // ---- what others may do to it ----

    /** Unfinished faults of entries that this search covers, by other tasks, are races now. */
    void race(Search search) {
        directory.ifPresent(known -> faults.race(search, known.geometry()));
    }

    /** The fault is a race if a search by another task covers its entry. */
    void race(Fault fault) {
        directory.ifPresent(
                known ->
                        searches.stream()
                                .filter(search -> search.task() != fault.task)
                                .filter(search -> search.covers(known.geometry(), fault.index))
                                .findFirst()
                                .ifPresent(search -> fault.race()));
    }

    /** A search in what may be the same address space. */
    void searchedElsewhere(Search search, Moment at) {
        directory.ifPresent(
                known ->
                        search.indices(known).stream()
                                .filter(i -> known.entry(i).orElseThrow().mayBeValid())
                                .forEach(index -> doubt(known, index, at)));
    }

    private void doubt(BoundsDirectory known, long index, Moment at) {
        known.doubt(index, at);
        tell(Happening.DOUBTED, index);
    }

    /** An allocation in what may be the same address space. */
    void allocatedElsewhere(OptionalLong index, Moment at) {
        complete = false;
        directory.ifPresent(
                known -> {
                    if (index.isPresent()) {
                        doubt(known, index.getAsLong(), at);
                    } else {
                        known.doubtEmpty(at);
                    }
                });
    }

    /** Events are missing. */
    void lose(Moment at) {
        faults.clear();
        inserted.clear();
        misplaced.clear();
        searches.clear();
        complete = false;
        management = Management.UNKNOWN;
        directory.ifPresent(known -> known.doubtAll(at));
        model.ifPresent(MpxModel::doubt);
        if (space.end().isEmpty()) {
            history.range(space, Happening.GAP, Optional.empty());
        }
    }

    DirectoryState state(List<Integer> pids) {
        TableCounts counts = directory.map(BoundsDirectory::counts).orElse(TableCounts.NONE);
        return new DirectoryState(
                space.info(pids),
                management,
                directory.map(known -> OptionalLong.of(known.base())).orElse(OptionalLong.empty()),
                directory.map(BoundsDirectory::geometry),
                pointers.hashed(),
                isComplete(),
                counts.withUnplaced(unplaced),
                directory.map(known -> known.state(space.memory())).orElse(List.of()),
                model.map(MpxModel::marked).orElse(List.of()),
                tally.activity(),
                space.faults());
    }

    private BoundsDirectory directoryAt(long base, long entryAddress) {
        Optional<BoundsDirectory> before = directory;
        if (before.isPresent() && before.get().base() == base) {
            return before.get();
        }
        if (before.isEmpty()) {
            directory = Optional.of(new BoundsDirectory(geometry(base, entryAddress), base));
        } else {
            // the program has another one now; what stands in the old one counts no more
            complete = false;
            faults.clear();
            directory = Optional.of(before.get().movedTo(geometry(base, entryAddress), base));
        }
        BoundsDirectory placed = directory.orElseThrow();
        model = Optional.of(MpxModel.known(placed, space.memory()));
        model.get().manage(management);
        space.placeDirectory(
                AddressRange.ofLength(placed.base(), placed.geometry().directoryBytes()));
        history.table(space, Happening.DIRECTORY, OptionalLong.of(placed.base()), 0);
        return placed;
    }

    /**
     * A directory above 4 GiB is one of 64 bits; below, the program's width tells, or an entry that
     * lies between those of 64 bits. A program of 64 bits does not get 2 GiB below 4 GiB unless it
     * asks for them, so without a sign it is one of 32 bits.
     */
    private Geometry geometry(long base, long entryAddress) {
        if ((base & ~LOW_ADDRESSES) != 0) {
            return Geometry.BITS_64;
        }
        boolean between = (entryAddress & (Geometry.BITS_64.entryBytes() - 1)) != 0;
        return space.width() == Width.BITS_64 && !between ? Geometry.BITS_64 : Geometry.BITS_32;
    }

    /** The kernel mapped or unmapped a table by itself. */
    private void setMemory(
            BoundsDirectory known, OptionalLong table, Mapping.Kind kind, Moment at) {
        if (table.isPresent() && !pointers.hashed()) {
            AddressRange.ofLength(table.getAsLong(), known.geometry().tableBytes())
                    .ifPresent(range -> space.changeByKernel(range, new Mapping(kind, at.line())));
        }
    }
}
