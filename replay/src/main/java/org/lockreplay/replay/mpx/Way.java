package org.lockreplay.replay.mpx;

import java.util.Locale;

/**
 * A way in which an {@link Invariant} can be broken; with the operation or the call path in which
 * that happened, it tells one finding from another.
 */
public enum Way {
    /** A program, or the kernel on its behalf, unmapped a table that a valid entry names. */
    TABLE_UNMAPPED(Invariant.M1, "a table was unmapped under its valid entry"),
    /** The clean-up removed a table whose entry had not been invalidated. */
    TABLE_REMOVED(Invariant.M1, "a table was removed under its valid entry"),
    /** A table went into an entry although it is not mapped. */
    TABLE_MISSING(Invariant.M1, "an entry was given a table that is not mapped"),
    /** An entry, written by the program itself, names ordinary memory. */
    NOT_A_TABLE(Invariant.M1, "a valid entry named ordinary memory in the place of a table"),
    /** Another table was put into an entry that had one. */
    ENTRY_OVERWRITTEN(Invariant.M2, "a table was put into an entry that had one"),
    /** One table was put into two entries. */
    TABLE_SHARED(Invariant.M2, "a table was put into a second entry"),
    /** Part of a table was zapped for an entry that has another one. */
    ZAPPED_FOREIGN(Invariant.M2, "a part of the table of another entry was zapped"),
    /** The loser of the race for an entry went on without freeing its table. */
    LOSER_KEPT(Invariant.M2, "the loser of the race for an entry did not free its table"),
    /** All memory that a table describes is gone, and its entry is still valid. */
    MEMORY_GONE(Invariant.M3, "a table outlived the memory that it describes"),
    /** The same after management was switched off: what Linux does. */
    MEMORY_GONE_UNMANAGED(Invariant.M3, "a table outlived the memory that it describes, unmanaged"),
    /** A mapped table is in no entry. */
    ORPHAN(Invariant.M3, "a table is in no entry and was not removed"),
    /** A table that is marked for removal went into an entry. */
    MARKED_INSERTED(Invariant.M4, "a table marked for removal was put into an entry"),
    /** A page fault touched a table that is marked for removal. */
    MARKED_USED(Invariant.M4, "a table marked for removal was used"),
    /** One table was marked twice. */
    MARKED_TWICE(Invariant.M5, "a table was marked for removal twice"),
    /** A table was removed that nobody had marked. */
    REMOVED_UNMARKED(Invariant.M5, "a table was removed that was not marked"),
    /** Marked tables, or a count of them, are left behind the clean-up. */
    MARKS_LEFT(Invariant.M5, "marked tables were left behind the clean-up"),
    /** The operation does not hold {@code bd_sem}. */
    NOT_HELD(Invariant.M6, "bd_sem is not held"),
    /** The operation holds {@code bd_sem} in the other mode. */
    WRONG_MODE(Invariant.M6, "bd_sem is held in the wrong mode"),
    /** User memory was touched, and faulted, under {@code mmap_sem} held for write. */
    FAULT_UNDER_WRITE(Invariant.M7, "a page fault inside mmap_sem held for write asks for it"),
    /** An unmap of managed memory without the bracket. */
    NO_BRACKET(Invariant.M8, "managed memory was unmapped without the bracket"),
    /** The same, with {@code mpx_post_unmap} alone. */
    BRACKET_NOT_BEGUN(
            Invariant.M8,
            "managed memory was unmapped without mpx_pre_unmap before mpx_post_unmap"),
    /** The same, with {@code mpx_pre_unmap} alone. */
    BRACKET_NOT_ENDED(
            Invariant.M8, "managed memory was unmapped without mpx_post_unmap after mpx_pre_unmap"),
    /** The same, with a bracket around other memory. */
    BRACKET_ELSEWHERE(
            Invariant.M8, "managed memory was unmapped that the range of mpx_pre_unmap misses"),
    /** A bounds exception inside a system call, or with one of the semaphores held. */
    EXCEPTION_IN_KERNEL(Invariant.M9, "a bounds exception came from inside the kernel"),
    /** An operation began inside another one of the same task. */
    NESTED(Invariant.M9, "an operation began inside another one of its task"),
    /** {@code bd_sem} was asked for with {@code mmap_sem} held. */
    INVERSE(Invariant.M10, "bd_sem was asked for inside mmap_sem"),
    /** prctl asked for {@code mmap_sem} with {@code bd_sem} held. */
    PRCTL_NESTS(Invariant.M11, "prctl took mmap_sem inside bd_sem"),
    /** A table went although memory stays that it describes. */
    STAYING_MEMORY(Invariant.M12, "a table was given up that memory which stays still needs"),
    /** No part of a table was zapped although memory stays that it describes. */
    SHARED_NOT_ZAPPED(
            Invariant.M12, "a table was not zapped in part, and memory stays that needs it"),
    /** A SIGSEGV from the kernel, in an exception for a missing table. */
    REFUSED_TABLE(Invariant.REFUSED, "the kernel gave no table and sent SIGSEGV"),
    /** A SIGSEGV from the kernel, in an unmap. */
    REFUSED_UNMAP(Invariant.REFUSED, "the kernel could not free the tables and sent SIGSEGV");

    private final Invariant invariant;
    private final String sentence;

    Way(Invariant invariant, String sentence) {
        this.invariant = invariant;
        this.sentence = sentence;
    }

    /** What is broken. */
    public Invariant invariant() {
        return invariant;
    }

    /**
     * Whether an event contradicts what was known before, as it does too, sooner than others, where
     * events are not recorded.
     */
    boolean isContradiction() {
        return switch (this) {
            case TABLE_REMOVED,
                    TABLE_SHARED,
                    ZAPPED_FOREIGN,
                    MARKED_TWICE,
                    REMOVED_UNMARKED,
                    EXCEPTION_IN_KERNEL,
                    NESTED ->
                    true;
            default -> false;
        };
    }

    /** Its name in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What happened, as a sentence without its end. */
    public String sentence() {
        return sentence;
    }
}
