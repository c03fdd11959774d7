package org.lockreplay.replay.lock;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.replay.SeenCpus;

/**
 * Which task runs where, and what of it all is lost where the trace has gaps.
 *
 * <p>A gap of a CPU begins at the last event before it. It makes every task unknown that may have
 * run there meanwhile: all but those that other CPUs are certain to run since before it began; and
 * of those that came to another CPU later, only what they took there remains known. Tasks are made
 * to forget when next asked for, so a gap costs O(CPUs).
 */
final class Schedule {

    private final ChainTrie trie;
    private final Undecided undecided;
    private final SeenCpus seenCpus;
    private final IntTable<Task> tasks = new IntTable<>(this::newTask);
    private final IntTable<Cpu> cpus = new IntTable<>(this::newCpu);
    private final SortedMap<Integer, Long> returns = new TreeMap<>();
    private int taskCount;
    private long era;
    private long gap;
    private long inferredGaps;
    private boolean strangers;

    private boolean located;
    private int pid;
    private int cpuNumber;
    private Task task;
    private Cpu cpu;

    Schedule(ChainTrie trie, Undecided undecided, SeenCpus seenCpus) {
        this.trie = trie;
        this.undecided = undecided;
        this.seenCpus = seenCpus;
        cpu = newCpu(0);
        task = cpu.idle;
    }

    /** Takes notice of where an event happened; {@link #task()} and {@link #cpu()} tell. */
    void locate(EventBatch batch, int row) {
        if (!located || batch.pid(row) != pid || batch.cpu(row) != cpuNumber) {
            move(batch.pid(row), batch.cpu(row), batch.line(row));
        }
        cpu.lastLine = batch.line(row);
    }

    /** The task of the event that was located last. */
    Task task() {
        return task;
    }

    /** The CPU of the event that was located last. */
    Cpu cpu() {
        return cpu;
    }

    /** What the located task, or the interrupt level of the located CPU, holds. */
    HeldStack stack(int level) {
        return level == Context.PROCESS ? task.stack : cpu.interrupt(level);
    }

    /** Whether nobody knows whose this level of the located event is: it holds nothing for sure. */
    boolean isStranger(int level) {
        return !located
                && (pid == -1 || (cpuNumber == -1 && (pid == 0 || level != Context.PROCESS)));
    }

    /**
     * The task that runs on the CPU of a stranger, and may be him: on its way out a task lives on
     * under its pid, then as {@code -1}. The idle task where nobody is known to.
     */
    Task perhapsStranger() {
        Task known = cpu.running;
        return known == cpu.idle ? known : upToDate(known);
    }

    /** Any task but an idle one. */
    Task task(int number) {
        return upToDate(tasks.of(number));
    }

    /**
     * The line at which the located task came to its CPU; an idle task was always there. What it
     * took before may have been released elsewhere, unseen.
     */
    long cameToItsCpu() {
        return task.pid == 0 ? 0 : cpu.since;
    }

    /** Whether the located task came to a CPU more than once; an idle one never leaves its own. */
    boolean wasAway() {
        return task.pid != 0 && task.arrivals > 1;
    }

    /** The located task gives its CPU to another one. */
    void switchTo(int nextPid, long line) {
        if (cpuNumber == -1) {
            return;
        }
        Task next = nextPid == 0 ? cpu.idle : task(nextPid);
        if (next.cpu != cpu && next.cpu.runs(next)) {
            inferredGaps++;
            fallSilent(next.cpu);
            next = task(nextPid);
        }
        cpu.switchTo(task, next, line);
        comeFromUnseen(next);
    }

    /** The life of a task begins, with nothing held. */
    void fork(int childPid) {
        Task child = task(childPid);
        child.forget(newEra());
        // it may begin on a CPU whose beginning is not there, which shows by its number only
        child.born = cpuNumber != -1;
    }

    /** Whose stack this is may have done something that was not understood. */
    void doubt(HeldStack stack) {
        stack.forgetBefore(0, newEra());
        tasks.forEach(each -> each.born &= each.stack != stack);
    }

    /** All that was known of a task ends. */
    void drop(Task gone) {
        gone.forget(newEra());
    }

    /** Events of one CPU are missing; -1 where it is not known which one's. */
    void lose(int number) {
        if (number == -1) {
            undecided.gapSince(0);
            loseAll();
        } else {
            Cpu gappy = cpus.of(number);
            seenCpus.see(number);
            lose(gappy);
        }
    }

    /**
     * The recording has ended, and some CPUs are not in it: tasks keep only what they took since
     * they came to the CPU that they are certain to be at.
     */
    void forgetWhoeverWasAway() {
        tasks.forEach(
                each -> {
                    boolean here = each.cpu.running == each && each.gap == gap;
                    each.forgetBefore(here ? each.cpu.since : Long.MAX_VALUE, newEra());
                });
    }

