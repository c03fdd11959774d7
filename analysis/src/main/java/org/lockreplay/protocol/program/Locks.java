package org.lockreplay.protocol.program;

import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.ProtocolLock;

/**
 * Who holds and who waits for the locks, told from the words of the tasks, which it works on.
 *
 * <p>A task that waits asks for the lock of its instruction.
 */
final class Locks {

    private final Program program;
    private final long[] words;
    private final boolean[] fair;

    Locks(Program program, long[] words) {
        this.program = program;
        this.words = words;
        fair = new boolean[program.protocol().locks().size()];
        for (int lock = 0; lock < fair.length; lock++) {
            ProtocolLock one = program.protocol().locks().get(lock);
            fair[lock] = one.kind().isFair();
        }
    }

    /** The word of a task that takes a lock. */
    static long taken(long word, int lock, LockMode mode) {
        return TaskWord.held(word, lock, taken(TaskWord.held(word, lock), mode));
    }

    /** How a lock is held after it was taken once more. */
    static int taken(int held, LockMode mode) {
        return mode == LockMode.WRITE ? TaskWord.WRITTEN : Math.min(held + 1, TaskWord.MOST_READS);
    }

    /** The word of a task that gives a lock back, once. */
    static long released(long word, int lock) {
        return TaskWord.held(word, lock, released(TaskWord.held(word, lock)));
    }

    /** How a lock is held after it was given back once. */
    static int released(int held) {
        return held == TaskWord.WRITTEN ? 0 : Math.max(held - 1, 0);
    }

    /** Whether somebody who asks gets the lock at once. */
    boolean isFree(int lock, LockMode mode) {
        boolean passes = mode == LockMode.READ && !fair[lock];
        return isUnowned(lock, mode) && (passes || waiting(lock) == 0);
    }

    /** How many tasks wait for the lock. */
    int waiting(int lock) {
        int waiting = 0;
        for (long word : words) {
            if (waitsFor(word, lock)) {
                waiting++;
            }
        }
        return waiting;
    }

    /**
     * Gives the lock to the first who waits for it and can have it: takes that task from the queue
     * and lets it hold the lock, nothing else; -1 if there is none.
     */
    int grant(int lock) {
        int waiting = waiting(lock);
        for (int place = 1; place <= waiting; place++) {
            int task = at(lock, place);
            LockMode mode = mode(words[task]);
            if (isUnowned(lock, mode)) {
                leave(lock, place);
                words[task] = taken(TaskWord.queued(words[task], 0), lock, mode);
                return task;
            }
            if (fair[lock]) {
                return -1;
            }
        }
        return -1;
    }

    /** Whether a task that waits is in a circle of tasks that wait for each other. */
    boolean isDeadlocked(int task) {
        return reaches(task, task, 0);
    }

    /** The tasks that are in the way of this one, as bits. */
    private int blockers(int task) {
        int lock = program.instruction(TaskWord.at(words[task])).lock();
        LockMode mode = mode(words[task]);
        int blockers = 0;
        for (int other = 0; other < words.length; other++) {
            int held = TaskWord.held(words[other], lock);
            boolean owner = mode == LockMode.WRITE ? held > 0 : held == TaskWord.WRITTEN;
            boolean first =
                    waitsFor(words[other], lock)
                            && TaskWord.queued(words[other]) < TaskWord.queued(words[task])
                            && (mode == LockMode.WRITE
                                    || fair[lock] && mode(words[other]) == LockMode.WRITE);
            blockers |= owner || first ? 1 << other : 0;
        }
        return blockers;
    }

    private boolean reaches(int from, int to, int seen) {
        if (TaskWord.queued(words[from]) == 0) {
            return false;
        }
        int blockers = blockers(from);
        if ((blockers >> to & 1) != 0) {
            return true;
        }
        for (int next = 0; next < words.length; next++) {
            boolean fresh = (blockers >> next & 1) != 0 && (seen >> next & 1) == 0;
            if (fresh && reaches(next, to, seen | blockers)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUnowned(int lock, LockMode mode) {
        for (long word : words) {
            int held = TaskWord.held(word, lock);
            if (mode == LockMode.WRITE ? held > 0 : held == TaskWord.WRITTEN) {
                return false;
            }
        }
        return true;
    }

    private boolean waitsFor(long word, int lock) {
        return TaskWord.queued(word) > 0 && program.instruction(TaskWord.at(word)).lock() == lock;
    }

    private int at(int lock, int place) {
        for (int task = 0; task < words.length; task++) {
            if (waitsFor(words[task], lock) && TaskWord.queued(words[task]) == place) {
                return task;
            }
        }
        throw new IllegalStateException("nobody waits at place " + place);
    }

    private void leave(int lock, int place) {
        for (int task = 0; task < words.length; task++) {
            int here = TaskWord.queued(words[task]);
            if (waitsFor(words[task], lock) && here > place) {
                words[task] = TaskWord.queued(words[task], here - 1);
            }
        }
    }

    private LockMode mode(long word) {
        return program.instruction(TaskWord.at(word)).mode();
    }
}
