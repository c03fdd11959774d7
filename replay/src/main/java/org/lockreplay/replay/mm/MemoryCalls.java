package org.lockreplay.replay.mm;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a system call that ends did to the pages of its task's address space.
 *
 * <p>A call that failed changed nothing, except that Linux may already have unmapped the target of
 * a fixed mapping, of which nothing is known then. Source: {@code mm/mmap.c}, {@code mm/mremap.c}
 * and {@code ipc/shm.c}, Linux 4.19.
 */
final class MemoryCalls {

    /** {@code MAP_SHARED}, and a bit of {@code MAP_SHARED_VALIDATE}. */
    private static final long MAP_SHARED = 1;

    private final Task task;
    private final SystemCall call;
    private final long result;
    private final long line;

    private MemoryCalls(Task task, long result, long line) {
        this.task = task;
        call = task.call();
        this.result = result;
        this.line = line;
    }

    /** Applies the call that the task is in, and that ends at this line. */
    static void apply(Task task, long result, long line) {
        CallKind kind = task.call().kind();
        if (kind == CallKind.BRK) {
            new MemoryCalls(task, result, line).brk();
        } else if (kind == CallKind.MAPS_UNSEEN) {
            // one that fails may leave some of it
            task.space().pages().forgetFree();
        } else if (SystemCall.failed(result)) {
            new MemoryCalls(task, result, line).failed(kind);
        } else {
            new MemoryCalls(task, result, line).succeeded(kind);
        }
    }

    /**
     * The result of the call that the task is in is missing: what it would have unmapped is not
     * known to be there, and where it would have mapped something not at all.
     */
    static void lose(Task task) {
        CallKind kind = task.call().kind();
        if (kind == CallKind.EXEC && !task.inExec()) {
            // the task goes on, maybe with another program
            task.space().forget();
        } else if (kind == CallKind.MUNMAP) {
            new MemoryCalls(task, 0, task.call().line())
                    .forget(task.call().argument(0), task.call().argument(1));
            task.space().missResult();
        } else if (kind.changesMemory()) {
            task.space().memory().clear();
            task.space().missResult();
        }
        if (kind == CallKind.BRK) {
            task.space().pages().forgetBrk();
        }
        if (kind == CallKind.MAPS_UNSEEN) {
            task.space().pages().forgetFree();
        }
        if (kind == CallKind.MADVISE) {
            new MemoryCalls(task, 0, task.call().line()).adviseInPart();
        }
    }

    private void failed(CallKind kind) {
        if (kind == CallKind.MMAP && call.mayMapOver()) {
            forget(call.argument(0), call.argument(1));
        } else if (kind == CallKind.MREMAP && call.movesOver()) {
            Remap remap = Remap.of(call);
            forget(call.argument(4), remap.newLength());
            forget(remap.old() + remap.kept(), remap.oldLength() - remap.kept());
        } else if (kind == CallKind.SHMAT && call.attachesOver()) {
            task.space().memory().clear();
        } else if (kind == CallKind.MADVISE) {
            adviseInPart();
        }
    }

    private void succeeded(CallKind kind) {
        if (kind == CallKind.MMAP) {
            mapped();
        } else if (kind == CallKind.OLD_MMAP) {
            // its length is in memory: the first page is all that is known
            change(result, AddressRange.PAGE, Mapping.Kind.MEMORY);
            task.space().pages().forgetFree(result);
        } else if (kind == CallKind.MUNMAP) {
            change(call.argument(0), call.argument(1), Mapping.Kind.UNMAPPED);
        } else if (kind == CallKind.MREMAP) {
            remap();
        } else if (kind == CallKind.SHMAT) {
            attach();
        } else if (kind == CallKind.SHMDT) {
            detach();
        } else if (kind == CallKind.MADVISE && ForkMarks.isAbout(call.argument(2))) {
            advise();
        }
    }

    private void mapped() {
        change(result, call.argument(1), Mapping.Kind.MEMORY);
        if ((call.argument(3) & MAP_SHARED) != 0) {
            range(result, call.argument(1)).ifPresent(task.space().pages().toMark()::share);
        }
    }

    private void advise() {
        range(call.argument(0), call.argument(1))
                .ifPresent(range -> task.space().pages().toMark().advise(range, call.argument(2)));
    }

