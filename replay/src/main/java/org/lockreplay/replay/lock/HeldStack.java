package org.lockreplay.replay.lock;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;

/**
 * The locks that one context holds, outermost first: a task, or one interrupt level of one CPU.
 *
 * <p>Positions count from 0, the outermost. Invariant: the chain at position {@code n} is that of
 * the locks {@code 0 … n}. Cost: O(1) to take a lock and to release the innermost.
 */
final class HeldStack {

    static final int NONE = -1;

    /** What this context asks for. */
    final ShownTypes.Asking asking = new ShownTypes.Asking();

    private final ChainTrie trie;
    private int depth;
    private int deep = 2 * HeldLock.LOCKDEP_DEPTH;
    private long era;
    private boolean reentered;
    private Chain[] chains = new Chain[4];
    private long[] held = new long[4 * HeldLock.WIDTH];

    HeldStack(ChainTrie trie, long era) {
        this.trie = trie;
        this.era = era;
    }

    int depth() {
        return depth;
    }

    /** Names the time since this context last lost track of what it holds; never used again. */
    long era() {
        return era;
    }

    /** It holds more locks than any task can, and more than when it was thinned last. */
    boolean isDeep() {
        return depth >= deep;
    }

    /** The chain of all held locks. */
    Chain chain() {
        return depth == 0 ? trie.root() : chains[depth - 1];
    }

    /** The held locks, each as {@link HeldLock} says; read only. */
    long[] held() {
        return held;
    }

    int lockClass(int position) {
        return chains[position].lockClass;
    }

    /** The bits of {@link Mode} and {@link HeldLock#IN_INTERRUPT}. */
    int mode(int position) {
        return chains[position].mode;
    }

    long address(int position) {
        return HeldLock.address(held, position * HeldLock.WIDTH);
    }

    /** The last lock to be taken was held already, and one of the two is for write. */
    boolean reentered() {
        return reentered;
    }

    void clearReentered() {
        reentered = false;
    }

    /** Looks whether the innermost lock makes {@link #reentered} true. */
    void noteReentry() {
        int again = (depth - 1) * HeldLock.WIDTH;
        boolean waits = !Mode.tryLock(mode(depth - 1));
        for (int at = 0; at < again && waits; at += HeldLock.WIDTH) {
            reentered |=
                    HeldLock.same(held, at, again)
                            && !(HeldLock.read(held, at) && HeldLock.read(held, again));
        }
    }

    /** Takes a lock; answers the chain that it completes. */
    Chain push(EventBatch batch, int row, long address, int lockClass, int mode) {
        if (depth == chains.length) {
            chains = Arrays.copyOf(chains, 2 * depth);
            held = Arrays.copyOf(held, 2 * depth * HeldLock.WIDTH);
        }
        Chain chain = trie.child(chain(), Chain.key(lockClass, mode));
        HeldLock.pack(held, depth * HeldLock.WIDTH, batch, row, address, lockClass, mode);
        if (chain.again) {
            noteNesting(depth * HeldLock.WIDTH);
        }
        chains[depth++] = chain;
        return chain;
    }

    private void noteNesting(int top) {
        for (int at = 0; at < top; at += HeldLock.WIDTH) {
            if (HeldLock.sameClass(held, at, top) && !HeldLock.same(held, at, top)) {
                HeldLock.nest(held, top);
            }
        }
    }

    /** Whoever asked for the innermost lock of this address has it now. */
    void own(long address) {
        for (int i = depth - 1; i >= 0; i--) {
            if (address(i) == address) {
                HeldLock.own(held, i * HeldLock.WIDTH);
                return;
            }
        }
    }

    /** Gives the innermost lock other mode bits; answers the chain that this makes. */
    Chain retop(int mode) {
        int top = depth - 1;
        Chain below = top == 0 ? trie.root() : chains[top - 1];
        HeldLock.setMode(held, top * HeldLock.WIDTH, mode);
        chains[top] = trie.child(below, Chain.key(chains[top].lockClass, mode));
        return chains[top];
    }

