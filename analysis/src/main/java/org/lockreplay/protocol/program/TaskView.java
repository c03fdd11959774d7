package org.lockreplay.protocol.program;

import java.util.List;

/**
 * One task's state, to look at.
 *
 * @param idle whether it is in user space
 * @param held for each lock how often it holds it: 0, a number of reads, or {@link #WRITTEN}
 * @param waitsFor the lock that it waits for, -1 for none
 * @param reads whether it waits to read
 * @param place in the queue, from 1; 0 if it does not wait
 * @param hand the slot of its table in hand, -1 for none
 */
public record TaskView(
        boolean idle, List<Integer> held, int waitsFor, boolean reads, int place, int hand) {

    /** Held for write. */
    public static final int WRITTEN = TaskWord.WRITTEN;

    public TaskView {
        held = List.copyOf(held);
    }
}
