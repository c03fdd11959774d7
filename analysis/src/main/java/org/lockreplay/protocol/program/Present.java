package org.lockreplay.protocol.program;

/**
 * The state that is being worked on: one word for each task and the number of the memory; with it,
 * who is told what is done, and the tasks that were given a lock by it.
 *
 * <p>Fields are read and written as they are: this is the innermost loop of an exploration. Whoever
 * changes them to try something puts them back. Not thread-safe.
 */
final class Present {

    /** Of each task its {@link TaskWord}. */
    final long[] words;

    /** The memory, as {@link Memory} numbers it. */
    int model;

    /** The tasks that were given a lock by what was just done, as bits. */
    int woken;

    Observer observer = Observer.NONE;

    Present(int tasks) {
        words = new long[tasks];
    }

    /** Begins with a state that is given by the numbers of its tasks. */
    void set(int[] tasks, TaskStates states, int memory, Observer told) {
        for (int task = 0; task < tasks.length; task++) {
            words[task] = states.word(tasks[task]);
        }
        model = memory;
        observer = told;
    }

    /** The region on which a task works; -1 for none. */
    int region(int task) {
        int region = TaskWord.region(words[task]);
        return region == TaskWord.NOWHERE ? -1 : region;
    }
}
