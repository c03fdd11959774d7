package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.AddressSpace;
import org.lockreplay.replay.mm.IntervalMap;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Remap;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/**
 * What the system call that a task is in may unmap, by its arguments, in the kernel's order.
 *
 * <p>Stands in for searches whose range is hashed. Source: callers of {@code do_munmap()}, Linux
 * 4.19.
 *
 * @param ranges empty if the call, or what it unmaps, is not known
 * @param exact whether the ranges are those of the searches, some of which may be missing;
 *     otherwise the searches are somewhere within them
 * @param sure what is searched for certain if the call succeeds with a single search
 */
record UnmapRanges(List<AddressRange> ranges, boolean exact, List<AddressRange> sure) {

    private static final UnmapRanges UNKNOWN = new UnmapRanges(List.of(), false, List.of());

    /** Exactly this range. */
    static UnmapRanges of(AddressRange range) {
        List<AddressRange> ranges = List.of(range);
        return new UnmapRanges(ranges, true, ranges);
    }

    static UnmapRanges of(Task task) {
        SystemCall call = task.call();
        return switch (call.kind()) {
            case MUNMAP -> ofArguments(call);
            case MMAP -> call.mayMapOver() ? ofArguments(call) : UNKNOWN;
            case MREMAP -> remapped(call);
            case BRK -> heap(task.space().brk(), call.argument(0));
            case SHMDT -> segment(task.space(), call.sharedAddress());
            case OTHER,
                    OLD_MMAP,
                    REMAP_FILE_PAGES,
                    SHMAT,
                    IPC,
                    MADVISE,
                    MAPS_UNSEEN,
                    PRCTL,
                    CLONE,
                    CLONE3,
                    FORK,
                    VFORK,
                    EXEC ->
                    UNKNOWN;
        };
    }

    /** Whether the call that a task is in may unmap anything. */
    static boolean mayUnmap(Task task) {
        return switch (task.call().kind()) {
            case MUNMAP, MREMAP, BRK, SHMDT, SHMAT, OLD_MMAP, REMAP_FILE_PAGES -> true;
            case MMAP -> task.call().mayMapOver();
            case OTHER, IPC, MADVISE, MAPS_UNSEEN, PRCTL, CLONE, CLONE3, FORK, VFORK, EXEC -> false;
        };
    }

    /** All that may be unmapped behind the beginning of this range; at least the range itself. */
    AddressRange reach(AddressRange range) {
        for (AddressRange possible : ranges) {
            if (possible.contains(range)) {
                return possible;
            }
        }
        return range;
    }

    private static UnmapRanges remapped(SystemCall call) {
        Remap remap = Remap.of(call);
        long kept = remap.kept();
        List<AddressRange> parts = new ArrayList<>(3);
        boolean fixed = call.movesOver();
        if (fixed) {
            add(parts, call.argument(4), remap.newLength());
        }
        add(parts, remap.old() + kept, remap.oldLength() - kept);
        if (!call.leavesOld() && (fixed || kept == remap.oldLength())) {
            add(parts, remap.old(), kept);
        }
        // what is free already is not searched, but the last part is what the call is about
        List<AddressRange> ranges = List.copyOf(parts);
        int last = Math.max(ranges.size() - 1, 0);
        return new UnmapRanges(ranges, true, ranges.subList(last, ranges.size()));
    }

    private static void add(List<AddressRange> parts, long start, long length) {
        Optional<AddressRange> range = AddressRange.ofLength(start, length);
        if (range.isPresent()) {
            parts.add(range.get());
        }
    }

    private static UnmapRanges heap(OptionalLong end, long asked) {
        if (end.isEmpty()) {
            return UNKNOWN;
        }
        long oldEnd = AddressRange.pages(end.getAsLong());
        long newEnd = AddressRange.pages(asked);
        boolean shrinks = AddressRange.isAbove(oldEnd, newEnd);
        return exactly(AddressRange.ofBounds(shrinks ? newEnd : oldEnd, shrinks ? oldEnd : newEnd));
    }

    /** Its size is not in the trace: it ends before the next mapping that is known. */
    private static UnmapRanges segment(AddressSpace space, long address) {
        AddressRange first = new AddressRange(address, address | (AddressRange.PAGE - 1));
        Optional<Mapping> found = space.memory().at(address);
        boolean attached = found.isPresent() && found.get().kind() == Mapping.Kind.SHARED_MEMORY;
        return new UnmapRanges(
                List.of(AddressRange.ofBounds(address, nextBehind(space, address)).orElse(first)),
                false,
                attached ? List.of(first) : List.of());
    }

    /** Where the next mapping begins that is none of a segment; 0 if there is none. */
    private static long nextBehind(AddressSpace space, long address) {
        Optional<IntervalMap.Interval<Mapping>> next =
                space.memory()
                        .firstFrom(
                                address,
                                other ->
                                        other.value().isMapped()
                                                && other.value().kind()
                                                        != Mapping.Kind.SHARED_MEMORY);
        if (next.isEmpty()) {
            return 0;
        }
        boolean across = next.get().range().contains(address);
        return across ? address : next.get().range().first();
    }

    private static UnmapRanges ofArguments(SystemCall call) {
        Optional<AddressRange> range =
                AddressRange.ofLength(call.argument(0), AddressRange.pages(call.argument(1)));
        return range.isPresent() ? of(range.get()) : UNKNOWN;
    }

    private static UnmapRanges exactly(Optional<AddressRange> range) {
        return range.isPresent() ? of(range.get()) : UNKNOWN;
    }
}
