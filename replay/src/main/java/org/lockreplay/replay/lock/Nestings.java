package org.lockreplay.replay.lock;

import java.util.List;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * Counts what is taken inside what, chain by chain, and turns the chains into nestings at the end
 * or when there are too many of them.
 *
 * <p>An acquisition is a nesting in every held lock other than its own instance, and one in each of
 * two held instances of one class. Where an address is hidden, two locks of one class may be the
 * same: that is neither a nesting nor a recursion. Memory: bounded by the distinct nestings.
 */
final class Nestings {

    /** What most chains are far below; more than so many locks for each would take memory. */
    private static final int LONG_CHAIN = 16;

    private final LockClasses classes;
    private final ChainTrie trie;
    private final Scrutiny scrutiny;
    private final int foldAt;
    private NestingTable nestings = new NestingTable();
    private SameClassPairs sameClass = new SameClassPairs();
    private final GuardSet guards = new GuardSet();

    /**
     * @param foldAt how many chains to keep before they are turned into nestings
     */
    Nestings(LockClasses classes, ChainTrie trie, Scrutiny scrutiny, int foldAt) {
        this.classes = classes;
        this.trie = trie;
        this.scrutiny = scrutiny;
        this.foldAt = foldAt;
    }

    /** Counts an acquisition: that of the top of {@code chain}, whose locks are {@code held}. */
    void acquired(long[] held, Chain chain, int task, int level) {
        chain.acquired(held, task, level);
        if (chain.pairwise) {
            countPairs(held, (chain.depth - 1) * HeldLock.WIDTH, task, level);
        }
    }

    /** Counts an acquisition late; {@code held} has nothing but the locks of its chain. */
    void acquired(long[] held, int task, int level) {
        Chain chain = trie.root();
        for (int at = 0; at < held.length; at += HeldLock.WIDTH) {
            chain = trie.child(chain, key(held, at));
        }
        acquired(held, chain, task, level);
        chain.keepFirst(held);
    }

    /** Whether {@link #fold} is due. */
    boolean isFull() {
        return trie.size() >= foldAt || trie.locks() >= (long) LONG_CHAIN * foldAt;
    }

    /** Turns all chains into nestings; every stack must be rebuilt after it. */
    void fold() {
        trie.forEach(this::fold);
        trie.clear();
    }

    /** What was said of interrupts may be said again. */
    void forgetInterrupts() {
        trie.forEach(chain -> chain.interruptsOn = 0);
    }

    /** Forgets all that was counted so far; every stack must be rebuilt after it. */
    void discard() {
        trie.clear();
        nestings = new NestingTable();
        sameClass = new SameClassPairs();
        scrutiny.discard();
    }

    List<Nesting> nestings(Names names) {
        return nestings.sorted(classes, names);
    }

    List<InstanceNesting> instanceNestings(Names names) {
        return sameClass.nestings(classes, names);
    }

    List<Recursion> recursions(Names names) {
        return sameClass.recursions(classes, names);
    }

    private void fold(Chain chain) {
        if (chain.pairwise || chain.count() == 0) {
            return;
        }
        int inner = chain.depth - 1;
        Chain below = chain.parent;
        for (int outer = inner - 1; outer >= 0; outer--) {
            PairTally tally = nestings.of(below.key, chain.key);
            chain.guardsBeside(outer, guards);
            tally.guardedBy(guards);
            tally.addAll(chain, chain.witness(), outer * HeldLock.WIDTH, inner * HeldLock.WIDTH);
            below = below.parent;
        }
    }

    private void countPairs(long[] held, int innerAt, int task, int level) {
        boolean waits = !Mode.tryLock(HeldLock.mode(held, innerAt));
        for (int outerAt = 0; outerAt < innerAt; outerAt += HeldLock.WIDTH) {
            if (!HeldLock.maybeSame(held, outerAt, innerAt)) {
                countPair(held, outerAt, innerAt, task, level);
            } else if (waits
                    && HeldLock.same(held, outerAt, innerAt)
                    && isFirstOfItsMode(held, outerAt, innerAt)) {
                sameClass
                        .recursion(held, outerAt, innerAt)
                        .add(task, level, held, outerAt, innerAt);
            }
        }
    }

    private void countPair(long[] held, int outerAt, int innerAt, int task, int level) {
        guardsBeside(held, outerAt, innerAt);
        PairTally tally = nestings.of(key(held, outerAt), key(held, innerAt));
        tally.guardedBy(guards);
        tally.add(task, level, held, outerAt, innerAt);
        scrutiny.nested(held, outerAt, innerAt, task, level, guards);
        if (HeldLock.sameClass(held, outerAt, innerAt)
                && !Mode.tryLock(HeldLock.mode(held, innerAt))) {
            PairTally instances = sameClass.nesting(held, outerAt, innerAt);
            instances.guardedBy(guards);
            instances.add(task, level, held, outerAt, innerAt);
        }
    }

    /** An instance held three times is one recursion for each mode in which it is held. */
    private static boolean isFirstOfItsMode(long[] held, int outerAt, int innerAt) {
        for (int at = 0; at < outerAt; at += HeldLock.WIDTH) {
            if (HeldLock.same(held, at, innerAt)
                    && HeldLock.read(held, at) == HeldLock.read(held, outerAt)) {
                return false;
            }
        }
        return true;
    }

    private void guardsBeside(long[] held, int outerAt, int innerAt) {
        guards.clear();
        if (innerAt >= HeldLock.LOCKDEP_DEPTH * HeldLock.WIDTH) {
            return;
        }
        for (int at = 0; at < innerAt; at += HeldLock.WIDTH) {
            if (HeldLock.guards(held, at)
                    && !HeldLock.maybeSame(held, at, outerAt)
                    && !HeldLock.maybeSame(held, at, innerAt)) {
                guards.add(HeldLock.lockClass(held, at), HeldLock.address(held, at));
            }
        }
    }

    private static long key(long[] held, int at) {
        return Chain.key(HeldLock.lockClass(held, at), HeldLock.mode(held, at));
    }
}
