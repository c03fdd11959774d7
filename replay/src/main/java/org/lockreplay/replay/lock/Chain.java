package org.lockreplay.replay.lock;

import java.util.Arrays;
import org.lockreplay.event.Mode;

/**
 * A lock chain in lockdep's sense, the locks of one held stack by class and mode, as a node of a
 * trie: a chain is its parent and one lock more, its top.
 *
 * <p>It counts the acquisitions that led to it, and so with one addition all the nestings of the
 * top in every lock below. That is exact as long as no instance can stand in two places of the
 * chain; where one could, the chain is {@link #pairwise} and the pairs are counted one by one.
 */
final class Chain {

    final Chain parent;

    /** Class and mode of the top. */
    final long key;

    final int lockClass;
    final int mode;

    /** How many locks; 0 for the root. */
    final int depth;

    /** The class of the top, or that of a guard, occurs twice; or the chain is scrutinised. */
    final boolean pairwise;

    /** The class of the top occurs twice. */
    final boolean again;

    /** The top and some lock below are of classes that {@link Scrutiny} looks at. */
    final boolean scrutinised;

    /** The top is one of the watched pair, and the other one is held. */
    final boolean crossing;

    /** What all of its locks were held under, as {@link InterruptUses} says. */
    int interruptsOn;

    /** The child that was asked for last; the root where there was none. */
    Chain recent;

    final int id;

    private final boolean writtenTwice;
    private final int watchedHeld;

    private long count;
    private int levels;
    private final TaskSet tasks;
    private long[] witness = {};
    private int guards;
    private int[] guardAt = {};
    private long[] guardAddress = {};

    /** The chain of no lock. */
    Chain() {
        parent = this;
        recent = this;
        key = -1;
        lockClass = -1;
        mode = 0;
        depth = 0;
        id = 0;
        pairwise = false;
        again = false;
        scrutinised = false;
        crossing = false;
        writtenTwice = false;
        watchedHeld = 0;
        tasks = new TaskSet();
    }

    Chain(int id, Chain parent, long key, Chain root, LockClasses classes, Scrutiny scrutiny) {
        this.id = id;
        this.parent = parent;
        this.key = key;
        recent = root;
        lockClass = (int) (key >>> HeldLock.MODE_BITS);
        mode = (int) key & (1 << HeldLock.MODE_BITS) - 1;
        depth = parent.depth + 1;
        tasks = new TaskSet();
        boolean twice = false;
        boolean written = false;
        boolean watched = false;
        for (Chain below = parent; below.depth > 0; below = below.parent) {
            watched |= scrutiny.watches(below.lockClass, lockClass);
            if (below.lockClass == lockClass) {
                twice = true;
                written |= !Mode.read(below.mode & mode);
            }
        }
        again = twice;
        scrutinised = watched;
        pairwise = twice || watched || parent.writtenTwice;
        writtenTwice = written || parent.writtenTwice;
        int semaphore = classes.watched(lockClass);
        crossing = semaphore != LockClasses.UNWATCHED && (parent.watchedHeld & ~semaphore) != 0;
        watchedHeld = parent.watchedHeld | semaphore;
    }

    /** Class and mode in the form of {@link #key}. */
    static long key(int lockClass, int mode) {
        return (long) lockClass << HeldLock.MODE_BITS | mode;
    }

    /** Counts an acquisition; {@code held} are the locks of this chain. */
    void acquired(long[] held, int task, int level) {
        levels |= 1 << level;
        tasks.add(task);
        if (count++ == 0) {
            begin(held);
        } else if (guards != 0) {
            narrow(held);
        }
    }

    long count() {
        return count;
    }

    int levels() {
        return levels;
    }

    TaskSet tasks() {
        return tasks;
    }

    /** The held locks at the first acquisition. */
    long[] witness() {
        return witness;
    }

    /** The locks but {@code position} and the top that were, for write, the same every time. */
    void guardsBeside(int position, GuardSet to) {
        to.clear();
        for (int i = 0; i < guards; i++) {
            if (guardAt[i] != position * HeldLock.WIDTH) {
                to.append(HeldLock.lockClass(witness, guardAt[i]), guardAddress[i]);
            }
        }
    }

    /** Makes the acquisition of {@code held}, which was counted late, the first one if it was. */
    void keepFirst(long[] held) {
        int top = (depth - 1) * HeldLock.WIDTH;
        if (witness.length != 0 && HeldLock.line(held, top) < HeldLock.line(witness, top)) {
            witness = held;
        }
    }

    private void begin(long[] held) {
        if (depth == 1 || pairwise) {
            return;
        }
        witness = Arrays.copyOf(held, depth * HeldLock.WIDTH);
        if (depth > HeldLock.LOCKDEP_DEPTH) {
            return;
        }
        guardAt = new int[depth - 1];
        guardAddress = new long[depth - 1];
        for (int at = 0; at < (depth - 1) * HeldLock.WIDTH; at += HeldLock.WIDTH) {
            if (HeldLock.guards(held, at)) {
                guardAt[guards] = at;
                guardAddress[guards++] = HeldLock.address(held, at);
            }
        }
    }

    private void narrow(long[] held) {
        for (int i = guards - 1; i >= 0; i--) {
            if (HeldLock.address(held, guardAt[i]) != guardAddress[i]) {
                guards--;
                guardAt[i] = guardAt[guards];
                guardAddress[i] = guardAddress[guards];
            }
        }
    }
}
