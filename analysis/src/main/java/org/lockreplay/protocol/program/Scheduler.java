package org.lockreplay.protocol.program;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.protocol.file.Condition;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Instruction.Kind;

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
    private final TaskStates states;
    private final Memory memory;
    private final Locks locks;
    private final Conduct conduct;
    private final int[] numbers;
    private final long[] words;
    private final long[] unsettled;
    private final long[] asleep;
    private int model;
    private int woken;
    private Observer observer = Observer.NONE;
    private Successors successors = (tasks, state, broken) -> {};

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
                    "a protocol with operations has at most %d locks, and this one %d"
                            .formatted(TaskWord.MOST_LOCKS, lockCount));
        }
        this.program = program;
        states = new TaskStates();
        memory = new Memory(Math.min(TaskWord.MOST_TABLES, 2 * tasks + Place.ENTRIES + 1));
        words = new long[tasks];
        numbers = new int[tasks];
        unsettled = new long[tasks];
        asleep = new long[tasks];
        locks = new Locks(program, words);
        conduct = new Conduct(program, words);
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
        for (int task = 0; task < tasks.length; task++) {
            words[task] = states.word(tasks[task]);
        }
        model = memoryState;
        observer = told;
        successors = to;
    }

    /** Tasks in the same state do the same. */
    private boolean repeats(int[] tasks, int task) {
        for (int other = 0; other < task; other++) {
            if (tasks[other] == tasks[task] && !waits(tasks[task])) {
                return observer == Observer.NONE;
            }
        }
        return false;
    }

    private void expand(int task) {
        long word = words[task];
        if (TaskWord.queued(word) > 0) {
            return;
        }
        if (TaskWord.at(word) != Program.IDLE) {
            run(task, 0, 0);
            return;
        }
        int mark = observer.mark();
        for (Program.Start start : program.starts()) {
            for (int region = 0; region < (start.regional() ? Place.REGIONS : 1); region++) {
                start(task, start, start.regional() ? region : TaskWord.NOWHERE);
                words[task] = word;
                observer.rewind(mark);
            }
        }
    }

    private void start(int task, Program.Start start, int region) {
        Facts facts = memory.facts(model);
        boolean possible =
                start.operation().when().stream()
                        .allMatch(test -> facts.holds(test.condition(), region) == test.wanted());
        if (!possible) {
            return;
        }
        observer.begins(task, start.operation(), region == TaskWord.NOWHERE ? -1 : region);
        words[task] = TaskWord.region(TaskWord.at(words[task], start.at()), region);
        if (start.operation().when().isEmpty()) {
            run(task, 0, 0);
        } else {
            emit(task, 0);
        }
    }

    /** Does what a task does next, as far as its next action on what is shared. */
    private void run(int task, int broken, int depth) {
        int found = broken;
        int alone = 0;
        int mark = observer.mark();
        long first = words[task];
        while (alone++ < program.size() && isAlone(task)) {
            found |= alone(task);
        }
        long before = words[task];
        Instruction next = program.instruction(TaskWord.at(before));
        switch (next.kind()) {
            case MAYBE -> {
                fork(task, next.next(), found, depth);
                words[task] = before;
                fork(task, next.other(), found, depth);
            }
            case TOUCH -> touch(task, next, found, depth);
            case LOCK -> lock(task, next, found);
            case TRY -> attempt(task, next, found);
            case UNLOCK -> release(task, next, found);
            case DOWNGRADE -> downgrade(task, next, found);
            case CHANGE -> change(task, next, found);
            case IF -> ask(task, next, found);
            case END, BEGIN, PAGE_FAULTS_ON, PAGE_FAULTS_OFF -> emit(task, found);
        }
        words[task] = first;
        observer.rewind(mark);
    }

    private void fork(int task, int to, int broken, int depth) {
        words[task] = TaskWord.at(words[task], to);
        if (depth > program.size()) {
            emit(task, broken);
        } else {
            run(task, broken, depth + 1);
        }
    }

    // ---- what a task does alone ----

    private boolean isAlone(int task) {
        Instruction next = program.instruction(TaskWord.at(words[task]));
        return switch (next.kind()) {
            case BEGIN, PAGE_FAULTS_ON, PAGE_FAULTS_OFF -> true;
            case IF -> isOwn(next.test().condition());
            case CHANGE -> isSilent(next.effect());
            default -> false;
        };
    }

    private static boolean isOwn(Condition condition) {
        return condition == Condition.DENIED || condition == Condition.TABLE_IN_HAND;
    }

    private static boolean isSilent(Effect effect) {
        return effect == Effect.SEARCH || effect == Effect.RESOLVE || effect == Effect.ZAP_TABLE;
    }

    private int alone(int task) {
        long word = words[task];
        Instruction next = program.instruction(TaskWord.at(word));
        int broken = 0;
        boolean yes = true;
        switch (next.kind()) {
            case BEGIN -> broken = conduct.begins(next);
            case PAGE_FAULTS_ON, PAGE_FAULTS_OFF -> {
                boolean on = next.kind() == Kind.PAGE_FAULTS_ON;
                word = TaskWord.faultsOff(word, !on);
                observer.pageFaults(task, next.name(), on);
            }
            case IF -> {
                Condition condition = next.test().condition();
                boolean holds =
                        condition == Condition.DENIED
                                ? TaskWord.denied(word)
                                : TaskWord.hand(word) >= 0;
                yes = holds == next.test().wanted();
                observer.asks(task, next.name(), yes);
            }
            default -> {
                broken = conduct.changes(task, next, memory.facts(model));
                int region = region(word);
                observer.changes(
                        task, next.name(), next.effect(), region, hand(word), model, model);
            }
        }
        words[task] = TaskWord.at(word, yes ? next.next() : next.other());
        return broken;
    }

    // ---- what others can tell ----

    private void touch(int task, Instruction next, int broken, int depth) {
        long word = words[task];
        if (TaskWord.faultsOff(word)) {
            int mark = observer.mark();
            for (boolean denied : new boolean[] {false, true}) {
                observer.rewind(mark);
                observer.touches(task, next.name(), denied);
                words[task] = TaskWord.at(TaskWord.denied(word, denied), next.next());
                emit(task, broken);
            }
            return;
        }
        int found = broken | conduct.touches(task, next);
        int mark = observer.mark();
        observer.touches(task, next.name(), false);
        words[task] = TaskWord.denied(word, false);
        fork(task, next.next(), found, depth);
        if (next.other() != next.next()) {
            observer.rewind(mark);
            observer.touches(task, next.name(), true);
            words[task] = TaskWord.denied(word, false);
            fork(task, next.other(), found | conduct.faults(task), depth);
        }
    }

    private void lock(int task, Instruction next, int broken) {
        boolean fault = next.scope().fault();
        boolean free = locks.isFree(next.lock(), next.mode());
        int found = broken | conduct.asks(task, next, fault && free);
        if (free) {
            observer.acquires(task, next.name(), next.lock(), next.mode(), fault);
            long word = Locks.taken(words[task], next.lock(), next.mode());
            words[task] = TaskWord.at(word, next.next());
            emit(task, found);
        } else {
            observer.waits(task, next.name(), next.lock(), next.mode(), fault);
            words[task] = TaskWord.queued(words[task], locks.waiting(next.lock()) + 1);
            emit(task, found | (locks.isDeadlocked(task) ? Rules.bit(Rule.DEADLOCK) : 0));
        }
    }

    private void attempt(int task, Instruction next, int broken) {
        boolean free = locks.isFree(next.lock(), next.mode());
        observer.tries(task, next.name(), next.lock(), next.mode(), free);
        long word = words[task];
        words[task] =
                free
                        ? TaskWord.at(Locks.taken(word, next.lock(), next.mode()), next.next())
                        : TaskWord.at(word, next.other());
        emit(task, broken);
    }

    private void release(int task, Instruction next, int broken) {
        System.arraycopy(words, 0, asleep, 0, words.length);
        boolean held = TaskWord.held(words[task], next.lock()) > 0;
        observer.releases(task, next.name(), next.lock());
        words[task] = TaskWord.at(Locks.released(words[task], next.lock()), next.next());
        wake(next.lock());
        emit(task, broken | (held ? 0 : Rules.bit(Rule.BALANCED)));
        System.arraycopy(asleep, 0, words, 0, words.length);
    }

    private void downgrade(int task, Instruction next, int broken) {
        System.arraycopy(words, 0, asleep, 0, words.length);
        boolean held = TaskWord.held(words[task], next.lock()) == TaskWord.WRITTEN;
        observer.downgrades(task, next.name(), next.lock());
        long word = TaskWord.held(words[task], next.lock(), held ? 1 : 0);
        words[task] = TaskWord.at(word, next.next());
        wake(next.lock());
        emit(task, broken | (held ? 0 : Rules.bit(Rule.BALANCED)));
        System.arraycopy(asleep, 0, words, 0, words.length);
    }

    /** Gives a lock to those who wait for it and can have it. */
    private void wake(int lock) {
        int task = locks.grant(lock);
        while (task >= 0) {
            Instruction asked = program.instruction(TaskWord.at(words[task]));
            observer.granted(task, lock, asked.mode());
            woken |= 1 << task;
            words[task] = TaskWord.at(words[task], asked.next());
            task = locks.grant(lock);
        }
    }

    private void change(int task, Instruction next, int broken) {
        int before = model;
        long word = words[task];
        int found = broken | conduct.changes(task, next, memory.facts(model));
        int hand = TaskWord.hand(word);
        Memory.Outcome outcome = memory.apply(model, next.effect(), region(word), hand);
        model = outcome.model();
        observer.changes(
                task,
                next.name(),
                next.effect(),
                region(word),
                hand >= 0 ? hand : outcome.hand(),
                before,
                model);
        words[task] = TaskWord.at(TaskWord.hand(word, outcome.hand()), next.next());
        emit(task, found | outcome.broken());
        model = before;
    }

    private void ask(int task, Instruction next, int broken) {
        long word = words[task];
        boolean holds = memory.facts(model).holds(next.test().condition(), region(word));
        boolean yes = holds == next.test().wanted();
        observer.asks(task, next.name(), yes);
        words[task] = TaskWord.at(word, yes ? next.next() : next.other());
        emit(task, broken);
    }

    // ---- the state behind it ----

    /** Hands on the state in which the task and all that it woke have done what they do alone. */
    private void emit(int task, int broken) {
        int found = broken;
        System.arraycopy(words, 0, unsettled, 0, words.length);
        for (int one = 0; one < words.length; one++) {
            if (one == task || (woken >> one & 1) != 0) {
                found |= settle(one);
            }
            numbers[one] = states.number(words[one]);
        }
        Facts facts = memory.facts(model);
        found |= facts.broken();
        if (isAtRest()) {
            found |= facts.brokenAtRest() | (facts.orphans() ? Rules.LOST : 0);
        }
        successors.add(numbers, model, found);
        woken = 0;
        System.arraycopy(unsettled, 0, words, 0, words.length);
    }

    private int settle(int task) {
        int found = 0;
        int alone = 0;
        boolean waits = TaskWord.queued(words[task]) > 0;
        while (!waits && alone++ < program.size() && isAlone(task)) {
            found |= alone(task);
        }
        long word = words[task];
        int at = TaskWord.at(word);
        if (at == Program.IDLE) {
            found |= conduct.ends(word);
            observer.ends(task);
            word = TaskWord.hand(TaskWord.denied(TaskWord.faultsOff(word, false), false), -1);
        }
        words[task] = TaskWord.narrowed(word, program.needs(at));
        return found;
    }

    /** Whether all tasks are in user space. */
    private boolean isAtRest() {
        for (long word : words) {
            if (TaskWord.at(word) != Program.IDLE) {
                return false;
            }
        }
        return true;
    }

    private static int region(long word) {
        return TaskWord.region(word) == TaskWord.NOWHERE ? -1 : TaskWord.region(word);
    }

    private static int hand(long word) {
        return TaskWord.hand(word);
    }
}
