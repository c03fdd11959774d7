package org.lockreplay.replay.mpx;

import java.util.Optional;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.KernelPath;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/** What a critical section is, and what its task is about. Stateless. */
final class Attribution {

    private Attribution() {}

    /** What a section is that begins now; it unmaps nothing, as far as is known yet. */
    static Sections.Kind kind(Task task, Conduct conduct, boolean bdSem, Hold mode, Names names) {
        Hold outer = conduct.mode(!bdSem);
        boolean read = mode == Hold.READ;
        boolean fault = outer == Hold.NONE && !bdSem && read && conduct.faulting;
        String path =
                fault && conduct.exception == Conduct.NO_EXCEPTION
                        ? EntryPath.PAGE_FAULT
                        : EntryPath.of(task, conduct, names);
        return new Sections.Kind(path, bdSem, read, outer, BareUnmap.NO);
    }

    /** What the task is about, as far as it is known. */
    static String path(Task task, Conduct conduct) {
        if (conduct.exception != Conduct.NO_EXCEPTION) {
            return (conduct.exception == Conduct.VIOLATION
                            ? MpxOperation.VIOLATION
                            : MpxOperation.ALLOCATION)
                    .label();
        }
        Optional<MpxOperation> prctl = prctl(task);
        if (prctl.isPresent()) {
            return prctl.get().label();
        }
        CallKind kind = task.call().kind();
        return kind == CallKind.OTHER || kind == CallKind.MAPS_UNSEEN ? "" : KernelPath.bare(kind);
    }

    /** Which of the two calls of prctl the task is in, if it is in one. */
    static Optional<MpxOperation> prctl(Task task) {
        SystemCall call = task.call();
        if (call.kind() != CallKind.PRCTL) {
            return Optional.empty();
        }
        return call.argument(0) == KernelPath.ENABLE_MANAGEMENT
                ? Optional.of(MpxOperation.ENABLE)
                : call.argument(0) == KernelPath.DISABLE_MANAGEMENT
                        ? Optional.of(MpxOperation.DISABLE)
                        : Optional.empty();
    }
}
