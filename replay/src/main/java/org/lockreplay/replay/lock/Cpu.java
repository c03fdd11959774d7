package org.lockreplay.replay.lock;

import java.util.List;
import java.util.stream.IntStream;
import org.lockreplay.event.Context;

/** What is known of one CPU: who runs there, and what its interrupt levels hold. */
final class Cpu {

    /** Where a task is that was seen on no CPU. */
    static final Cpu NOWHERE = new Cpu();

    final Task idle;

    /** Who runs here; {@link #idle} as long as that is not known. */
    Task running;

    /** Who was switched away from, and may still be seen until {@link #running} is. */
    Task leaving;

    /** A switch was seen here, and nothing is missing since: {@link #running} is certain. */
    boolean certain;

    /** Events were found to be missing here, and none was seen since. */
    boolean silent;

    /** Line since which {@link #running} runs. */
    long since;

    /** Line of the last event of this CPU. */
    long lastLine;

    /** The recording in which a release was last seen here, as {@link ReleaseTracing} counts. */
    long releasesSeenIn;

    /** The recording in which, before that, someone took a lock while he held it, and went on. */
    long reenteredIn;

    private final List<HeldStack> interrupts;

    Cpu(Task idle, ChainTrie trie, long era) {
        this.idle = idle;
        running = idle;
        leaving = idle;
        interrupts =
                IntStream.range(Context.PROCESS + 1, Context.LEVELS)
                        .mapToObj(level -> new HeldStack(trie, era + level))
                        .toList();
    }

    private Cpu() {
        idle = null;
        interrupts = List.of();
    }

    /** What a level other than {@link Context#PROCESS} holds. */
    HeldStack interrupt(int level) {
        return interrupts.get(level - 1);
    }

    List<HeldStack> interrupts() {
        return interrupts;
    }

    /** Some task is certain to run here, not the idle one. */
    boolean isBusy() {
        return certain && running != idle;
    }

    /** {@code task} is certain to run here at this moment. */
    boolean runs(Task task) {
        return certain && running == task;
    }

    void switchTo(Task from, Task to, long line) {
        leaving = from;
        running = to;
        certain = true;
        arrive(to, line);
    }

    /** A task is seen that was not known to run here. */
    void found(Task task, long line) {
        leaving = task;
        running = task;
        arrive(task, line);
    }

    private void arrive(Task task, long line) {
        task.cpu = this;
        task.arrivals++;
        if (task.returned == 0 && (task.arrivals > 1 || task.born)) {
            task.returned = line;
        }
        since = line;
    }

    /** Nothing is known any more; each level takes an era of its own from {@code era} on. */
    void forget(long era) {
        idle.forget(era);
        for (int level = Context.PROCESS + 1; level < Context.LEVELS; level++) {
            interrupt(level).forget(era + level);
        }
        running = idle;
        leaving = idle;
        certain = false;
    }
}
