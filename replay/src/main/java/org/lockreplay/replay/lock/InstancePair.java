package org.lockreplay.replay.lock;

import java.util.List;
import org.lockreplay.event.Mode;

/**
 * One lock taken inside another one, told by their addresses, in one combination of modes.
 *
 * @param outer the held lock of the first time, where it was acquired
 * @param outerNested it was taken while another lock of its class was held: by its kernel's leave
 *     (annotated, {@code mutex_lock_nested}) or by mistake, which no trace shows
 * @param inner the acquisition of the first time
 * @param innerNested the same of the inner lock
 * @param innerInInterrupt as in {@link Nesting.Key}
 * @param count how often
 * @param levels interrupt levels at which it happened, as in {@link Nesting}
 * @param spans which tasks did it at process level, and when, by the first line
 * @param guards as in {@link Nesting}
 */
public record InstancePair(
        Acquisition outer,
        boolean outerNested,
        Acquisition inner,
        boolean innerNested,
        boolean innerInInterrupt,
        long count,
        int levels,
        List<TaskSpan> spans,
        List<LockInstance> guards) {

    public InstancePair {
        spans = List.copyOf(spans);
        guards = List.copyOf(guards);
    }

    /** The same, with other guards. */
    public InstancePair withGuards(List<LockInstance> others) {
        return new InstancePair(
                outer,
                outerNested,
                inner,
                innerNested,
                innerInInterrupt,
                count,
                levels,
                spans,
                others);
    }

    /** Whether both addresses are known. */
    public boolean hasIdentity() {
        return !Mode.hidden(outer.mode() | inner.mode());
    }
}
