package org.lockreplay.replay.lock;

import java.util.List;

/**
 * A deadlock that a trace shows: at its end (or that of one of its recordings) every task of a
 * circle waits for a lock that the next one owns. One task may make a circle of its own.
 *
 * @param circle the first of them is the one that began to wait first
 * @param endLine line of the last event of the recording
 * @param endTime its time, as in {@link org.lockreplay.event.Origin}
 */
public record Deadlock(List<Waiter> circle, long endLine, long endTime) {

    public Deadlock {
        circle = List.copyOf(circle);
    }

    /**
     * A task that waits.
     *
     * @param owned what the one before it in the circle waits for: this one has it for certain
     *     ({@code lock_acquired}, or a successful trylock)
     * @param asked what it asked for, with waiting, and neither got nor gave up; the next in the
     *     circle owns it
     * @param holds all that it owns, outermost first
     */
    public record Waiter(Acquisition owned, Acquisition asked, List<Acquisition> holds) {

        public Waiter {
            holds = List.copyOf(holds);
        }
    }
}