    /** One that fails does so at the first page that is not there, or that it is not for. */
    private void adviseInPart() {
        if (ForkMarks.isMark(call.argument(2))) {
            advise();
        }
    }

    private void remap() {
        Optional<ForkMarks> marked = task.space().pages().forkMarks();
        if (marked.isPresent()) {
            remapMarked(marked.get());
        } else {
            moveOrResize();
        }
    }

    private void remapMarked(ForkMarks marks) {
        Optional<ForkMarks.Marks> kept = range(call.argument(0), call.argument(1)).map(marks::of);
        moveOrResize();
        Optional<AddressRange> to = range(result, call.argument(2));
        if (kept.isPresent() && to.isPresent()) {
            marks.give(to.get(), kept.get());
        }
    }

    private void moveOrResize() {
        Remap remap = Remap.of(call);
        boolean segment = task.space().pages().isSegment(remap.old());
        Mapping.Kind kind = segment ? Mapping.Kind.SHARED_MEMORY : Mapping.Kind.MEMORY;
        if (result != remap.old()) {
            if (!call.leavesOld()) {
                change(remap.old(), remap.oldLength(), Mapping.Kind.UNMAPPED);
            }
            change(result, remap.newLength(), kind);
        } else if (remap.shrinks()) {
            long gone = remap.oldLength() - remap.newLength();
            change(remap.old() + remap.newLength(), gone, Mapping.Kind.UNMAPPED);
        } else {
            change(remap.old(), remap.newLength(), kind);
        }
    }

    /**
     * The result is where the heap ends now, whatever was asked for; one that was not asked for and
     * is not known is of a moment in the call of another task, which tells of it as it ends.
     */
    private void brk() {
        OptionalLong before = task.space().brk();
        if (SystemCall.failed(result) || (before.isPresent() && !movesBrk(call, result))) {
            return;
        }
        task.space().pages().setBrk(result, line);
        if (before.isEmpty()) {
            task.space().pages().clearHeap();
            return;
        }
        long oldEnd = AddressRange.pages(before.getAsLong());
        long newEnd = AddressRange.pages(result);
        if (AddressRange.isAbove(oldEnd, newEnd)) {
            change(newEnd, oldEnd - newEnd, Mapping.Kind.UNMAPPED);
        } else {
            change(oldEnd, newEnd - oldEnd, Mapping.Kind.MEMORY);
        }
    }

    /** Whether a brk with this answer moves the end of the heap, or leaves it where it was. */
    static boolean movesBrk(SystemCall call, long result) {
        return ((result ^ call.argument(0)) & call.addressMask()) == 0;
    }

    /** The size of the segment is not in the trace: the first page is all that is known. */
    private void attach() {
        if (call.isIpc()) {
            // it answers 0 and stores the address where a trace does not see it
            task.space().pages().forgetFree();
        } else {
            change(result, AddressRange.PAGE, Mapping.Kind.SHARED_MEMORY);
            task.space().pages().forgetFree(result);
        }
    }

    /**
     * Frees as much as the map knows of the segment. Parts of it may lie behind that, and all of it
     * where its beginning was unmapped or moved: what is known as a segment there may be gone.
     */
    private void detach() {
        IntervalMap<Mapping> memory = task.space().memory();
        long address = call.sharedAddress();
        Optional<IntervalMap.Interval<Mapping>> known = memory.intervalAt(address);
        if (known.isPresent() && known.get().value().kind() == Mapping.Kind.SHARED_MEMORY) {
            AddressRange range = known.get().range();
            task.space().pages().forgetRest(known.get());
            change(range.first(), range.length(), Mapping.Kind.UNMAPPED);
        } else {
            if (known.isPresent() && known.get().value().kind() == Mapping.Kind.MEMORY) {
                memory.clear(known.get().range());
            }
            task.space().pages().forgetSegments(address);
        }
    }

    private void forget(long start, long length) {
        range(start, length).ifPresent(task.space().memory()::clear);
    }

    private static Optional<AddressRange> range(long start, long length) {
        return AddressRange.ofLength(start, AddressRange.pages(length));
    }

    private void change(long start, long length, Mapping.Kind kind) {
        Optional<AddressRange> range = range(start, length);
        if (range.isPresent()) {
            task.space().pages().change(range.get(), kind, call.line(), line);
        }
    }
}
