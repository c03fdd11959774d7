package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.event.Names;
import org.lockreplay.replay.SeenCpus;

/** Collects the circles of tasks that wait for each other as recordings end. */
final class DeadlockChecks {

    private final LockClasses classes;
    private final Schedule schedule;
    private final SeenCpus seenCpus;
    private final List<Deadlock> found = new ArrayList<>();
    private long unfollowed;

    DeadlockChecks(LockClasses classes, Schedule schedule, SeenCpus seenCpus) {
        this.classes = classes;
        this.schedule = schedule;
        this.seenCpus = seenCpus;
    }

    /**
     * A recording in which locks tell of their owners ends, before the schedule forgets it. Where
     * not all CPUs are recorded, only what tasks took since they came to theirs counts.
     */
    void endRecording(Names names, long lastLine, long lastTime) {
        List<Deadlock> now = deadlocks(names, lastLine, lastTime);
        if (!now.isEmpty() && !seenCpus.areAll()) {
            int before = now.size();
            schedule.forgetWhoeverWasAway();
            now = deadlocks(names, lastLine, lastTime);
            unfollowed += before - now.size();
        }
        found.addAll(now);
    }

    List<Deadlock> found() {
        return List.copyOf(found);
    }

    /** How many do not count because a task may have been where nothing is recorded. */
    long unfollowed() {
        return unfollowed;
    }

    /** What was found means nothing. */
    void discard() {
        found.clear();
    }

    private List<Deadlock> deadlocks(Names names, long lastLine, long lastTime) {
        Waits waits = new Waits(classes, names);
        schedule.forEachStack(waits::add);
        return waits.deadlocks(lastLine, lastTime);
    }
}
