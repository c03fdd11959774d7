package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.IntervalMap;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Remap;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/**
 * Memory that a system call unmapped which succeeded.
 *
 * <p>Source: {@code mm/mmap.c}, {@code mm/mremap.c} and {@code ipc/shm.c}, Linux 4.19.
 *
 * @param table a bounds table was hit
 * @param mapped where it is certain that something was mapped when the call began
 * @param free it is certain that nothing was
 * @param reach what may have been unmapped: more than the range where its size is not in the trace
 */
record Unmapping(
        UnmapPath path,
        boolean table,
        AddressRange range,
        List<AddressRange> mapped,
        boolean free,
        AddressRange reach) {

    /** What the call that the task is in unmapped, as it ends; its memory is still as before. */
    static List<Unmapping> of(Task task, long result) {
        if (SystemCall.failed(result)) {
            return List.of();
        }
        SystemCall call = task.call();
        List<Unmapping> all = new ArrayList<>();
        switch (call.kind()) {
            case MUNMAP -> add(all, task, UnmapPath.MUNMAP, call.argument(0), call.argument(1));
            case MMAP -> {
                if (call.mapsOver()) {
                    add(all, task, UnmapPath.MMAP_FIXED, result, call.argument(1));
                }
            }
            case REMAP_FILE_PAGES ->
                    add(all, task, UnmapPath.REMAP_FILE_PAGES, call.argument(0), call.argument(1));
            case MREMAP -> remapped(all, task, result);
            case BRK -> heap(all, task, result);
            case SHMAT -> {
                if (call.attachesOver() && result != 0) {
                    add(all, task, UnmapPath.SHMAT_REMAP, result, AddressRange.PAGE);
                }
            }
            case SHMDT -> detached(all, task);
            default -> {}
        }
        return all;
    }

    /** Whether it is an unmap only if something was mapped there. */
    boolean isConditional() {
        return path.isConditional();
    }

    /** Whether it is certain that something was mapped there when the call began. */
    boolean hit() {
        return !mapped.isEmpty();
    }

    /** What a bracket has to be around. */
    List<AddressRange> toBracket() {
        return hit() ? mapped : List.of(range);
    }

    /** By which it is counted, and named. */
    String label() {
        return table ? path.labelOfTable() : path.label();
    }

    private static void remapped(List<Unmapping> all, Task task, long result) {
        SystemCall call = task.call();
        Remap remap = Remap.of(call);
        long kept = remap.kept();
        if (call.movesOver()) {
            add(all, task, UnmapPath.MREMAP_FIXED, result, remap.newLength());
        }
        long gone = remap.oldLength() - kept;
        add(all, task, UnmapPath.MREMAP_SHRINK, remap.old() + kept, gone);
        if (result != remap.old() && !call.leavesOld()) {
            add(all, task, UnmapPath.MREMAP_MOVE, remap.old(), kept);
        }
    }

    private static void heap(List<Unmapping> all, Task task, long result) {
        OptionalLong end = task.space().brk();
        if (end.isEmpty()) {
            return;
        }
        long oldEnd = AddressRange.pages(end.getAsLong());
        long newEnd = AddressRange.pages(result);
        if (AddressRange.isAbove(oldEnd, newEnd)) {
            add(all, task, UnmapPath.BRK_SHRINK, newEnd, oldEnd - newEnd);
        } else {
            add(all, task, UnmapPath.BRK_GROW, oldEnd, newEnd - oldEnd);
        }
    }

    private static void detached(List<Unmapping> all, Task task) {
        long address = task.call().sharedAddress();
        Optional<IntervalMap.Interval<Mapping>> found = task.space().memory().intervalAt(address);
        boolean segment =
                found.isPresent() && found.get().value().kind() == Mapping.Kind.SHARED_MEMORY;
        long length = segment ? found.get().range().length() : AddressRange.PAGE;
        Optional<AddressRange> range = AddressRange.ofLength(address, AddressRange.pages(length));
        if (range.isPresent()) {
            AddressRange reach = UnmapRanges.of(task).reach(range.get());
            all.add(of(task, UnmapPath.SHMDT, range.get(), reach));
        }
    }

    private static void add(
            List<Unmapping> all, Task task, UnmapPath path, long start, long length) {
        Optional<AddressRange> range = AddressRange.ofLength(start, AddressRange.pages(length));
        if (range.isPresent()) {
            all.add(of(task, path, range.get(), range.get()));
        }
    }

    private static Unmapping of(Task task, UnmapPath path, AddressRange range, AddressRange reach) {
        long began = task.call().line();
        List<IntervalMap.Interval<Mapping>> parts = task.space().memory().within(range);
        boolean table = false;
        List<AddressRange> mapped = new ArrayList<>();
        for (IntervalMap.Interval<Mapping> part : parts) {
            Mapping mapping = part.value();
            // what came since may lie where this was
            boolean before = mapping.since() < began;
            table |= before && mapping.kind() == Mapping.Kind.TABLE;
            if (before && mapping.isMapped()) {
                mapped.add(part.range());
            }
        }
        boolean free = KnownMemory.isGone(parts, range);
        return new Unmapping(path, table, range, mapped, free, reach);
    }
}
