package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Optional;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.AddressSpace;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.IntervalMap;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/**
 * What system calls do to the memory of the bounds directory itself: entries in it are no longer
 * certain, nor is it certain that it is still the one that the kernel manages.
 *
 * <p>Not thread-safe.
 */
final class DirectoryMemory {

    private static final long DONT_NEED = 4;
    private static final long FREE = 8;
    private static final long REMOVE = 9;
    private static final long MAP_ANONYMOUS = 0x20;

    private final SpaceTables tables;

    DirectoryMemory(SpaceTables tables) {
        this.tables = tables;
    }

    /** A call of the task has succeeded: it is over, and its changes of memory are known. */
    void changed(Task task, CallKind kind, List<AddressSpace.Change> changes, Moment at) {
        if (!tables.hasDirectory()) {
            return;
        }
        if (kind == CallKind.MADVISE) {
            advised(task.call(), at);
            return;
        }
        boolean anonymous = kind == CallKind.MMAP && (task.call().argument(3) & MAP_ANONYMOUS) != 0;
        for (int i = 0; i < changes.size(); i++) {
            doubt(changes.get(i).range(), anonymous || kind == CallKind.BRK, at);
        }
    }

    private void advised(SystemCall call, Moment at) {
        long advice = call.argument(2);
        if (advice == DONT_NEED || advice == FREE || advice == REMOVE) {
            AddressRange.ofLength(call.argument(0), AddressRange.pages(call.argument(1)))
                    .ifPresent(range -> doubt(range, true, at));
        }
    }

    /**
     * This is the copy of an address space which did not copy everything as it was: entries that
     * were not copied are not known, nor are tables.
     */
    void copiedOf(AddressSpace parent, Moment at) {
        if (!tables.hasDirectory()) {
            return;
        }
        parent.wipedByFork().forEach(range -> doubt(range, true, at));
        for (AddressRange range : parent.leftByFork()) {
            doubt(range, true, at);
            List<Long> without = tables.model().seen().forgetTables(range);
            doubt(tables.directory(), without, at);
        }
    }

    /**
     * Management is switched on, for the directory that the program has loaded meanwhile: another
     * one where there is room for it, or where not all of the memory is known.
     */
    void enabled(Moment at) {
        if (tables.hasDirectory() && mayBeAnother(tables.directory())) {
            BoundsDirectory known = tables.directory();
            doubt(known, known.indices(), at);
            tables.missSome();
        }
    }

    /** What stood in this memory is gone; answers zeros if {@code zero}, or anything. */
    private void doubt(AddressRange range, boolean zero, Moment at) {
        Optional<AddressRange> own = tables.directory().memory();
        if (own.isPresent() && own.get().intersects(range)) {
            doubtWithin(range, zero, at);
        }
    }

    private void doubtWithin(AddressRange range, boolean zero, Moment at) {
        BoundsDirectory known = tables.directory();
        List<Long> within =
                known.indices().stream()
                        .filter(
                                index ->
                                        range.contains(
                                                known.geometry().entryAddress(known.base(), index)))
                        .filter(index -> !zero || known.isValid(index))
                        .toList();
        doubt(known, within, at);
        if (!zero) {
            tables.missSome();
        }
    }

    private void doubt(BoundsDirectory known, List<Long> indices, Moment at) {
        for (Long index : indices) {
            if (!known.known(index).is(EntryState.MAYBE_FREED)) {
                tables.doubt(known, index, at);
            }
        }
    }

    private boolean mayBeAnother(BoundsDirectory known) {
        Optional<AddressRange> own = known.memory();
        if (!tables.space.whole() || own.isEmpty()) {
            return true;
        }
        long bytes = known.geometry().directoryBytes();
        long run = 0;
        long next = 0;
        for (IntervalMap.Interval<Mapping> part : tables.space.memory().intervals()) {
            AddressRange range = part.range();
            boolean counts =
                    part.value().isMapped()
                            && part.value().kind() != Mapping.Kind.TABLE
                            && !own.get().contains(range);
            run = counts ? (range.first() == next ? run : 0) + range.length() : 0;
            next = range.last() + 1;
            if (run >= bytes) {
                return true;
            }
        }
        return false;
    }
}
