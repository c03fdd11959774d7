package org.lockreplay.replay.lock;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Tells which classes were recorded from one side only: acquired again and again and never
 * released, or the other way round. A filter of one event leaves that behind, by the name of the
 * lock or by the mode (read, write or try), which acquisitions have and releases have not.
 *
 * <p>What rests on the side that is missing means nothing, and does not count. Cost: one bit for a
 * release.
 */
final class OneSided {

    /** A lock may be kept for long, and a bug may keep one; so many of a class are not kept. */
    static final int MANY = 4;

    /** Of so many acquisitions some are of readers, and some of writers. */
    private static final int BOTH_MODES = 10;

    /**
     * Of so many acquisitions some are trylocks: of the recordings of whole kernels at hand, one in
     * 80 or more (Linux 4.19 and 6.1; {@code rcu_node_0} by each tick, {@code mmap_lock} by each
     * page fault, {@code &pcp->lock} and the console).
     */
    private static final int SOME_TRIES = 100;

    private final BitSet released = new BitSet();
    private long[] unexplained = new long[64];
    private long[] innermost = new long[64];

    /** A lock of this class was let go of, or a release names it. */
    void released(int lockClass) {
        released.set(lockClass);
    }

    /** Whether a release of this class was seen so far. */
    boolean isReleased(int lockClass) {
        return released.get(lockClass);
    }

    /** A release names this class, and nobody is known to hold such a lock. */
    void unexplained(int lockClass) {
        unexplained = counted(unexplained, lockClass);
    }

    /** At the end of the trace a context holds a lock of this class last, or still asks for it. */
    void innermost(int lockClass) {
        innermost = counted(innermost, lockClass);
    }

    private static long[] counted(long[] counts, int lockClass) {
        long[] grown = lockClass < counts.length ? counts : Arrays.copyOf(counts, 2 * lockClass);
        grown[lockClass]++;
        return grown;
    }

    /** The classes that were acquired many times by tasks that went on, and never released. */
    SortedSet<String> unreleased(LockClasses classes, ClassUses uses) {
        SortedSet<String> unreleased = new TreeSet<>();
        for (int each = 0; each < classes.size(); each++) {
            long asking = each < innermost.length ? innermost[each] : 0;
            if (!released.get(each) && uses.acquisitions(each) - asking >= MANY) {
                unreleased.add(classes.name(each));
            }
        }
        return unreleased;
    }

    /** The classes that were released more than once, and never acquired. */
    SortedSet<String> unacquired(LockClasses classes, ClassUses uses) {
        SortedSet<String> unacquired = new TreeSet<>();
        for (int each = 0; each < Math.min(classes.size(), unexplained.length); each++) {
            if (unexplained[each] >= ReleaseTracing.ENOUGH && uses.acquisitions(each) == 0) {
                unacquired.add(classes.name(each));
            }
        }
        return unacquired;
    }

    /**
     * The observations without what rests on a side that was not recorded.
     *
     * @param unreleased classes without releases
     * @param unacquired classes without acquisitions; where all acquisitions of the trace are of
     *     readers, or all of writers, or none is a trylock, and there are others of which a task
     *     releases what it does not hold, these too
     * @param repeated classes as {@link RepeatedReleases} has them; one is enough where no
     *     acquisition is a trylock
     * @param watched the names under which classes without releases are watched
     */
    static LockObservations spare(
            LockObservations seen,
            Set<String> unreleased,
            Set<String> unacquired,
            Set<String> repeated,
            Set<String> watched) {
        SortedSet<String> accused = new TreeSet<>();
        seen.imbalances().forEach(each -> accused.add(each.lockClass()));
        if (!isFiltered(seen.classes(), accused, unacquired, repeated)) {
            accused.retainAll(unacquired);
        }
        if (unreleased.isEmpty() && accused.isEmpty()) {
            return seen;
        }
        return new LockObservations(
                seen.coverage().oneSided(new TreeSet<>(unreleased), accused),
                seen.classes(),
                seen.interruptUses().stream().filter(use -> !rests(use, unreleased)).toList(),
                seen.shownTypes(),
                seen.nestings().stream()
                        .filter(each -> !unreleased.contains(each.key().outer()))
                        .map(each -> each.withGuards(held(each.guards(), unreleased)))
                        .toList(),
                seen.instanceNestings().stream()
                        .filter(each -> !unreleased.contains(each.lockClass()))
                        .map(each -> each.withGuards(held(each.guards(), unreleased)))
                        .toList(),
                seen.recursions().stream()
                        .filter(each -> !unreleased.contains(each.lockClass()))
                        .toList(),
                seen.imbalances().stream()
                        .filter(each -> !accused.contains(each.lockClass()))
                        .toList(),
                seen.heldAtExit().stream()
                        .filter(each -> !unreleased.contains(each.lockClass()))
                        .toList(),
                seen.nestingCases().stream()
                        .filter(each -> !watched.contains(each.outer()))
                        .toList(),
                seen.deadlocks().stream().filter(each -> !rests(each, unreleased)).toList());
    }

    /** A use with interrupts on rests on the lock being held. */
    static boolean rests(InterruptUse use, Set<String> unreleased) {
        boolean held =
                use.kind() == InterruptUse.Kind.HARDIRQS_ON
                        || use.kind() == InterruptUse.Kind.SOFTIRQS_ON;
        return held && unreleased.contains(use.lockClass());
    }

    /** The guards that are certain to have been held. */
    static List<LockInstance> held(List<LockInstance> guards, Set<String> unreleased) {
        return guards.stream().filter(each -> !unreleased.contains(each.lockClass())).toList();
    }

    private static boolean rests(Deadlock deadlock, Set<String> unreleased) {
        return deadlock.circle().stream()
                .anyMatch(waiter -> unreleased.contains(waiter.owned().lockClass()));
    }

    /** Whether acquisitions of some mode are missing: that of one class may be a bug. */
    private static boolean isFiltered(
            List<ClassUse> uses,
            Set<String> accused,
            Set<String> unacquired,
            Set<String> repeated) {
        Set<String> suspects = new TreeSet<>(accused);
        suspects.addAll(unacquired);
        if (suspects.size() >= ReleaseTracing.ENOUGH) {
            return isOfOneMode(uses) || isWithoutTries(uses, SOME_TRIES);
        }
        return !Collections.disjoint(accused, repeated) && isWithoutTries(uses, BOTH_MODES);
    }

    private static boolean isWithoutTries(List<ClassUse> uses, long enough) {
        long all = uses.stream().mapToLong(ClassUse::acquisitions).sum();
        return all >= enough && uses.stream().allMatch(use -> use.tries() == 0);
    }

    private static boolean isOfOneMode(List<ClassUse> uses) {
        long all = 0;
        long reads = 0;
        for (ClassUse use : uses) {
            all += use.acquisitions();
            reads += use.reads();
        }
        return all >= BOTH_MODES && (reads == 0 || reads == all);
    }
}
