package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Locale;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/**
 * By which path a task came into the kernel, as a protocol file names it.
 *
 * <p>A call whose form shows as it ends only ({@code mremap}, {@code brk}) has its bare name
 * before. Stateless; no path is made of parts where it is asked for at every section.
 */
final class EntryPath {

    static final String UNKNOWN = "";
    static final String PAGE_FAULT = "page fault";
    static final String VIOLATION = "#BR(1)";
    static final String MISSING_TABLE = "#BR(2)";
    static final String ENABLE = "prctl(PR_MPX_ENABLE_MANAGEMENT)";
    static final String DISABLE = "prctl(PR_MPX_DISABLE_MANAGEMENT)";

    private static final String OTHER_EXCEPTION = "#BR";
    private static final String MAP_OVER = "mmap(MAP_FIXED)";
    private static final String ATTACH_OVER = "shmat(SHM_REMAP)";
    private static final String MOVE_OVER = "mremap(MREMAP_FIXED)";

    private static final long MAP_FIXED = 0x10;
    private static final long MAP_FIXED_NOREPLACE = 0x10_0000;
    private static final long SHM_REMAP = 0x4000;
    private static final long MREMAP_FIXED = 2;

    private static final List<String> BY_KIND =
            List.of(CallKind.values()).stream()
                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                    .toList();

    private EntryPath() {}

    /** The path of a task that may be within its call. */
    static String of(Task task, Conduct conduct, Names names) {
        if (!conduct.known) {
            return UNKNOWN;
        }
        if (conduct.exception != Conduct.NO_EXCEPTION) {
            return ofException(conduct.exception);
        }
        if (conduct.call == 0) {
            return PAGE_FAULT;
        }
        return ofCall(task.call(), conduct.call, names);
    }

    static String ofException(int code) {
        return switch (code) {
            case Conduct.VIOLATION -> VIOLATION;
            case Conduct.MISSING_TABLE -> MISSING_TABLE;
            default -> OTHER_EXCEPTION;
        };
    }

    /** Which of the two calls of prctl it is; {@link #UNKNOWN} for any other call. */
    static String ofPrctl(Task task) {
        return Attribution.prctl(task)
                .map(operation -> operation == MpxOperation.ENABLE ? ENABLE : DISABLE)
                .orElse(UNKNOWN);
    }

    private static String ofCall(SystemCall call, int name, Names names) {
        CallKind kind = call.kind();
        return switch (kind) {
            case MMAP -> mapsOver(call) ? MAP_OVER : BY_KIND.get(kind.ordinal());
            case SHMAT -> attachesOver(call) ? ATTACH_OVER : BY_KIND.get(kind.ordinal());
            case MREMAP -> movesOver(call) ? MOVE_OVER : BY_KIND.get(kind.ordinal());
            case PRCTL ->
                    call.argument(0) == Attribution.ENABLE_MANAGEMENT
                            ? ENABLE
                            : call.argument(0) == Attribution.DISABLE_MANAGEMENT
                                    ? DISABLE
                                    : BY_KIND.get(kind.ordinal());
            case MUNMAP, BRK, SHMDT, REMAP_FILE_PAGES -> BY_KIND.get(kind.ordinal());
            case OTHER, OLD_MMAP, IPC, CLONE, CLONE3, FORK, VFORK, EXEC -> called(name, names);
        };
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
            case MMAP -> bareWrite && mapsOver(task.call());
            case SHMAT -> bareWrite && attachesOver(task.call());
            case OTHER, OLD_MMAP, IPC, PRCTL, CLONE, CLONE3, FORK, VFORK, EXEC -> false;
        };
    }

    /** The same path, with the form that a call has shown as it ended. */
    static String ended(String path, Task task, List<Unmapping> unmapped, boolean failed) {
        CallKind kind = task.call().kind();
        boolean open = kind == CallKind.BRK || (kind == CallKind.MREMAP && !path.equals(MOVE_OVER));
        return open && path.equals(BY_KIND.get(kind.ordinal()))
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
        return unmapped.stream().anyMatch(each -> each.path() == path);
    }

    private static boolean mapsOver(SystemCall call) {
        long flags = call.argument(3);
        return (flags & MAP_FIXED) != 0 && (flags & MAP_FIXED_NOREPLACE) == 0;
    }

    private static boolean attachesOver(SystemCall call) {
        return (call.argument(2) & SHM_REMAP) != 0;
    }

    private static boolean movesOver(SystemCall call) {
        return (call.argument(3) & MREMAP_FIXED) != 0;
    }
}
