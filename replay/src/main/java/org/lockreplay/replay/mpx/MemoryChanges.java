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
 * What system calls do to memory that tables describe, or that tables are in.
 *
 * <p>Not thread-safe.
 */
final class MemoryChanges {

    private final SpaceTables tables;

    MemoryChanges(SpaceTables tables) {
        this.tables = tables;
    }

    /** The program unmapped memory of its own by a call that began there. */
    void unmapped(AddressRange range, Moment began, String path) {
        if (!tables.pointers.hashed()) {
            tables.judge(
                    path,
                    (known, broken) ->
                            known.seen().unmapTablesFrom(began.line(), range, broken, began));
        }
    }

    /**
     * A search in no call that is recorded tells that this memory goes, whatever comes in its
     * place; all of it may, if it is not told which.
     */
    void searchedUntraced(Task task, Optional<AddressRange> range) {
        if (!UnmapRanges.mayUnmap(task)) {
            range.ifPresentOrElse(tables.space.memory()::clear, tables.space.memory()::clear);
        }
    }

    /**
     * A search in a call: the one in a shmdt is of the segment that goes, or of a part of it behind
     * those before, and tells its size, which is nowhere else in the trace.
     */
    void searched(Task task, AddressRange range) {
        SystemCall call = task.call();
        if (call.kind() == CallKind.SHMDT && call.going()) {
            IntervalMap<Mapping> memory = tables.space.memory();
            Optional<IntervalMap.Interval<Mapping>> known = memory.intervalAt(call.sharedAddress());
            if (known.isPresent()
                    && known.get().value().kind() == Mapping.Kind.SHARED_MEMORY
                    && (range.first() == known.get().range().first()
                            || range.first() == known.get().range().last() + 1)) {
                memory.set(range, known.get().value());
            }
        }
    }

    /**
     * Memory was unmapped, and the trace shows neither searches nor invalidations: a kernel that
     * manages the tables may have freed those of this memory.
     */
    void unmappedUnseen(AddressRange range, Moment at) {
        if (tables.management() == Management.OFF || !tables.hasDirectory()) {
            return;
        }
        BoundsDirectory known = tables.directory();
        for (Long index : known.managedIndices(range)) {
            if (known.isValid(index)) {
                tables.breaches.saw(Sign.UNTOLD_REMOVALS);
                tables.doubtSince(known, index, at);
            }
        }
    }

    /**
     * A call that began at this line has mapped memory: a table that was where there was room for
     * it now is gone, however that happened.
     */
    void mappedOver(long began, Moment at) {
        if (!tables.hasDirectory() || tables.pointers.hashed()) {
            return;
        }
        BoundsDirectory known = tables.directory();
        SeenEffects seen = tables.model().seen();
        for (AddressSpace.Change change : tables.space.lastChanges()) {
            if (change.kind() != Mapping.Kind.UNMAPPED) {
                for (Long index : seen.supplanted(began, change.range(), at)) {
                    tables.doubt(known, index, at);
                }
            }
        }
    }

    /** No operation runs that concerns the entries of this memory, which was unmapped. */
    void atRest(AddressRange range, String path) {
        for (Long index : validEntries(range)) {
            left(index, path, List.of());
        }
    }

    /**
     * The same for entries that the kernel looked at and did not clear: those of which this unmap
     * took all memory, or the rest of it without a word that some of it stays.
     */
    void left(AddressRange range, Conduct conduct, String path) {
        for (Long index : validEntries(range)) {
            if (tables.directory().isSince(index, conduct.began)) {
                if (range.contains(tables.directory().geometry().covered(index))) {
                    left(index, path, List.of());
                } else if (!conduct.zapped.contains(index)) {
                    // memory of it that was unmapped before has to be free still
                    left(index, path, Footing.ofFreeMemory());
                }
            }
        }
    }

    /**
     * The same for entries of whose tables parts were zapped, as if memory of them stayed, although
     * nothing else was mapped there even when the unmap began: it was all that was left.
     */
    void leftByZaps(AddressRange range, Conduct conduct, String path) {
        if (tables.pointers.hashed()) {
            return;
        }
        for (Long index : validEntries(range)) {
            AddressRange memory = tables.directory().geometry().covered(index);
            if (conduct.zapped.contains(index) && wasAlone(memory, range, conduct.began.line())) {
                left(index, path, Footing.ofFreeMemory());
            }
        }
    }

    /** Whether what is free now of this memory, but for a range, was free before this line. */
    private boolean wasAlone(AddressRange memory, AddressRange range, long line) {
        for (IntervalMap.Interval<Mapping> part : tables.space.memory().within(memory)) {
            if (!range.contains(part.range()) && part.value().since() >= line) {
                return false;
            }
        }
        return true;
    }

    private void left(long index, String path, List<Footing.Need> besides) {
        tables.judge(path, besides, (known, broken) -> known.atRest(index, broken));
    }

    /** A munmap of this memory failed before it unmapped anything, having cleared entries. */
    void failed(AddressRange range, Conduct conduct) {
        tables.judge(
                conduct.path,
                (known, broken) -> {
                    for (Long index : conduct.invalidated) {
                        known.geometry()
                                .covered(index)
                                .intersect(range)
                                .ifPresent(
                                        memory ->
                                                known.seen()
                                                        .clearedInVain(
                                                                index,
                                                                memory,
                                                                conduct.began,
                                                                broken));
                    }
                });
    }

    /** The breach with the first entry of this memory that is still valid, if there is one. */
    Breach withEntryOf(AddressRange range, Breach breach) {
        List<Long> entries = tables.hasDirectory() ? validEntries(range) : List.of();
        return entries.isEmpty()
                ? breach
                : breach.about(entries.get(0), tables.model().table(entries.get(0)));
    }

    private List<Long> validEntries(AddressRange range) {
        BoundsDirectory known = tables.directory();
        List<Long> valid = known.managedIndices(range);
        valid.removeIf(index -> !known.isValid(index));
        return valid;
    }

    /** A system call mapped or unmapped memory, as a history tells it. */
    void tell(CallKind call, AddressSpace.Change change) {
        boolean gone = change.kind() == Mapping.Kind.UNMAPPED;
        Happening what = gone ? Happening.UNMAPPED : Happening.MAPPED;
        tables.history.call(tables.space, what, call, change.range());
    }
}
