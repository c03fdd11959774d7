package org.lockreplay.replay.mpx;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A sorted map by number of which copies have one content, until one of them is about to be
 * written.
 *
 * <p>Cost: O(1) for a copy, O(n) for the first writing behind one. Not thread-safe.
 *
 * @param <V> values that do not change
 */
final class SharedEntries<V> {

    private NavigableMap<Long, V> content;
    private boolean shared;

    SharedEntries() {
        content = new TreeMap<>();
    }

    /** A copy of another one. */
    SharedEntries(SharedEntries<V> other) {
        other.shared = true;
        shared = true;
        content = other.content;
    }

    /** As it is now, to be looked at only: what is written later may be in another map. */
    NavigableMap<Long, V> read() {
        return content;
    }

    /** As it is now, to be changed. */
    NavigableMap<Long, V> write() {
        if (shared) {
            content = new TreeMap<>(content);
            shared = false;
        }
        return content;
    }

    /** Forgets all of it. */
    void clear() {
        content = new TreeMap<>();
        shared = false;
    }
}