    /** Lets go of one lock; the chains above are those without it, and gain no acquisition. */
    void remove(int position) {
        reentered = false;
        depth--;
        if (position == depth) {
            return;
        }
        int at = position * HeldLock.WIDTH;
        System.arraycopy(held, at + HeldLock.WIDTH, held, at, (depth - position) * HeldLock.WIDTH);
        Chain below = position == 0 ? trie.root() : chains[position - 1];
        for (int i = position; i < depth; i++) {
            below = trie.child(below, chains[i + 1].key);
            chains[i] = below;
        }
    }

    /**
     * Lets go of locks that it cannot hold: of each class that is never released it keeps the
     * outermost one and the innermost, as many as lockdep lets a task have. Cost: O(1) for an
     * acquisition, over all of them.
     */
    void thin(IntPredicate released) {
        Map<Integer, int[]> kept = new HashMap<>();
        for (int i = 0; i < depth; i++) {
            kept.computeIfAbsent(lockClass(i), absent -> new int[1])[0]++;
        }
        kept.keySet().removeIf(released::test);
        kept.values().forEach(count -> count[0] -= HeldLock.LOCKDEP_DEPTH);
        Set<Integer> outermost = new HashSet<>();
        int to = 0;
        for (int i = 0; i < depth; i++) {
            int[] toGo = kept.get(lockClass(i));
            if (toGo == null || outermost.add(lockClass(i)) || toGo[0]-- <= 0) {
                System.arraycopy(
                        held, i * HeldLock.WIDTH, held, to * HeldLock.WIDTH, HeldLock.WIDTH);
                chains[to++] = chains[i];
            }
        }
        depth = to;
        deep = 2 * Math.max(depth, HeldLock.LOCKDEP_DEPTH);
        rebuild();
    }

    /** Holds nothing, and begins a new era. */
    void forget(long newEra) {
        depth = 0;
        reentered = false;
        era = newEra;
        asking.forget();
    }

    /** Holds only what was taken at {@code line} or later, and begins a new era. */
    void forgetBefore(long line, long newEra) {
        int older = olderThan(line);
        depth -= older;
        System.arraycopy(held, older * HeldLock.WIDTH, held, 0, depth * HeldLock.WIDTH);
        System.arraycopy(chains, older, chains, 0, depth);
        reentered = false;
        era = newEra;
        asking.forget();
        rebuild();
    }

    /** How many of the locks were taken before this line; they are the outermost. */
    int olderThan(long line) {
        int older = 0;
        while (older < depth && HeldLock.line(held, older * HeldLock.WIDTH) < line) {
            older++;
        }
        return older;
    }

    /** Finds its chains again after the trie was cleared. */
    void rebuild() {
        Chain below = trie.root();
        for (int i = 0; i < depth; i++) {
            below = trie.child(below, chains[i].key);
            chains[i] = below;
        }
        Arrays.fill(chains, depth, chains.length, trie.root());
    }

    /** Innermost lock of this address and class, or of this address alone where unnamed. */
    int find(int lockClass, long address) {
        for (int i = depth - 1; i >= 0; i--) {
            if (address(i) == address
                    && (chains[i].lockClass == lockClass || lockClass == LockClasses.UNNAMED)
                    && !Mode.hidden(chains[i].mode)) {
                return i;
            }
        }
        return NONE;
    }

    /** Innermost lock of this address and class that is certainly had for write, not asked for. */
    int findOwned(int lockClass, long address) {
        for (int i = depth - 1; i >= 0; i--) {
            if (address(i) == address
                    && chains[i].lockClass == lockClass
                    && (chains[i].mode & (Mode.READ | Mode.HIDDEN)) == 0
                    && (Mode.tryLock(chains[i].mode) || HeldLock.owned(held, i * HeldLock.WIDTH))) {
                return i;
            }
        }
        return NONE;
    }

    /** Innermost lock of this class; with {@code hiddenOnly}, of those without address. */
    int findByClass(int lockClass, boolean hiddenOnly) {
        for (int i = depth - 1; i >= 0; i--) {
            if (chains[i].lockClass == lockClass && (!hiddenOnly || Mode.hidden(mode(i)))) {
                return i;
            }
        }
        return NONE;
    }
}
