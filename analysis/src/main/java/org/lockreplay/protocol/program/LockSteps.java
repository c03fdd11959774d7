package org.lockreplay.protocol.program;

import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Rule;

/**
 * What a task does with a lock: it asks for it and has it or waits, tries to get it, gives it back,
 * or goes on as a reader; who waited for it is woken.
 */
final class LockSteps {

    private final Program program;
    private final Locks locks;
    private final Conduct conduct;
    private final Outcomes outcomes;
    private final Present present;
    private final long[] asleep;

    LockSteps(Program program, Conduct conduct, Outcomes outcomes, Present present) {
        this.program = program;
        this.conduct = conduct;
        this.outcomes = outcomes;
        this.present = present;
        locks = new Locks(program, present.words);
        asleep = new long[present.words.length];
    }

    void lock(int task, Instruction next, int broken) {
        long[] words = present.words;
        boolean fault = next.scope().fault();
        boolean free = locks.isFree(next.lock(), next.mode());
        int found = broken | conduct.asks(task, next, fault && free);
        if (free) {
            present.observer.acquires(task, next.name(), next.lock(), next.mode(), fault);
            long word = Locks.taken(words[task], next.lock(), next.mode());
            words[task] = TaskWord.at(word, next.next());
            outcomes.emit(task, found);
        } else {
            present.observer.waits(task, next.name(), next.lock(), next.mode(), fault);
            words[task] = TaskWord.queued(words[task], locks.waiting(next.lock()) + 1);
            boolean stuck = locks.isDeadlocked(task);
            outcomes.emit(task, found | (stuck ? Rules.bit(Rule.DEADLOCK) : 0));
        }
    }

    void attempt(int task, Instruction next, int broken) {
        boolean free = locks.isFree(next.lock(), next.mode());
        present.observer.tries(task, next.name(), next.lock(), next.mode(), free);
        long word = present.words[task];
        present.words[task] =
                free
                        ? TaskWord.at(Locks.taken(word, next.lock(), next.mode()), next.next())
                        : TaskWord.at(word, next.other());
        outcomes.emit(task, broken);
    }

    void release(int task, Instruction next, int broken) {
        long word = present.words[task];
        boolean held = TaskWord.held(word, next.lock()) > 0;
        present.observer.releases(task, next.name(), next.lock());
        leave(task, next, Locks.released(word, next.lock()), held, broken);
    }

    void downgrade(int task, Instruction next, int broken) {
        long word = present.words[task];
        boolean held = TaskWord.held(word, next.lock()) == TaskWord.WRITTEN;
        present.observer.downgrades(task, next.name(), next.lock());
        leave(task, next, TaskWord.held(word, next.lock(), held ? 1 : 0), held, broken);
    }

    /** The task goes on with this word, and others have the lock that they waited for. */
    private void leave(int task, Instruction next, long word, boolean held, int broken) {
        long[] words = present.words;
        System.arraycopy(words, 0, asleep, 0, words.length);
        words[task] = TaskWord.at(word, next.next());
        wake(next.lock());
        outcomes.emit(task, broken | (held ? 0 : Rules.bit(Rule.BALANCED)));
        System.arraycopy(asleep, 0, words, 0, words.length);
    }

    /** Gives a lock to those who wait for it and can have it. */
    private void wake(int lock) {
        long[] words = present.words;
        int task = locks.grant(lock);
        while (task >= 0) {
            Instruction asked = program.instruction(TaskWord.at(words[task]));
            LockMode mode = asked.mode();
            present.observer.granted(task, lock, mode);
            present.woken |= 1 << task;
            words[task] = TaskWord.at(words[task], asked.next());
            task = locks.grant(lock);
        }
    }
}
