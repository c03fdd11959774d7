package org.lockreplay.replay.mm;

import java.util.List;
import java.util.Optional;

/**
 * Whose an address space is, and where it came from, as it is known at one moment.
 *
 * @param id counts address spaces from 0, in the order in which they were first seen
 * @param pid the task for which it was made, or which was the first one seen with it
 * @param pids the tasks that have it, in order
 * @param task the name of a task of it, as last seen in a call or an exception; may be empty
 * @param made where it came into the trace; empty if it was there before
 * @param end when its last task ended or left it
 * @param doubtful whether it may be one with another doubtful one: which tasks share it is not
 *     known
 * @param whole all that was done in it is in the trace, from its beginning on
 * @param unreadCalls system calls by a number of which it is not known whether it is one of 32 or
 *     of 64 bits
 */
public record SpaceInfo(
        int id,
        int pid,
        List<Integer> pids,
        String task,
        SpaceOrigin origin,
        Optional<Moment> made,
        Optional<Moment> end,
        Width width,
        boolean doubtful,
        boolean whole,
        long unreadCalls) {

    public SpaceInfo {
        pids = List.copyOf(pids);
    }

    /** The same, with events missing that may have changed who has it. */
    public SpaceInfo doubted() {
        return new SpaceInfo(
                id, pid, pids, task, origin, made, end, width, true, false, unreadCalls);
    }
}
