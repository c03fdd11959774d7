package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.AddressSpace;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Task;

/**
 * The MPX side of one address space, from its beginning, or a fork, to its end: what is {@linkplain
 * SpaceTables known}, and who changes it.
 *
 * <p>Changes as the replay goes on; not thread-safe.
 */
final class MpxSpace {

    private static final long LOW_ADDRESSES = 0xffff_ffffL;

    private final SpaceTables tables;
    private final Allocations allocations;
    private final Searches searches;
    private final Removals removals;
    private final MemoryChanges memory;
    private final DirectoryMemory own;

    /** Of an address space that is new, or that nothing is known of. */
    MpxSpace(AddressSpace space, Pointers pointers, History history, Breaches breaches) {
        this(new SpaceTables(space, pointers, history, breaches));
    }

    /**
     * Of a copy made by a fork in a call that began at {@code began}: what other tasks of the
     * parent changed since may have come before or after the copy.
     */
    MpxSpace(AddressSpace space, MpxSpace parent, long began, Moment at) {
        this(new SpaceTables(space, parent.tables, parent.allocations.complete(), began, at));
        own.copiedOf(parent.space(), at);
        if (tables.hasDirectory()) {
            tellCopied(tables.directory(), parent, at);
        }
    }

    private MpxSpace(SpaceTables tables) {
        this.tables = tables;
        allocations = new Allocations(tables);
        searches = new Searches(tables);
        removals = new Removals(tables, searches);
        memory = new MemoryChanges(tables);
        own = new DirectoryMemory(tables);
    }

    private void tellCopied(BoundsDirectory copy, MpxSpace parent, Moment at) {
        parent.allocations.doubtIn(copy, at);
        if (tables.history.kept()) {
            copy.indices().stream()
                    .filter(i -> !copy.known(i).is(EntryState.FREED))
                    .forEach(index -> tables.tell(Happening.COPIED, index));
        }
    }

    // ---- what it is ----

    AddressSpace space() {
        return tables.space;
    }

    Management management() {
        return tables.management();
    }

    /** Management was switched on or off, or found so, as this line shows. */
    void manage(Management found, long line) {
        tables.manage(found, line);
    }

    Allocations allocations() {
        return allocations;
    }

    Searches searches() {
        return searches;
    }

    Removals removals() {
        return removals;
    }

    MemoryChanges memory() {
        return memory;
    }

    /** The memory of the directory itself. */
    DirectoryMemory own() {
        return own;
    }

    /** What later lines show to be uncertain. */
    Hindsight hindsight() {
        return tables.hindsight;
    }

    /** A bound as printed; a program of 32 bits has bounds of 32 bits, whatever stands above. */
    long bound(long printed) {
        boolean narrow = tables.hasDirectory() && tables.directory().geometry() == Geometry.BITS_32;
        return narrow ? printed & LOW_ADDRESSES : printed;
    }

    /** Which entry is at this address; empty if none, or if the directory is not known. */
    OptionalLong indexOfEntry(long entryAddress) {
        return tables.indexOfEntry(entryAddress);
    }

    /** Why a searched range has no entries of its own, in a sentence; empty if it has. */
    Optional<String> refusal(AddressRange range) {
        return tables.hasDirectory()
                ? tables.directory().geometry().refusal(range)
                : Optional.empty();
    }

    /** Why an entry describes no memory that a program can have, in a sentence. */
    Optional<String> refusal(long index) {
        Geometry geometry = tables.directory().geometry();
        return geometry.refusal(geometry.covered(index))
                .map(reason -> "the entry of an exception covers what no program has: " + reason);
    }

    /** Why its directory can be that of no program, in a sentence. */
    Optional<String> refusalOfDirectory() {
        return tables.directory().refusal();
    }

    /** Whether it is not known where the entries of its directory stand: nothing is certain. */
    boolean assumed() {
        return tables.assumed();
    }

    /** Whether it has to do with MPX at all. */
    boolean isRelevant() {
        return tables.hasDirectory()
                || allocations.unplaced() > 0
                || tables.tally.violations > 0
                || management() == Management.ON;
    }

