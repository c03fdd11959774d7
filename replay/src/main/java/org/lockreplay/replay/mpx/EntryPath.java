package org.lockreplay.replay.mpx;

import java.util.List;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.KernelPath;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/**
 * By which path a task came into the kernel, as a protocol file names it.
 *
 * <p>A call whose form shows as it ends only ({@code mremap}, {@code brk}) has its bare name
 * before. Stateless. It is asked for at every section: a text is made only for a call of which
 * nothing but its number is known.
 */
final class EntryPath {

    static final String UNKNOWN = "";
    static final String PAGE_FAULT = "page fault";

    private EntryPath() {}

    /** The path of a task that may be within its call. */
    static String of(Task task, Conduct conduct, Names names) {
        if (!conduct.known) {
            return UNKNOWN;
        }
        if (conduct.exception != Conduct.NO_EXCEPTION) {
            return KernelPath.ofException(conduct.exception);
        }
        if (!conduct.inCall()) {
            return PAGE_FAULT;
        }
        return ofCall(task.call(), conduct.call, names);
    }

    /** Which of the two calls of prctl it is; {@link #UNKNOWN} for any other call. */
    static String ofPrctl(Task task) {
        return Attribution.prctl(task)
                .map(
                        operation ->
                                operation == MpxOperation.ENABLE
                                        ? KernelPath.ENABLE
                                        : KernelPath.DISABLE)
                .orElse(UNKNOWN);
    }

    private static String ofCall(SystemCall call, int name, Names names) {
        CallKind kind = call.kind();
        String path =
                KernelPath.of(kind, UNKNOWN, call.argument(0), call.argument(2), call.argument(3));
        return path.isEmpty() ? called(name, names) : path;
    }

    private static String called(int name, Names names) {
        return name > 0 ? names.get(name - 1) : "NR " + (name << 1 >> 1);
    }

    /** Whether the path of a section in this call, or what it does, shows as the call ends only. */
    static boolean showsLater(Task task, boolean bareWrite) {
        CallKind kind = task.call().kind();
        return switch (kind) {
            case BRK, MREMAP -> true;
            case MUNMAP, SHMDT, REMAP_FILE_PAGES -> bareWrite;
            case MMAP -> bareWrite && task.call().mapsOver();
            case SHMAT -> bareWrite && task.call().attachesOver();
            case OTHER,
                    OLD_MMAP,
                    IPC,
                    MADVISE,
                    MAPS_UNSEEN,
                    PRCTL,
                    CLONE,
                    CLONE3,
                    FORK,
                    VFORK,
                    EXEC ->
                    false;
        };
    }

    /** The same path, with the form that a call has shown as it ended. */
    static String ended(String path, Task task, List<Unmapping> unmapped, boolean failed) {
        CallKind kind = task.call().kind();
        boolean open =
                kind == CallKind.BRK
                        || (kind == CallKind.MREMAP && !path.equals(KernelPath.MOVE_OVER));
        return open && path.equals(KernelPath.bare(kind))
                ? path + form(kind, task, unmapped, failed)
                : path;
    }

    private static String form(CallKind kind, Task task, List<Unmapping> unmapped, boolean failed) {
        if (failed) {
            return "(failed)";
        }
        if (kind == CallKind.BRK && task.space().brk().isEmpty()) {
            return "";
        }
        if (has(unmapped, UnmapPath.MREMAP_MOVE)) {
            return "(move)";
        }
        if (has(unmapped, UnmapPath.MREMAP_SHRINK) || has(unmapped, UnmapPath.BRK_SHRINK)) {
            return "(shrink)";
        }
        return has(unmapped, UnmapPath.BRK_GROW) ? "(grow)" : "(in place)";
    }

    private static boolean has(List<Unmapping> unmapped, UnmapPath path) {
        for (Unmapping each : unmapped) {
            if (each.path() == path) {
                return true;
            }
        }
        return false;
    }
}
