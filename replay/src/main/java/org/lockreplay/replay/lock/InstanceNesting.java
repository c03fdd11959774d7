package org.lockreplay.replay.lock;

import java.util.List;

/**
 * Two instances of one class, the second taken while the first was held, other than by trylock.
 *
 * @param count how often, in this combination of instances and modes
 * @param tasks by how many distinct tasks
 * @param guards as in {@link Nesting}
 */
public record InstanceNesting(
        String lockClass,
        long outerAddress,
        boolean outerRead,
        long innerAddress,
        boolean innerRead,
        long count,
        int tasks,
        Acquisition outer,
        Acquisition inner,
        List<LockInstance> guards) {

    public InstanceNesting {
        guards = List.copyOf(guards);
    }

    /** The same, with other guards. */
    public InstanceNesting withGuards(List<LockInstance> others) {
        return new InstanceNesting(
                lockClass,
                outerAddress,
                outerRead,
                innerAddress,
                innerRead,
                count,
                tasks,
                outer,
                inner,
                others);
    }
}
