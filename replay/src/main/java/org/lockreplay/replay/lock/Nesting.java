package org.lockreplay.replay.lock;

import java.util.List;

/**
 * One lock class taken while another was held, in one combination of modes, within one trace.
 *
 * @param key the two classes and how each was taken
 * @param count how often
 * @param tasks by how many distinct tasks (an idle task counts for each CPU)
 * @param levels interrupt levels at which it happened: bit {@code n} is level {@code n} of {@link
 *     org.lockreplay.event.Context}
 * @param outer the held lock of the first time, where it was acquired
 * @param inner the acquisition of the first time
 * @param guards instances that were held for write beside the outer lock at every one of the {@code
 *     count} times, sorted; two nestings with a common guard can never run at once
 */
public record Nesting(
        Key key,
        long count,
        int tasks,
        int levels,
        Acquisition outer,
        Acquisition inner,
        List<LockInstance> guards) {

    public Nesting {
        guards = List.copyOf(guards);
    }

    /** The same, with other guards. */
    public Nesting withGuards(List<LockInstance> others) {
        return new Nesting(key, count, tasks, levels, outer, inner, others);
    }

    /**
     * @param innerInInterrupt for a read only: taken in hardirq or softirq or with bottom halves
     *     off, where {@code read_lock} is recursive even if readers queue
     * @param innerTry a trylock never waits: it counts in statistics, and is no edge of the graph
     */
    public record Key(
            String outer,
            boolean outerRead,
            String inner,
            boolean innerRead,
            boolean innerInInterrupt,
            boolean innerTry) {}
}
