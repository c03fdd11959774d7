package org.lockreplay.protocol.verify;

import java.util.Arrays;
import org.lockreplay.protocol.program.Scheduler;

/**
 * A state in {@code long}s, one and the same for all states that differ only in which task is
 * which, and in which of the two regions that share an entry is which.
 *
 * <p>Both are sound: every task can do every operation, locks know tasks only by their place in the
 * queue, and no step tells the two regions apart. 16 bits for each task and for the memory. Not
 * thread-safe.
 */
final class StateForm {

    /** From this number on, a task or a memory does not fit. */
    static final int LIMIT = 1 << 16;

    private static final int EACH = 16;
    private static final int IN_A_LONG = Long.SIZE / EACH;

    private final Scheduler scheduler;
    private final int[] sorted;
    private final int[] swapped;

    StateForm(Scheduler scheduler, int tasks) {
        this.scheduler = scheduler;
        sorted = new int[tasks];
        swapped = new int[tasks];
    }

    /** How many {@code long}s a state has. */
    int width() {
        return sorted.length / IN_A_LONG + 1;
    }

    /** Writes the state into {@code into}; answers false if it does not fit. */
    boolean write(int[] tasks, int memory, long[] into) {
        System.arraycopy(tasks, 0, sorted, 0, sorted.length);
        sort(sorted);
        for (int i = 0; i < swapped.length; i++) {
            swapped[i] = scheduler.swapped(tasks[i]);
        }
        sort(swapped);
        int otherMemory = scheduler.memory().swapped(memory);
        boolean other = isLess(swapped, otherMemory, sorted, memory);
        pack(other ? swapped : sorted, other ? otherMemory : memory, into);
        return memory < LIMIT && otherMemory < LIMIT && scheduler.taskStates() <= LIMIT;
    }

    /** Reads the tasks of a state; answers its memory. */
    int read(long[] state, int[] tasks) {
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = get(state, i);
        }
        return get(state, tasks.length);
    }

    private static int get(long[] state, int i) {
        return (int) (state[i / IN_A_LONG] >>> EACH * (i % IN_A_LONG)) & LIMIT - 1;
    }

    private static void pack(int[] tasks, int memory, long[] into) {
        Arrays.fill(into, 0);
        for (int i = 0; i < tasks.length; i++) {
            into[i / IN_A_LONG] |= (long) tasks[i] << EACH * (i % IN_A_LONG);
        }
        int last = tasks.length;
        into[last / IN_A_LONG] |= (long) memory << EACH * (last % IN_A_LONG);
    }

    private static boolean isLess(int[] one, int oneMemory, int[] other, int otherMemory) {
        int order = Arrays.compare(one, other);
        return order == 0 ? oneMemory < otherMemory : order < 0;
    }

    /** By insertion: there are few. */
    private static void sort(int[] numbers) {
        for (int i = 1; i < numbers.length; i++) {
            int number = numbers[i];
            int at = i;
            while (at > 0 && numbers[at - 1] > number) {
                numbers[at] = numbers[at - 1];
                at--;
            }
            numbers[at] = number;
        }
    }
}
