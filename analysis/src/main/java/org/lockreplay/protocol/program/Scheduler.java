package org.lockreplay.protocol.program;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.protocol.file.LockMode;

/**
 * What can happen next in a state: for each task its next action on what tasks share, and what
 * rules that breaks.
 *
 * <p>A state is one number for each task, of its {@link TaskWord} in {@link TaskStates}, and one of
 * {@link Memory}. A transition is what a task does up to and with its next action on a lock or on
 * memory; what it does alone (switching page faults off, asking what it has in hand, ending) goes
 * with the action before it, since no other task can tell when that happened. A choice that is free
 * (an optional step, a touch that may fault) is taken both ways.
 *
 * <p>Locks are fair: who asks for one waits behind who waits already, and a release gives it to the
 * first who waits, with all readers up to the next writer. Source: {@code
 * kernel/locking/rwsem-xadd.c}, Linux 4.19, without its lock stealing, by which a writer may come
 * before another one. Not thread-safe.
 */
public final class Scheduler {

    /** Takes what can happen next. The array is the scheduler's own and changes afterwards. */
    @FunctionalInterface
    public interface Successors {
        /**
         * @param broken the rules that the transition, or the state behind it, breaks; {@link
         *     Rules#LOST} if it is not to be followed for another reason
         */
        void add(int[] tasks, int memory, int broken);
    }

    private final Program program;
    private final TaskStates states = new TaskStates();
    private final Memory memory;
    private final Present present;
    private final TaskSteps steps;

    /**
     * @param tasks how many, at most {@value TaskWord#MOST_WAITING}
     * @throws IllegalArgumentException if that is too many, or the protocol has too many locks
     */
    public Scheduler(Program program, int tasks) {
        int lockCount = program.protocol().locks().size();
        if (tasks < 1 || tasks > TaskWord.MOST_WAITING) {
            throw new IllegalArgumentException(
                    "tasks must be from 1 to %d: %d".formatted(TaskWord.MOST_WAITING, tasks));
        }
        if (lockCount > TaskWord.MOST_LOCKS) {
            throw new IllegalArgumentException(
                    ("%d locks are too many to run: at most %d; check --protocol and verify --graph"
                                    + " take any number")
                            .formatted(lockCount, TaskWord.MOST_LOCKS));
        }
        this.program = program;
        memory = new Memory(Math.min(TaskWord.MOST_TABLES, 2 * tasks + Place.ENTRIES + 1));
        present = new Present(tasks);
        steps = new TaskSteps(program, states, memory, present);
    }

    /** The states of address space and directory. */
    public Memory memory() {
        return memory;
    }

    /** How many states of one task there are so far. */
    public int taskStates() {
        return states.size();
    }

    /** The number of a task that is in user space, as all are at first. */
    public int atRest() {
        return states.number(TaskWord.AT_REST);
    }

    /** The number of the memory at first: all regions mapped, managed, no table. */
    public int firstMemory() {
        return 0;
    }

    /** The task state in which the regions that share an entry have changed places. */
    public int swapped(int task) {
        long word = states.word(task);
        int region = TaskWord.region(word);
        if (region > 1) {
            return task;
        }
        long other = TaskWord.region(word, 1 - region);
        return states.number(TaskWord.narrowed(other, program.needs(TaskWord.at(word))));
    }

    /** Whether a task waits for a lock. */
    public boolean waits(int task) {
        return TaskWord.queued(states.word(task)) > 0;
    }

    /** What a task state is. */
    public TaskView view(int task) {
        long word = states.word(task);
        List<Integer> held = new ArrayList<>();
        for (int lock = 0; lock < program.protocol().locks().size(); lock++) {
            held.add(TaskWord.held(word, lock));
        }
        int place = TaskWord.queued(word);
        Instruction next = program.instruction(TaskWord.at(word));
        return new TaskView(
                TaskWord.at(word) == Program.IDLE,
                held,
                place > 0 ? next.lock() : -1,
                place > 0 && next.mode() == LockMode.READ,
                place,
                TaskWord.hand(word));
    }

    /** Hands on all that can happen next. */
    public void expand(int[] tasks, int memoryState, Observer told, Successors to) {
        begin(tasks, memoryState, told, to);
        for (int task = 0; task < tasks.length; task++) {
            if (!repeats(tasks, task)) {
                expand(task);
            }
        }
    }

    /** Hands on what this task can do next. */
    public void expand(int task, int[] tasks, int memoryState, Observer told, Successors to) {
        begin(tasks, memoryState, told, to);
        expand(task);
    }

    private void begin(int[] tasks, int memoryState, Observer told, Successors to) {
        present.set(tasks, states, memoryState, told);
        steps.to(to);
    }

    /** Tasks in the same state do the same. */
    private boolean repeats(int[] tasks, int task) {
        for (int other = 0; other < task; other++) {
            if (tasks[other] == tasks[task] && !waits(tasks[task])) {
                return present.observer == Observer.NONE;
            }
        }
        return false;
    }

    private void expand(int task) {
        long word = present.words[task];
        if (TaskWord.queued(word) > 0) {
            return;
        }
        if (TaskWord.at(word) != Program.IDLE) {
            steps.run(task);
            return;
        }
        int mark = present.observer.mark();
        for (Program.Start start : program.starts()) {
            for (int region = 0; region < (start.regional() ? Place.REGIONS : 1); region++) {
                steps.start(task, start, start.regional() ? region : TaskWord.NOWHERE);
                present.words[task] = word;
                present.observer.rewind(mark);
            }
        }
    }
}