    /** Whoever is not known, is not known to hold anything. */
    void forgetStrangers() {
        if (strangers) {
            tasks.of(-1).forget(newEra());
            cpus.of(-1).forget(newEra());
        }
    }

    /** Nothing that was known before holds from here on. */
    void loseAll() {
        located = false;
        gap++;
        cpus.forEach(each -> each.forget(newEra()));
    }

    /**
     * The recording ends: what is undecided now will stay so, but for the gaps that last. A CPU
     * that was given to a task and shows nothing more may have gone on in a buffer that was full.
     */
    void end() {
        cpus.forEach(
                each -> {
                    if (each.silent || each.isBusy()) {
                        each.silent = false;
                        undecided.gapSince(each.lastLine);
                    }
                });
        undecided.settle();
        boolean allCpus = seenCpus.areAll();
        tasks.forEach(
                each -> {
                    if (each.returned > 0 && !allCpus) {
                        returns.merge(each.pid, each.returned, Math::min);
                    }
                    each.arrivals = 0;
                    each.returned = 0;
                });
    }

    /** As {@link LockCoverage#returns} says, of the recordings that have ended. */
    SortedMap<Integer, Long> returns() {
        return returns;
    }

    /** Something is missing that concerns every task. */
    void inferGap() {
        inferredGaps++;
        loseAll();
    }

    long inferredGaps() {
        return inferredGaps;
    }

    /** All held stacks that there are. */
    void forEachStack(Consumer<HeldStack> action) {
        tasks.forEach(each -> action.accept(upToDate(each).stack));
        cpus.forEach(
                each -> {
                    action.accept(each.idle.stack);
                    each.interrupts().forEach(action);
                });
    }

    private Task upToDate(Task found) {
        if (found.gap != gap) {
            found.gap = gap;
            found.forget(newEra());
        }
        return found;
    }

    private void move(int newPid, int newCpu, long line) {
        cpu = cpus.of(newCpu);
        boolean begins = seenCpus.see(newCpu);
        if (begins && seenCpus.beginLate()) {
            inferredGaps++;
            lose(cpu);
        } else if (cpu.silent) {
            lose(cpu);
        }
        boolean known = newPid != -1 && newCpu != -1;
        if (!known) {
            strangers = true;
            forgetStrangers();
        }
        task = newPid == 0 ? cpu.idle : task(newPid);
        if (known) {
            sight(line);
            if (begins && newPid != 0 && seenCpus.mayBeginLate()) {
                task.doubt(newEra());
            }
        }
        pid = newPid;
        cpuNumber = newCpu;
        located = known;
    }

    private void sight(long line) {
        if (cpu.running == task) {
            cpu.leaving = task;
            task.cpu = cpu;
        } else if (cpu.leaving != task) {
            boolean elsewhere = task.cpu != cpu && task.cpu.runs(task);
            if (cpu.certain || elsewhere) {
                inferredGaps++;
                infer(elsewhere);
            }
            cpu.found(task, line);
            comeFromUnseen(task);
        }
    }

    /** What the task was asking for it may have got on a CPU that is not recorded. */
    private void comeFromUnseen(Task came) {
        if (!seenCpus.areAll()) {
            came.stack.asking.forget();
        }
    }

    private void infer(boolean elsewhere) {
        if (elsewhere) {
            fallSilent(task.cpu);
        }
        if (cpu.certain) {
            lose(cpu);
        }
        task = task.pid == 0 ? cpu.idle : task(task.pid);
    }

    /** A CPU that proves to have lost events may go on losing them until it is seen again. */
    private void fallSilent(Cpu where) {
        lose(where);
        where.silent = true;
    }

    private void lose(Cpu where) {
        where.silent = false;
        undecided.gapSince(where.lastLine);
        long before = gap++;
        located = false;
        cpus.forEach(
                other -> {
                    if (other != where && other.certain && other.running.gap == before) {
                        spare(other, where.lastLine);
                    }
                });
        where.forget(newEra());
    }

    /** Keeps what is certain of the task that a CPU runs, in spite of a gap of another CPU. */
    private void spare(Cpu cpuOfTask, long gapBegan) {
        Task spared = cpuOfTask.running;
        spared.gap = gap;
        if (cpuOfTask.since >= gapBegan && spared.pid != 0) {
            spared.forgetBefore(cpuOfTask.since, newEra());
        }
    }

    /** Room for one era for each held stack of a CPU. */
    private long newEra() {
        era += Context.LEVELS;
        return era;
    }

    private Task newTask(int number) {
        return new Task(taskCount++, number, new HeldStack(trie, newEra()), gap);
    }

    private Cpu newCpu(int number) {
        return new Cpu(newTask(0), trie, newEra());
    }
}
