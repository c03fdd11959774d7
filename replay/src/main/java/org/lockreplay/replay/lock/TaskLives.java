package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tells the lives of tasks apart, which use pids again; tasks are given by {@link Task#index}. */
final class TaskLives {

    private static final int NONE = -1;
    private static final long NEVER = Long.MAX_VALUE;

    private final List<TaskLife> lives = new ArrayList<>();
    private int[] lifePlusOneOf = new int[64];

    /** The present life of a task. */
    int of(int task) {
        reserve(task);
        if (lifePlusOneOf[task] == 0) {
            begin(task, new TaskLife(NONE, 0, NEVER));
        }
        return lifePlusOneOf[task] - 1;
    }

    void fork(int parent, int child, long line) {
        int parentLife = of(parent);
        reserve(child);
        begin(child, new TaskLife(parentLife, line, NEVER));
    }

    void exit(int task, long line) {
        int life = of(task);
        TaskLife known = lives.get(life);
        lives.set(life, new TaskLife(known.parent(), known.forkLine(), line));
        lifePlusOneOf[task] = 0;
    }

    /** Another recording begins: its pids mean other tasks. */
    void forget() {
        Arrays.fill(lifePlusOneOf, 0);
    }

    List<TaskLife> all() {
        return List.copyOf(lives);
    }

    private void begin(int task, TaskLife life) {
        lives.add(life);
        lifePlusOneOf[task] = lives.size();
    }

    private void reserve(int task) {
        if (task >= lifePlusOneOf.length) {
            lifePlusOneOf = Arrays.copyOf(lifePlusOneOf, 2 * task);
        }
    }
}