    DirectoryState state(List<Integer> pids) {
        Optional<BoundsDirectory> directory =
                tables.hasDirectory() ? Optional.of(tables.directory()) : Optional.empty();
        TableCounts counts = directory.map(BoundsDirectory::counts).orElse(TableCounts.NONE);
        return new DirectoryState(
                space().info(pids),
                management(),
                directory.map(known -> OptionalLong.of(known.base())).orElse(OptionalLong.empty()),
                directory.filter(known -> !known.assumed()).map(BoundsDirectory::geometry),
                tables.pointers.hashed(),
                allocations.complete(),
                counts.withUnplaced(allocations.unplaced()),
                directory.map(known -> known.state(space().memory())).orElse(List.of()),
                tables.model().marked(),
                tables.tally.activity(),
                space().faults());
    }

    // ---- its tasks ----

    /** The kernel answers what the task is about with a SIGSEGV of its own. */
    Optional<Way> refuse(Task task, Moment at) {
        boolean fault = allocations.refuse(task, at);
        if (searches.refuse(task, at)) {
            return Optional.of(Way.REFUSED_UNMAP);
        }
        return fault ? Optional.of(Way.REFUSED_TABLE) : Optional.empty();
    }

    /** The task went back to user space: what it was about is over. */
    void settle(Task task, Moment at) {
        settle(task, false, at);
    }

    private void settle(Task task, boolean succeeded, Moment at) {
        allocations.settle(task, at);
        searches.end(task, succeeded, at);
    }

    /**
     * The same, at the end of a system call.
     *
     * @param sure nothing can have made the kernel leave what it searched as it was
     */
    void leave(Task task, boolean succeeded, boolean sure, Moment at) {
        if (succeeded && sure) {
            searches.judge(task);
        }
        settle(task, succeeded, at);
    }

    /** The task is gone, or nothing is known of it any more. */
    void forget(Task task) {
        allocations.forget(task);
        searches.forget(task);
    }

    /** Its last task is gone. */
    void end() {
        tables.history.range(space(), Happening.ENDED, Optional.empty());
    }

    /** A pointer was used outside its bounds. */
    void violate(OptionalLong address) {
        tables.tally.violations++;
        Optional<AddressRange> place =
                address.isPresent()
                        ? AddressRange.ofLength(address.getAsLong(), 1)
                        : Optional.empty();
        tables.history.range(space(), Happening.VIOLATION, place);
    }

    /** {@code mpx_pre_unmap} or {@code mpx_post_unmap}. */
    void bracket(boolean begins, Optional<AddressRange> range) {
        tables.history.range(space(), begins ? Happening.PRE_UNMAP : Happening.POST_UNMAP, range);
    }

    // ---- what others may do to it ----

    /** Whether both may be one address space, as far as the trace tells. */
    boolean mayBe(MpxSpace other) {
        return mayHaveBeen(other) && space().end().isEmpty() && other.space().end().isEmpty();
    }

    /** Whether they may be, or may have been when one of them had not ended. */
    boolean mayHaveBeen(MpxSpace other) {
        return this != other
                && space().doubtful()
                && other.space().doubtful()
                && !(tables.hasDirectory() && other.tables.isElsewhere(tables.directory().base()));
    }

    /** A search in what may be the same address space. */
    void searchedElsewhere(Search search, Moment at) {
        if (tables.hasDirectory()) {
            BoundsDirectory known = tables.directory();
            for (Long index : search.ranges().indices(known)) {
                if (known.known(index).mayBeValid()) {
                    tables.doubt(known, index, at);
                }
            }
        }
    }

    /** An allocation in what may be the same address space. */
    void allocatedElsewhere(OptionalLong index, Moment at) {
        tables.missSome();
        if (tables.hasDirectory()) {
            BoundsDirectory known = tables.directory();
            if (index.isPresent()) {
                tables.doubt(known, index.getAsLong(), at);
            } else {
                known.doubtEmpty(at);
            }
        }
    }

    /** The entry at this address was cleared in what may be the same address space. */
    void invalidatedElsewhere(long entryAddress, Moment at) {
        OptionalLong index = indexOfEntry(entryAddress);
        if (index.isPresent()) {
            BoundsDirectory known = tables.directory();
            if (known.entry(index.getAsLong()).filter(Entry::mayBeValid).isPresent()) {
                tables.doubt(known, index.getAsLong(), at);
            }
        }
    }

    /**
     * The kernel tells which entries it clears, as this line shows first: what was taken for freed
     * before may never have been cleared; answers whether anything was.
     */
    boolean tellsClearing(long line) {
        tables.hindsight.tellsClearing(line);
        return tables.doubtFreed();
    }

    /** Events are missing. */
    void lose(Moment at) {
        allocations.clear();
        searches.clear();
        tables.lose(at);
    }
}
