package org.lockreplay.replay.lock;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much of the truth a trace can tell about locks.
 *
 * @param lockEvents {@code lock_*} events, or {@code mmap_lock_*} ones that stood in for them
 * @param recordings how many recordings the trace holds (a header, or time that goes back, begins
 *     one)
 * @param gaps places where the trace says that events are missing
 * @param inferredGaps places where a task is on a CPU without having been switched to it, in a
 *     trace that has {@code sched_switch}: something is missing that the trace does not say
 * @param unknownReleases releases whose acquire is not in the trace, explained by its gaps
 * @param hiddenAddresses acquisitions whose address was not printed, so that instances are unknown
 * @param unnamedReleases releases without a name; the kernel bug that drops it (Linux 6.1 with the
 *     option {@code hash-ptr} off) also drops the {@code try} of acquisitions, so that trylocks
 *     look like others
 * @param unreleased whether the trace shows no release at all, and tasks that go on with locks that
 *     they should have given back: then releases were not recorded, what is held is not known, and
 *     nothing that rests on it was kept
 * @param unfollowed observations (nestings, releases, ends, waits) that do not count because they
 *     rest on what a task held before it came to its CPU, and it may have come from one that is not
 *     recorded
 * @param returns of recordings that do not show all CPUs, by pid, the line since which a task may
 *     hold locks that it took on a CPU that is not recorded
 * @param ownerless acquisitions by nobody that is known: by a task without a pid, or where the
 *     trace does not tell the CPU, by idle tasks and interrupts
 * @param untold lines of recordings whose flags do not tell whether bottom halves are off, where
 *     others of the trace do
 * @param neverReleased classes that were acquired many times and never released, so that their
 *     releases were not recorded and nothing that rests on their being held was kept
 * @param neverAcquired classes that were released by tasks that do not hold them, and whose
 *     acquisitions, or those of one mode (readers, writers, trylocks), were not recorded, so that
 *     this was not kept
 */
public record LockCoverage(
        long lockEvents,
        long recordings,
        long gaps,
        long inferredGaps,
        long unknownReleases,
        long hiddenAddresses,
        long unnamedReleases,
        boolean unreleased,
        long unfollowed,
        SortedMap<Integer, Long> returns,
        long ownerless,
        List<LineRange> untold,
        SortedSet<String> neverReleased,
        SortedSet<String> neverAcquired) {

    public LockCoverage {
        returns = Collections.unmodifiableSortedMap(new TreeMap<>(returns));
        untold = List.copyOf(untold);
        neverReleased = Collections.unmodifiableSortedSet(new TreeSet<>(neverReleased));
        neverAcquired = Collections.unmodifiableSortedSet(new TreeSet<>(neverAcquired));
    }

    /** Coverage of a trace that has both sides of every class. */
    public LockCoverage(
            long lockEvents,
            long recordings,
            long gaps,
            long inferredGaps,
            long unknownReleases,
            long hiddenAddresses,
            long unnamedReleases,
            boolean unreleased,
            long unfollowed,
            SortedMap<Integer, Long> returns,
            long ownerless,
            List<LineRange> untold) {
        this(
                lockEvents,
                recordings,
                gaps,
                inferredGaps,
                unknownReleases,
                hiddenAddresses,
                unnamedReleases,
                unreleased,
                unfollowed,
                returns,
                ownerless,
                untold,
                Collections.emptySortedSet(),
                Collections.emptySortedSet());
    }

    /** The same of a trace that has one side only of some classes. */
    LockCoverage oneSided(SortedSet<String> unreleasedClasses, SortedSet<String> unacquired) {
        return new LockCoverage(
                lockEvents,
                recordings,
                gaps,
                inferredGaps,
                unknownReleases,
                hiddenAddresses,
                unnamedReleases,
                unreleased,
                unfollowed,
                returns,
                ownerless,
                untold,
                unreleasedClasses,
                unacquired);
    }

    /** Whether this line is of a recording whose flags do not tell of bottom halves. */
    public boolean isUntold(long line) {
        return untold.stream().anyMatch(range -> range.contains(line));
    }

    /** Events are missing somewhere, as the trace says or as it shows. */
    public boolean hasGaps() {
        return gaps + inferredGaps > 0;
    }
}
