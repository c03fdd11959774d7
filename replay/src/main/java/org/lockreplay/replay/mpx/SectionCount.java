package org.lockreplay.replay.mpx;

import org.lockreplay.event.Origin;

/**
 * How often, and for how long, the tasks of managed address spaces were in one kind of critical
 * section of the two semaphores. What kind is what was seen; which operation of which protocol it
 * fits is for others to say.
 *
 * @param path the way of the task into the kernel, as a protocol file names it: a system call, with
 *     its form in parentheses where that makes a difference ({@code mmap(MAP_FIXED)}, {@code
 *     mremap(shrink)}), {@code #BR(1)}, {@code #BR(2)}, {@code page fault}; empty if it is not in
 *     the trace
 * @param bdSem whether it is one of {@code bd_sem}; otherwise of {@code mmap_sem}
 * @param outer how the other one of the two was held when this one was asked for
 * @param unmaps whether it unmapped managed memory without {@code bd_sem}
 * @param tries how many of {@code count} came by a trylock
 * @param waits of how many the wait is known; {@code waited} is the sum of these, in the unit of
 *     the trace's times, {@code longestWait} the longest
 * @param holds the same for how long the semaphore was held
 * @param first where it was asked for the first time
 */
public record SectionCount(
        String path,
        boolean bdSem,
        boolean read,
        Hold outer,
        BareUnmap unmaps,
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
                path,
                bdSem,
                read,
                outer,
                unmaps,
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
