package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * The tallies of all nestings, by the classes and modes of both ends.
 *
 * <p>Open addressing on one long, so that to find a tally makes no object.
 */
final class NestingTable {

    private static final int INNER_BITS = 32;
    private static final long LOWER = (1L << INNER_BITS) - 1;

    private final Witnesses witnesses = new Witnesses();
    private int size;
    private long[] keys = new long[256];
    private PairTally[] tallies = new PairTally[256];

    /** The tally of this pair, both of whose ends are keys as {@link Chain#key(int, int)} says. */
    PairTally of(long outerKey, long innerKey) {
        long outer = outerKey & ~(long) (Mode.TRY | Mode.HIDDEN | HeldLock.IN_INTERRUPT);
        long key = outer << INNER_BITS | innerKey & ~(long) Mode.HIDDEN;
        int at = slot(key);
        if (tallies[at] != null) {
            return tallies[at];
        }
        if (2 * ++size > tallies.length) {
            grow();
            at = slot(key);
        }
        keys[at] = key;
        tallies[at] = new PairTally(witnesses);
        return tallies[at];
    }

    /**
     * The nestings by outer class and mode, inner class and mode. Numbers are sorted, not objects:
     * the place of each class among their names, and then the mode.
     */
    List<Nesting> sorted(LockClasses classes, Names names) {
        int[] rank = classes.ranks();
        int[] classOf = new int[rank.length];
        for (int id = 0; id < rank.length; id++) {
            classOf[rank[id]] = id;
        }
        long[] order = new long[size];
        int count = 0;
        for (int at = 0; at < keys.length; at++) {
            if (tallies[at] != null) {
                long outer = place(keys[at] >>> INNER_BITS, rank);
                order[count++] = outer << INNER_BITS | place(keys[at] & LOWER, rank);
            }
        }
        Arrays.sort(order);
        List<Nesting> nestings = new ArrayList<>(size);
        for (long place : order) {
            long key =
                    key(place >>> INNER_BITS, classOf) << INNER_BITS | key(place & LOWER, classOf);
            nestings.add(nesting(slot(key), classes, names));
        }
        return nestings;
    }

    /** A key of {@link Chain#key(int, int)} as a number that sorts as it should. */
    private static long place(long key, int[] rank) {
        int mode = (int) key & (1 << HeldLock.MODE_BITS) - 1;
        return (long) rank[(int) (key >>> HeldLock.MODE_BITS)] << HeldLock.MODE_BITS | order(mode);
    }

    /** The key that has this place. */
    private static long key(long place, int[] classOf) {
        int order = (int) place & (1 << HeldLock.MODE_BITS) - 1;
        return Chain.key(classOf[(int) (place >>> HeldLock.MODE_BITS)], mode(order));
    }

    /** Writers first, then by interrupt, then trylocks last. */
    private static int order(int mode) {
        return (Mode.read(mode) ? 4 : 0)
                | ((mode & HeldLock.IN_INTERRUPT) != 0 ? 2 : 0)
                | (Mode.tryLock(mode) ? 1 : 0);
    }

    private static int mode(int order) {
        return ((order & 4) != 0 ? Mode.READ : 0)
                | ((order & 2) != 0 ? HeldLock.IN_INTERRUPT : 0)
                | ((order & 1) != 0 ? Mode.TRY : 0);
    }

    private Nesting nesting(int at, LockClasses classes, Names names) {
        PairTally tally = tallies[at];
        int outerMode = (int) (keys[at] >>> INNER_BITS);
        int innerMode = (int) keys[at];
        Nesting.Key key =
                new Nesting.Key(
                        classes.name(outerMode >>> HeldLock.MODE_BITS),
                        Mode.read(outerMode),
                        classes.name(innerMode >>> HeldLock.MODE_BITS),
                        Mode.read(innerMode),
                        (innerMode & HeldLock.IN_INTERRUPT) != 0,
                        Mode.tryLock(innerMode));
        return new Nesting(
                key,
                tally.count(),
                tally.tasks(),
                tally.levels(),
                tally.outer(classes, names),
                tally.inner(classes, names),
                tally.guards(classes));
    }

    private void grow() {
        long[] oldKeys = keys;
        PairTally[] oldTallies = tallies;
        keys = new long[2 * oldKeys.length];
        tallies = new PairTally[2 * oldTallies.length];
        for (int i = 0; i < oldTallies.length; i++) {
            if (oldTallies[i] != null) {
                int at = slot(oldKeys[i]);
                keys[at] = oldKeys[i];
                tallies[at] = oldTallies[i];
            }
        }
    }

    private int slot(long key) {
        int mask = tallies.length - 1;
        long hash = key * 0x9e3779b97f4a7c15L;
        int at = (int) (hash ^ hash >>> 32) & mask;
        while (tallies[at] != null && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }
}
