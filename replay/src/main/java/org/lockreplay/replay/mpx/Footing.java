package org.lockreplay.replay.mpx;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a trace must have shown for a way of breaking a rule to be found in it: a kind of event that
 * never occurs was perhaps not recorded, and its absence is held against nobody.
 *
 * <p>What the rule as a whole cannot do without is not repeated for each of its ways.
 */
public final class Footing {

    private static final Need REMOVALS = always(Sign.REMOVALS);
    private static final Need MMAP_SEM_RELEASES = always(Sign.MMAP_SEM_RELEASES);
    private static final Need BD_SEM_RELEASES =
            where(EnumSet.of(Sign.BD_SEM), Sign.BD_SEM_RELEASES);
    private static final Need MUNMAPS = always(Sign.MUNMAPS);
    private static final Need PRCTLS = always(Sign.PRCTLS);

    private static final List<Need> TAKEN_FOR_READ = taking(Sign.READS);
    private static final List<Need> TAKEN_FOR_WRITE = taking(Sign.WRITES);

    /** Which tables unmaps left, if there were any. */
    private static final Need TOLD_REMOVALS =
            where(EnumSet.of(Sign.UNTOLD_REMOVALS), Sign.SEARCHES, Sign.INVALIDATIONS);

    /** One half of brackets shows: the other one has to, or that one is taken for the whole. */
    private static final Need BEGINNING =
            where(EnumSet.of(Sign.BRACKET_ENDS), Sign.BRACKET_BEGINNINGS);

    private static final Need END = where(EnumSet.of(Sign.BRACKET_BEGINNINGS), Sign.BRACKET_ENDS);

    /**
     * What was mapped once is known to be mapped still: the trace shows each call by which a
     * program unmaps without mapping anything else there.
     */
    private static final List<Need> EVERY_UNMAP =
            List.of(
                    MUNMAPS,
                    always(Sign.MREMAPS),
                    always(Sign.BRKS),
                    where(EnumSet.of(Sign.ATTACHMENTS), Sign.DETACHMENTS));

    /**
     * What was unmapped once is known to be free still: the trace shows each call by which a
     * program maps, shmat where it shows segments at all.
     */
    private static final List<Need> EVERY_MAPPING =
            List.of(
                    always(Sign.MMAPS),
                    always(Sign.MREMAPS),
                    always(Sign.BRKS),
                    where(EnumSet.of(Sign.DETACHMENTS), Sign.ATTACHMENTS));

    private Footing() {}

    /**
     * One of several kinds of events that must be in the trace.
     *
     * @param where it is needed only where the trace shows one of these; always if there are none
     * @param oneOf the kinds
     */
    public record Need(Set<Sign> where, Set<Sign> oneOf) {

        /** Whether a trace that shows this has it, or does not need it. */
        public boolean isMet(Predicate<Sign> shown) {
            boolean needed = where.isEmpty() || where.stream().anyMatch(shown);
            return !needed || oneOf.stream().anyMatch(shown);
        }
    }

    private static Need always(Sign... oneOf) {
        return where(EnumSet.noneOf(Sign.class), oneOf);
    }

    private static Need where(Set<Sign> where, Sign... oneOf) {
        return new Need(where, EnumSet.copyOf(List.of(oneOf)));
    }

