package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two semaphores in the hands of one task, in the order in which it asked for them.
 *
 * <p>A task holds two at most, but for a trace that misses releases; each event of a semaphore asks
 * here, so nothing but an answer is made. Not thread-safe.
 */
final class HeldSemaphores {

    private static final int NONE = -1;

    private final List<Held> held = new ArrayList<>(2);

    void add(Held taken) {
        held.add(taken);
    }

    /** Whether one of this kind is held. */
    boolean any(boolean bdSem) {
        return indexOf(bdSem) != NONE;
    }

    /** The first of this kind. */
    Optional<Held> first(boolean bdSem) {
        return at(indexOf(bdSem));
    }

    /** The first hold of this lock. */
    Optional<Held> first(long lock) {
        for (int i = 0; i < held.size(); i++) {
            if (held.get(i).lock() == lock) {
                return at(i);
            }
        }
        return Optional.empty();
    }

    /** The last hold of this lock ends; answers it. */
    Optional<Held> release(long lock) {
        for (int i = held.size() - 1; i >= 0; i--) {
            if (held.get(i).lock() == lock) {
                return Optional.of(held.remove(i));
            }
        }
        return Optional.empty();
    }

    void clear() {
        if (!held.isEmpty()) {
            held.clear();
        }
    }

    private int indexOf(boolean bdSem) {
        for (int i = 0; i < held.size(); i++) {
            if (held.get(i).bdSem() == bdSem) {
                return i;
            }
        }
        return NONE;
    }

    private Optional<Held> at(int index) {
        return index == NONE ? Optional.empty() : Optional.of(held.get(index));
    }
}
