package org.lockreplay.replay.mpx;

import org.lockreplay.event.Origin;

/**
 * How often, and for how long, the tasks of managed address spaces were in one kind of critical
 * section of the two semaphores.
 *
 * @param operation the label of the {@link MpxOperation} that it belongs to; empty if it fits none
 * @param doing the system call, or {@code page fault}; of a section that fits none, why
 * @param bdSem whether it is one of {@code bd_sem}; otherwise of {@code mmap_sem}
 * @param nestingCase which of the proposal's four cases it is, inside {@code bd_sem}; 0 outside
 * @param tries how many of {@code count} came by a trylock
 * @param waits of how many the wait is known; {@code waited} is the sum of these, in the unit of
 *     the trace's times, {@code longestWait} the longest
 * @param holds the same for how long the semaphore was held
 * @param first where it was asked for the first time
 */
public record SectionCount(
        String operation,
        String doing,
        boolean bdSem,
        boolean read,
        int nestingCase,
        long count,
        long tries,
        long waits,
        long waited,
        long longestWait,
        long holds,
        long held,
        long longestHold,
        Origin first) {

    /** Both together; of one kind, this one first. */
    public SectionCount plus(SectionCount later) {
        return new SectionCount(
                operation,
                doing,
                bdSem,
                read,
                nestingCase,
                count + later.count,
                tries + later.tries,
                waits + later.waits,
                waited + later.waited,
                Math.max(longestWait, later.longestWait),
                holds + later.holds,
                held + later.held,
                Math.max(longestHold, later.longestHold),
                first);
    }
}
