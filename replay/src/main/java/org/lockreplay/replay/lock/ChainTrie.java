package org.lockreplay.replay.lock;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * All chains of locks that were held so far, by parent and top.
 *
 * <p>Cost: one comparison where a chain is followed by the same lock as last time, else one probe
 * of an open-addressing table. Not thread-safe.
 */
final class ChainTrie {

    private static final int INITIAL_SLOTS = 1 << 12;

    private final LockClasses classes;
    private final Scrutiny scrutiny;
    private Chain root;
    private Chain[] slots;
    private int size;
    private long locks;

    ChainTrie(LockClasses classes, Scrutiny scrutiny) {
        this.classes = classes;
        this.scrutiny = scrutiny;
        clear();
    }

    /** Forgets all chains; the root is another one from here on. */
    void clear() {
        root = new Chain();
        slots = new Chain[INITIAL_SLOTS];
        size = 0;
        locks = 0;
    }

    /** The chain of no lock. */
    Chain root() {
        return root;
    }

    /** The chain of {@code parent} and one lock more. */
    Chain child(Chain parent, long key) {
        Chain recent = parent.recent;
        if (recent.key == key) {
            return recent;
        }
        int at = slot(slots, parent, key);
        Chain found = slots[at];
        if (found == null) {
            found = new Chain(++size, parent, key, root, classes, scrutiny);
            slots[at] = found;
            locks += found.depth;
            if (2 * size > slots.length) {
                grow();
            }
        }
        parent.recent = found;
        return found;
    }

    int size() {
        return size;
    }

    /** How many locks its chains have, those below counted for each. */
    long locks() {
        return locks;
    }

    void forEach(Consumer<Chain> action) {
        Arrays.stream(slots).filter(chain -> chain != null).forEach(action);
    }

    private void grow() {
        Chain[] wider = new Chain[2 * slots.length];
        forEach(chain -> wider[slot(wider, chain.parent, chain.key)] = chain);
        slots = wider;
    }

    private static int slot(Chain[] slots, Chain parent, long key) {
        long hash = parent.id * 0x9e3779b97f4a7c15L + key * 0xc2b2ae3d27d4eb4fL;
        int mask = slots.length - 1;
        int at = (int) (hash >>> 33) & mask;
        while (slots[at] != null && (slots[at].parent != parent || slots[at].key != key)) {
            at = at + 1 & mask;
        }
        return at;
    }
}
