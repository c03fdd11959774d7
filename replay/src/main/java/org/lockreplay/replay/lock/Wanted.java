package org.lockreplay.replay.lock;

import java.util.Set;

/**
 * What a second look at a trace is to keep lock by lock.
 *
 * @param nestings the pairs of classes of which to keep every two locks
 * @param uses the classes of which to keep how interrupts concern each lock
 */
public record Wanted(Set<ClassPair> nestings, Set<String> uses) {

    /** Nothing, so that there is no need to look. */
    public static final Wanted NOTHING = new Wanted(Set.of(), Set.of());

    public Wanted {
        nestings = Set.copyOf(nestings);
        uses = Set.copyOf(uses);
    }

    public boolean isEmpty() {
        return nestings.isEmpty() && uses.isEmpty();
    }
}
