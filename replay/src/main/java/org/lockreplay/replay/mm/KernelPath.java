package org.lockreplay.replay.mm;

import java.util.List;
import java.util.Locale;

/**
 * The ways into the kernel as protocol files name them: a system call, with the form in parentheses
 * that its arguments give it where that makes a difference to memory, or a bounds exception by its
 * code. Stateless.
 *
 * <p>All paths that are not the bare name of a call are constants: nothing is made here.
 */
public final class KernelPath {

    /** A bounds violation. */
    public static final String VIOLATION = "#BR(1)";

    /** A directory entry without a table. */
    public static final String MISSING_TABLE = "#BR(2)";

    private static final String OTHER_EXCEPTION = "#BR";

    public static final String ENABLE = "prctl(PR_MPX_ENABLE_MANAGEMENT)";
    public static final String DISABLE = "prctl(PR_MPX_DISABLE_MANAGEMENT)";
    public static final String MAP_OVER = "mmap(MAP_FIXED)";
    public static final String MOVE_OVER = "mremap(MREMAP_FIXED)";
    public static final String ATTACH_OVER = "shmat(SHM_REMAP)";

    /** {@code PR_MPX_ENABLE_MANAGEMENT} of {@code include/uapi/linux/prctl.h}, Linux 3.19. */
    public static final long ENABLE_MANAGEMENT = 43;

    public static final long DISABLE_MANAGEMENT = 44;

    private static final long MAP_FIXED = 0x10;

    /** Linux 4.17. */
    private static final long MAP_FIXED_NOREPLACE = 0x10_0000;

    private static final long SHM_REMAP = 0x4000;
    private static final long MREMAP_FIXED = 2;

    private static final List<String> BY_KIND =
            List.of(CallKind.values()).stream()
                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                    .toList();

    private KernelPath() {}

    /**
     * The path of a call that an event names.
     *
     * @param first its first argument, {@code third} and {@code fourth} the others that give it a
     *     form
     */
    public static String of(String call, long first, long third, long fourth) {
        CallKind kind = CallKind.ofName(call);
        return of(kind == CallKind.IPC ? CallKind.ofIpc(first) : kind, call, first, third, fourth);
    }

    /** The same, where it is known which call it is; {@code call} names those of no kind. */
    public static String of(CallKind kind, String call, long first, long third, long fourth) {
        return switch (kind) {
            case MMAP -> mapsOver(fourth) ? MAP_OVER : bare(kind);
            case SHMAT -> attachesOver(third) ? ATTACH_OVER : bare(kind);
            case MREMAP -> (fourth & MREMAP_FIXED) != 0 ? MOVE_OVER : bare(kind);
            case PRCTL ->
                    first == ENABLE_MANAGEMENT
                            ? ENABLE
                            : first == DISABLE_MANAGEMENT ? DISABLE : bare(kind);
            case MUNMAP, BRK, SHMDT, REMAP_FILE_PAGES -> bare(kind);
            case OTHER, OLD_MMAP, IPC, MADVISE, MAPS_UNSEEN, CLONE, CLONE3, FORK, VFORK, EXEC ->
                    call;
        };
    }

    /**
     * The path of a bounds exception.
     *
     * @param code the low two bits of {@code BNDSTATUS} (Intel SDM volume 1, table 17-1)
     */
    public static String ofException(int code) {
        return switch (code) {
            case 1 -> VIOLATION;
            case 2 -> MISSING_TABLE;
            default -> OTHER_EXCEPTION;
        };
    }

    /** The name of a kind of call, without a form. */
    public static String bare(CallKind kind) {
        return BY_KIND.get(kind.ordinal());
    }

    /** Whether these flags of mmap unmap what stands in the way. */
    public static boolean mapsOver(long flags) {
        return (flags & MAP_FIXED) != 0 && (flags & MAP_FIXED_NOREPLACE) == 0;
    }

    /** Whether they do, or would if the kernel did not know all of them. */
    static boolean mayMapOver(long flags) {
        return (flags & MAP_FIXED) != 0;
    }

    /** Whether these flags of shmat do. */
    public static boolean attachesOver(long flags) {
        return (flags & SHM_REMAP) != 0;
    }
}
