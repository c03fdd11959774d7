package org.lockreplay.check;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.lockreplay.replay.mpx.Footing;
import org.lockreplay.replay.mpx.Hold;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.replay.mpx.Way;
import org.lockreplay.summary.SourceTrace;

/**
 * What a rule on bounds tables was not judged of although it was judged on the trace, as phrases.
 *
 * <p>Either the trace has no events by which one way of breaking the rule could be found, or it
 * leaves something open about some of its programs, or some of their memory.
 */
final class MpxExceptions {

    /** Those that rest on which entries are filled, and with what. */
    private static final Set<Invariant> OF_ENTRIES =
            EnumSet.of(
                    Invariant.M1,
                    Invariant.M2,
                    Invariant.M3,
                    Invariant.M4,
                    Invariant.M5,
                    Invariant.M12);

    /** Those that rest on which tables an unmap left. */
    private static final Set<Invariant> OF_LEFT_TABLES =
            EnumSet.of(Invariant.M1, Invariant.M2, Invariant.M3);

    /** Those that rest on what every sharer of an address space did to its memory. */
    private static final Set<Invariant> OF_MEMORY = and(OF_ENTRIES, Invariant.M8);

    /** Those that rest on the entries of a range. */
    private static final Set<Invariant> OF_RANGES =
            EnumSet.of(Invariant.M1, Invariant.M3, Invariant.M8);

    /** What is open about programs, or their memory, where a trace shows the sign. */
    private static final List<OpenEnd> OPEN_ENDS =
            List.of(
                    new OpenEnd(
                            Sign.EARLY_UNMAPS,
                            EnumSet.of(Invariant.M8),
                            "unmaps that came before the first bracket, event of bd_sem or search"
                                    + " of their recording were not judged: whether these were"
                                    + " recorded then is not known"),
                    new OpenEnd(
                            Sign.UNTOLD_REMOVALS,
                            OF_LEFT_TABLES,
                            "unmaps that came before the first search or invalidation of their"
                                    + " recording were not judged: which tables they left is not"
                                    + " known"),
                    new OpenEnd(
                            Sign.EARLY_SEARCHES,
                            OF_ENTRIES,
                            "unmaps with a search that came before the first invalidation of"
                                    + " their recording were not judged: which entries they"
                                    + " cleared is not known"),
                    new OpenEnd(
                            Sign.SILENT_SHARERS,
                            OF_MEMORY,
                            "tasks of which no event was recorded share, or may share, the memory"
                                    + " of others, which was not judged from there on; record all"
                                    + " tasks of the program from its start on"),
                    new OpenEnd(
                            Sign.UNKNOWN_SHARERS,
                            OF_MEMORY,
                            "which tasks share the memory of a program is not known where its"
                                    + " forks and execs, or events since, are not in the trace,"
                                    + " and nothing was judged that another task may have done;"
                                    + " record sched_process_fork, sched_process_exec and the"
                                    + " system calls from the start of the program on"),
                    new OpenEnd(
                            Sign.UNKNOWN_WIDTH,
                            OF_MEMORY,
                            "whether a program is one of 32 or of 64 bits is not known, so that"
                                    + " nothing was judged of its directory, or of system calls"
                                    + " that have numbers only; record sched_process_exec and the"
                                    + " end of its execve"),
                    new OpenEnd(
                            Sign.UNKNOWN_ENTRIES,
                            OF_ENTRIES,
                            "entries that were filled before the trace began, or where events are"
                                    + " missing, are not known; record a program from its start"
                                    + " on"),
                    new OpenEnd(
                            Sign.UNMODELLED,
                            OF_RANGES,
                            "some ranges or directories lie beyond the addresses that MPX manages"
                                    + " (LA57 is not modelled); replay names them"),
                    new OpenEnd(
                            Sign.BACKWARD,
                            OF_RANGES,
                            "some ranges end before they begin, and what the system call unmaps"
                                    + " is taken in their place; replay names them"));

    /** Something that a trace leaves open, and the rules that were not judged there. */
    private record OpenEnd(Sign sign, Set<Invariant> rules, String what) {}

    private MpxExceptions() {}

    private static Set<Invariant> and(Set<Invariant> some, Invariant more) {
        Set<Invariant> all = EnumSet.copyOf(some);
        all.add(more);
        return all;
    }

