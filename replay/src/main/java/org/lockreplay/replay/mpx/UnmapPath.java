package org.lockreplay.replay.mpx;

import java.util.stream.Stream;

/**
 * The ways by which a program gets to {@code do_munmap()}, each of which a bracket has to cover.
 *
 * <p>Source: callers of {@code do_munmap()}, Linux 4.19. Unmaps that no system call of the program
 * asks for (exec, the error paths of drivers) are not visible in a trace.
 */
public enum UnmapPath {
    MUNMAP("munmap", false),
    /** mmap over what is mapped already ({@code mmap_region}). */
    MMAP_FIXED("mmap MAP_FIXED", true),
    SHMAT_REMAP("shmat SHM_REMAP", true),
    REMAP_FILE_PAGES("remap_file_pages", false),
    BRK_SHRINK("brk shrink", false),
    /** brk over what is mapped already ({@code do_brk_flags}). */
    BRK_GROW("brk grow over existing", true),
    MREMAP_SHRINK("mremap shrink", false),
    /** The old place of what moved ({@code move_vma}). */
    MREMAP_MOVE("mremap move", false),
    /** What was at the new place ({@code mremap_to}). */
    MREMAP_FIXED("mremap MREMAP_FIXED", true),
    SHMDT("shmdt", false);

    private static final String OF_TABLE = " of a bounds table";

    private final String label;
    private final String labelOfTable;
    private final boolean conditional;

    UnmapPath(String label, boolean conditional) {
        this.label = label;
        labelOfTable = label + OF_TABLE;
        this.conditional = conditional;
    }

    /** Whether it is an unmap only if something was mapped there. */
    boolean isConditional() {
        return conditional;
    }

    /** Whether it is an unmap only because of something that is known to be mapped there. */
    static boolean needsMappings(String label) {
        return label.endsWith(OF_TABLE)
                || Stream.of(values())
                        .filter(UnmapPath::isConditional)
                        .anyMatch(path -> path.label.equals(label));
    }

    /**
     * The same for memory in which a bounds table is: the kernel looks for no other one then, and
     * frees none.
     */
    public String labelOfTable() {
        return labelOfTable;
    }

    /** Its name in reports and in JSON. */
    public String label() {
        return label;
    }
}
