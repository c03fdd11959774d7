package org.lockreplay.lockorder;

import java.util.List;
import java.util.Optional;
import org.lockreplay.replay.lock.InstancePair;

/**
 * A circle of locks, told by their addresses, behind a {@link LockCycle}.
 *
 * <p>It may go round the classes more than once: a1, b1, a2, b2 is a circle of locks, too.
 *
 * @param trace index of the trace that shows it
 * @param pairs in order; the first one is of the first edge of the cycle
 * @param guard the class of a lock that was held over every pair, if there is one
 */
public record InstanceCircle(int trace, List<InstancePair> pairs, Optional<String> guard) {

    public InstanceCircle {
        pairs = List.copyOf(pairs);
    }
}