    /** Those of one rule on one trace; none if nothing is left open. */
    static List<String> of(Invariant invariant, SourceTrace trace) {
        List<String> exceptions = new ArrayList<>();
        if (trace.shows(Sign.SOME_CPUS)) {
            exceptions.add(
                    "a recording shows some CPUs of its machine only, and its tasks were, or may have been, on others"
                            + " too, so that nothing was judged in it; record all CPUs, and read"
                            + " 'trace', not 'per_cpu/cpuN/trace'");
        }
        for (Way way : Way.values()) {
            // one that needs no event of its own is judged in the place of the other
            if (way.invariant() == invariant && way != Way.SHARED_NOT_ZAPPED) {
                add(exceptions, Footing.of(way), trace, way.sentence());
            }
        }
        if (invariant == Invariant.M8 && !trace.shows(Sign.BRACKETS) && trace.shows(Sign.BD_SEM)) {
            add(
                    exceptions,
                    Footing.ofTaking(Hold.WRITE),
                    trace,
                    "an unmap was within bd_sem, which it takes for write");
        }
        if (invariant == Invariant.M8) {
            add(
                    exceptions,
                    Footing.ofMappingOver(),
                    trace,
                    "there still was memory where mmap MAP_FIXED, shmat SHM_REMAP, brk and mremap"
                            + " MREMAP_FIXED put theirs");
        }
        if (invariant == Invariant.M6) {
            add(
                    exceptions,
                    Footing.ofTaking(Hold.READ),
                    trace,
                    "a bounds exception took bd_sem, which it takes for read");
            add(
                    exceptions,
                    Footing.ofTaking(Hold.WRITE),
                    trace,
                    "an unmap or prctl took bd_sem, which they take for write");
        }
        if (invariant == Invariant.M3) {
            add(
                    exceptions,
                    Footing.ofFreeMemory(),
                    trace,
                    "a table outlived memory that was unmapped bit by bit");
        }
        for (OpenEnd open : OPEN_ENDS) {
            if (open.rules().contains(invariant) && trace.shows(open.sign())) {
                exceptions.add(open.what());
            }
        }
        return exceptions;
    }

    /** What is not known where the trace does not have what it takes. */
    private static void add(
            List<String> exceptions, List<Footing.Need> needs, SourceTrace trace, String what) {
        String missing =
                needs.stream()
                        .filter(need -> !need.isMet(trace::shows))
                        .map(MpxExceptions::missing)
                        .collect(Collectors.joining(" and "));
        if (!missing.isEmpty()) {
            exceptions.add(missing + " is traced, without which it is not known whether " + what);
        }
    }

    private static String missing(Footing.Need need) {
        return "no "
                + need.oneOf().stream()
                        .map(MpxExceptions::word)
                        .collect(Collectors.joining(" or "));
    }

    /** What an event is called of which the sign tells that there are some. */
    private static String word(Sign sign) {
        return switch (sign) {
            case BD_SEM -> "lock event of bd_sem";
            case MMAP_SEM -> "lock event of mmap_sem";
            case READS -> "bd_sem taken for read";
            case WRITES -> "bd_sem taken for write";
            case RELEASES -> "release of a lock";
            case BD_SEM_RELEASES -> "release of bd_sem";
            case MMAP_SEM_RELEASES -> "release of mmap_sem";
            case EXCEPTIONS -> "bounds exception";
            case TABLES -> "new table";
            case SEARCHES -> "mpx_unmap_search";
            case BRACKETS -> "bracket";
            case BRACKET_BEGINNINGS -> "mpx_pre_unmap";
            case BRACKET_ENDS -> "mpx_post_unmap";
            case INVALIDATIONS -> "invalidation of an entry";
            case EXCHANGES -> "cmpxchg of an entry";
            case MARKS -> "mark for removal";
            case REMOVALS -> "removal of a table";
            case CALLS -> "system call that unmaps";
            case MMAPS -> "mmap";
            case MUNMAPS -> "munmap";
            case MREMAPS -> "mremap";
            case BRKS -> "brk";
            case ATTACHMENTS -> "shmat";
            case DETACHMENTS -> "shmdt";
            case PRCTLS -> "prctl of MPX";
            case ZAPS -> "mpx_unmap_zap";
            case SIGNALS -> "signal";
            case PAGE_FAULTS -> "page fault";
            case UNTOLD_REMOVALS,
                    EARLY_UNMAPS,
                    EARLY_SEARCHES,
                    HASHED,
                    MMAP_SEM_KEPT,
                    UNTAKEN,
                    GAPS,
                    SOME_CPUS,
                    SILENT_SHARERS,
                    UNKNOWN_SHARERS,
                    UNKNOWN_WIDTH,
                    UNKNOWN_ENTRIES,
                    UNMODELLED,
                    BACKWARD ->
                    throw new IllegalArgumentException("not a kind of event: " + sign);
        };
    }
}
