package org.lockreplay.replay.mpx;

import java.util.stream.Stream;

/**
 * The ways by which a program gets to {@code do_munmap()}, each of which a bracket has to cover.
 *
 * <p>Source: callers of {@code do_munmap()}, Linux 4.19. Unmaps that no system call of the program
 * asks for (exec, the error paths of drivers) are not visible in a trace.
 */
public enum UnmapPath {
    MUNMAP("munmap"),
    /** mmap over what is mapped already ({@code mmap_region}). */
    MMAP_FIXED("mmap MAP_FIXED"),
    SHMAT_REMAP("shmat SHM_REMAP"),
    REMAP_FILE_PAGES("remap_file_pages"),
    BRK_SHRINK("brk shrink"),
    /** brk over what is mapped already ({@code do_brk_flags}). */
    BRK_GROW("brk grow over existing"),
    MREMAP_SHRINK("mremap shrink"),
    /** The old place of what moved ({@code move_vma}). */
    MREMAP_MOVE("mremap move"),
    /** What was at the new place ({@code mremap_to}). */
    MREMAP_FIXED("mremap MREMAP_FIXED"),
    SHMDT("shmdt");

    private static final String OF_TABLE = " of a bounds table";

    private final String label;

    UnmapPath(String label) {
        this.label = label;
    }

    /** Whether it is an unmap only because of something that is known to be mapped there. */
    static boolean needsMappings(String label) {
        return label.endsWith(OF_TABLE)
                || Stream.of(MMAP_FIXED, SHMAT_REMAP, BRK_GROW, MREMAP_FIXED)
                        .anyMatch(path -> path.label.equals(label));
    }

    /**
     * The same for memory in which a bounds table is: the kernel looks for no other one then, and
     * frees none.
     */
    public String labelOfTable() {
        return label + OF_TABLE;
    }

    /** Its name in reports and in JSON. */
    public String label() {
        return label;
    }
}
