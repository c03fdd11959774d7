package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * The tallies of all nestings, by the classes and modes of both ends.
 *
 * <p>Open addressing on two longs, so that to find a tally makes no object.
 */
final class NestingTable {

    private int size;
    private long[] outers = new long[256];
    private long[] inners = new long[256];
    private PairTally[] tallies = new PairTally[256];

    /** The tally of this pair, both of whose ends are keys as {@link Chain#key(int, int)} says. */
    PairTally of(long outerKey, long innerKey) {
        long outer = outerKey & ~(long) (Mode.TRY | Mode.HIDDEN | HeldLock.IN_INTERRUPT);
        long inner = innerKey & ~(long) Mode.HIDDEN;
        int at = slot(outer, inner);
        if (tallies[at] != null) {
            return tallies[at];
        }
        if (2 * ++size > tallies.length) {
            grow();
            at = slot(outer, inner);
        }
        outers[at] = outer;
        inners[at] = inner;
        tallies[at] = new PairTally();
        return tallies[at];
    }

    List<Nesting> sorted(LockClasses classes, Names names) {
        int[] rank = classes.ranks();
        List<Integer> slots = new ArrayList<>(size);
        for (int i = 0; i < tallies.length; i++) {
            if (tallies[i] != null) {
                slots.add(i);
            }
        }
        slots.sort((one, other) -> compare(one, other, rank));
        List<Nesting> nestings = new ArrayList<>(size);
        slots.forEach(slot -> nestings.add(nesting(slot, classes, names)));
        return nestings;
    }

    /** By outer class and mode, inner class and mode; without a look at any name. */
    private int compare(int one, int other, int[] rank) {
        if (outers[one] != outers[other]) {
            return compare(outers[one], outers[other], rank);
        }
        return compare(inners[one], inners[other], rank);
    }

    private static int compare(long one, long other, int[] rank) {
        int oneClass = rank[(int) (one >>> HeldLock.MODE_BITS)];
        int otherClass = rank[(int) (other >>> HeldLock.MODE_BITS)];
        return oneClass != otherClass
                ? Integer.compare(oneClass, otherClass)
                : Integer.compare(order((int) one), order((int) other));
    }

    /** Writers first, then by interrupt, then trylocks last. */
    private static int order(int mode) {
        return (Mode.read(mode) ? 4 : 0)
                | ((mode & HeldLock.IN_INTERRUPT) != 0 ? 2 : 0)
                | (Mode.tryLock(mode) ? 1 : 0);
    }

    private Nesting nesting(int at, LockClasses classes, Names names) {
        PairTally tally = tallies[at];
        int outerMode = (int) outers[at];
        int innerMode = (int) inners[at];
        Nesting.Key key =
                new Nesting.Key(
                        classes.name((int) (outers[at] >>> HeldLock.MODE_BITS)),
                        Mode.read(outerMode),
                        classes.name((int) (inners[at] >>> HeldLock.MODE_BITS)),
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
        long[] oldOuters = outers;
        long[] oldInners = inners;
        PairTally[] oldTallies = tallies;
        outers = new long[2 * oldOuters.length];
        inners = new long[2 * oldInners.length];
        tallies = new PairTally[2 * oldTallies.length];
        for (int i = 0; i < oldTallies.length; i++) {
            if (oldTallies[i] != null) {
                int at = slot(oldOuters[i], oldInners[i]);
                outers[at] = oldOuters[i];
                inners[at] = oldInners[i];
                tallies[at] = oldTallies[i];
            }
        }
    }

    private int slot(long outer, long inner) {
        long hash = outer * 0x9e3779b97f4a7c15L + inner * 0xc2b2ae3d27d4eb4fL;
        int mask = tallies.length - 1;
        int at = (int) (hash >>> 33) & mask;
        while (tallies[at] != null && (outers[at] != outer || inners[at] != inner)) {
            at = at + 1 & mask;
        }
        return at;
    }
}
