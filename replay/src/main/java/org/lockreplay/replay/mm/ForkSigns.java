package org.lockreplay.replay.mm;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether a recording tells of the forks in it: by {@code sched_process_fork}, or by the calls that
 * fork. Not thread-safe.
 */
final class ForkSigns {

    private final Map<Integer, Long> endedAt = new HashMap<>();
    private boolean seen;
    private boolean missed;
    private boolean calls;

    /** An event of a fork. */
    void see() {
        seen = true;
    }

    /** A call ends that forked, without an event of the fork. */
    void miss() {
        missed = true;
    }

    /** A call begins; {@code tells} if calls that fork are seen to be recorded. */
    void seeCall(boolean tells) {
        calls |= tells;
    }

    /** Whether a task may come into being unseen. */
    boolean mayBeMissing() {
        return missed || !seen;
    }

    /** Whether the calls that fork are recorded. */
    boolean callsTraced() {
        return calls;
    }

    /** What was known of a pid ends. */
    void ended(int pid, Moment at) {
        endedAt.put(pid, at.line());
    }

    /** Whether a task with this pid ended behind this line. */
    boolean endedSince(int pid, long line) {
        return endedAt.getOrDefault(pid, Long.MIN_VALUE) > line;
    }
}
