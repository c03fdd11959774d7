package org.lockreplay.replay.lock;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Tells which classes are released again and again without having been taken in between.
 *
 * <p>Who unlocks twice by mistake has locked between any two such releases. Who takes a lock in a
 * way that is not recorded has not. Memory: for a class one number for each task that releases what
 * it does not hold. Not thread-safe.
 */
final class RepeatedReleases {

    /** A test may do so in a loop; so often a kernel does not survive it, if the lock sleeps. */
    static final int OFTEN = 16;

    private final Map<Integer, Map<Integer, Long>> acquisitionsBefore = new HashMap<>();
    private final Map<Integer, Integer> repetitions = new HashMap<>();

    /**
     * A task lets go of what it certainly does not hold.
     *
     * @param acquisitions of the class so far, by anybody
     */
    void add(int lockClass, int task, long acquisitions) {
        Long before =
                acquisitionsBefore
                        .computeIfAbsent(lockClass, each -> new HashMap<>())
                        .put(task, acquisitions);
        if (before != null && before == acquisitions) {
            repetitions.merge(lockClass, 1, Integer::sum);
        }
    }

    /**
     * The classes with {@value #OFTEN} such releases or more after another one of the same task.
     */
    SortedSet<String> often(LockClasses classes) {
        SortedSet<String> often = new TreeSet<>();
        repetitions.forEach(
                (lockClass, times) -> {
                    if (times >= OFTEN) {
                        often.add(classes.name(lockClass));
                    }
                });
        return often;
    }
}