    /** What this way rests on, whichever path it was broken by. */
    public static List<Need> of(Way way) {
        return switch (way) {
            case MARKS_LEFT, MARKED_TWICE, MARKED_INSERTED -> List.of(REMOVALS);
            case MARKED_USED -> List.of(REMOVALS, always(Sign.MARKS), always(Sign.PAGE_FAULTS));
            case ORPHAN ->
                    List.of(
                            where(
                                    EnumSet.of(Sign.INVALIDATIONS, Sign.EXCHANGES, Sign.MARKS),
                                    Sign.REMOVALS));
            case REMOVED_UNMARKED -> List.of(always(Sign.MARKS));
            case TABLE_REMOVED ->
                    List.of(where(EnumSet.of(Sign.REMOVALS, Sign.MARKS), Sign.INVALIDATIONS));
            // what is held, or going on, is known only where its end would have been seen
            case INVERSE -> List.of(MMAP_SEM_RELEASES);
            case PRCTL_NESTS -> List.of(BD_SEM_RELEASES);
            // the task may be the first to take it, and hang: no release comes then
            case FAULT_UNDER_WRITE ->
                    List.of(
                            always(Sign.RELEASES),
                            where(EnumSet.of(Sign.MMAP_SEM_KEPT), Sign.MMAP_SEM_RELEASES));
            case EXCEPTION_IN_KERNEL ->
                    List.of(
                            BD_SEM_RELEASES,
                            where(EnumSet.of(Sign.MMAP_SEM), Sign.MMAP_SEM_RELEASES));
            case NESTED ->
                    List.of(BD_SEM_RELEASES, where(EnumSet.of(Sign.BRACKETS), Sign.BRACKET_ENDS));
            // a table that was mapped and not unmapped: the semaphore was asked for once
            case LOSER_KEPT -> List.of(always(Sign.MMAP_SEM), always(Sign.EXCHANGES, Sign.SIGNALS));
            // that management was still on is known only where its end would have been seen
            case MEMORY_GONE, NO_BRACKET, BRACKET_ELSEWHERE -> List.of(PRCTLS);
            case MEMORY_GONE_UNMANAGED ->
                    List.of(PRCTLS, always(Sign.SEARCHES, Sign.INVALIDATIONS));
            case BRACKET_NOT_BEGUN -> List.of(PRCTLS, BEGINNING);
            case BRACKET_NOT_ENDED -> List.of(PRCTLS, END);
            // these rest on memory, or a table, that is still mapped
            case SHARED_NOT_ZAPPED -> List.of(MUNMAPS, always(Sign.ZAPS));
            case STAYING_MEMORY, NOT_A_TABLE -> List.of(MUNMAPS);
            case TABLE_SHARED, ZAPPED_FOREIGN -> List.of(MUNMAPS, TOLD_REMOVALS);
            case TABLE_UNMAPPED, TABLE_MISSING, ENTRY_OVERWRITTEN, NOT_HELD, WRONG_MODE ->
                    List.of();
            // the signal is for one of the two: which of them the task was in must be seen
            case REFUSED_TABLE -> List.of(always(Sign.SEARCHES, Sign.CALLS, Sign.PRCTLS));
            case REFUSED_UNMAP -> List.of(always(Sign.EXCEPTIONS, Sign.CALLS, Sign.PRCTLS));
        };
    }

    /**
     * What it rests on that this way shows events to be missing. That the kernel searches what is
     * unmapped tells enough of unmaps for that, without munmap.
     */
    static List<Need> ofContradiction(Way way) {
        return way == Way.TABLE_SHARED
                ? List.of(always(Sign.MUNMAPS, Sign.SEARCHES, Sign.INVALIDATIONS), TOLD_REMOVALS)
                : of(way);
    }

    /**
     * What must have been shown before that began which this way contradicts: kinds of events are
     * switched on one after another, and until then are missing without a sign.
     */
    static List<Need> before(Way way) {
        return switch (way) {
            case ORPHAN -> List.of(REMOVALS);
            case TABLE_SHARED -> List.of(always(Sign.CALLS, Sign.PRCTLS));
            default -> List.of();
        };
    }

    /** The half of brackets that this way of M8 misses, if it misses one. */
    static Optional<Need> missingHalf(Way way) {
        return switch (way) {
            case BRACKET_NOT_BEGUN -> Optional.of(BEGINNING);
            case BRACKET_NOT_ENDED -> Optional.of(END);
            default -> Optional.empty();
        };
    }

    /** What an unmap rests on that is one only because something was mapped there before. */
    public static List<Need> ofMappingOver() {
        return EVERY_UNMAP;
    }

    /**
     * What the loser of a race rests on that is told by no exchange: a kernel that gave up would
     * have sent a signal.
     */
    static List<Need> ofKeptUntold() {
        return List.of(always(Sign.SIGNALS));
    }

    /**
     * What rests on it that an exception for a missing table was not answered: a kernel that gave
     * up would have sent a signal.
     */
    static List<Need> ofOpenFault() {
        return List.of(always(Sign.SIGNALS));
    }

    /**
     * What rests on it that {@code bd_sem} was not taken in this mode: where none was, and releases
     * do not pair with what was taken, it may be that no such acquisition was recorded.
     */
    public static List<Need> ofTaking(Hold mode) {
        return mode == Hold.READ ? TAKEN_FOR_READ : TAKEN_FOR_WRITE;
    }

    private static List<Need> taking(Sign taken) {
        return List.of(where(EnumSet.of(Sign.UNTAKEN), taken), always(taken, Sign.BD_SEM_RELEASES));
    }

    /** What memory rests on that is taken for free because it was unmapped before. */
    public static List<Need> ofFreeMemory() {
        return EVERY_MAPPING;
    }
}
