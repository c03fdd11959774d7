package org.lockreplay.replay.lock;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.event.EventBatch;

/** Collects what tasks hold as they end or go back to user space; they should hold nothing. */
final class ExitChecks {

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::lockClass).thenComparing(Key::leaving);

    private static final Comparator<HeldAtExit> FIRST =
            Comparator.<HeldAtExit>comparingLong(exit -> exit.end().line())
                    .thenComparingLong(exit -> exit.held().origin().line());

    private final LockClasses classes;
    private final Schedule schedule;
    private final Undecided undecided;
    private final Map<Key, HeldAtExit> found = new TreeMap<>(ORDER);

    /** Lines of the first few of them. */
    private final Set<Long> ends = new HashSet<>();

    private record Key(String lockClass, String leaving) {}

    ExitChecks(LockClasses classes, Schedule schedule, Undecided undecided) {
        this.classes = classes;
        this.schedule = schedule;
        this.undecided = undecided;
    }

    /** A task ends; everything on its stack was taken since the last gap that is known. */
    void exit(Task task, EventBatch batch, int row) {
        check(task, 0, "exit", batch, row);
    }

    /**
     * The task of this row goes back to user space; what it held the last time is known already.
     */
    void leave(String call, EventBatch batch, int row) {
        Task task = schedule.task();
        check(task, stackFrom(task), call, batch, row);
        task.leftAt = batch.line(row);
    }

    private static int stackFrom(Task task) {
        return task.stack.olderThan(task.leftAt);
    }

    private void check(Task task, int from, String leaving, EventBatch batch, int row) {
        HeldStack stack = task.stack;
        long since = task == schedule.task() ? schedule.cameToItsCpu() : batch.line(row);
        for (int i = from; i < stack.depth(); i++) {
            Acquisition held =
                    HeldLock.acquisition(stack.held(), i * HeldLock.WIDTH, classes, batch.names());
            HeldAtExit exit = new HeldAtExit(held.lockClass(), leaving, 1, held, batch.origin(row));
            if (held.origin().line() >= since) {
                add(exit);
            } else {
                undecided.addStray(since, true, certain -> addIf(certain, exit));
            }
        }
    }

    List<HeldAtExit> found() {
        return List.copyOf(found.values());
    }

    /** At how many ends or returns something was held, if not more than is enough. */
    int ends() {
        return ends.size();
    }

    /** What was found means nothing. */
    void discard() {
        found.clear();
    }

    private void addIf(boolean certain, HeldAtExit exit) {
        if (certain) {
            add(exit);
        }
    }

    private void add(HeldAtExit exit) {
        if (ends.size() < ReleaseTracing.ENOUGH) {
            ends.add(exit.end().line());
        }
        found.merge(new Key(exit.lockClass(), exit.leaving()), exit, ExitChecks::together);
    }

    private static HeldAtExit together(HeldAtExit one, HeldAtExit other) {
        HeldAtExit first = FIRST.compare(one, other) <= 0 ? one : other;
        return new HeldAtExit(
                first.lockClass(),
                first.leaving(),
                one.count() + other.count(),
                first.held(),
                first.end());
    }
}
