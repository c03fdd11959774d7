package org.lockreplay.replay.lock;

import java.util.Arrays;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;

/** Puts locks on the stacks of who takes them, and has it counted what that nests in what. */
final class Acquisitions {

    private final Schedule schedule;
    private final Nestings nestings;
    private final WatchedPair watchedPair;
    private final SystemCalls calls;
    private final Undecided undecided;
    private final TaskLives lives;
    private final InterruptUses interrupts;
    private final ClassUses uses = new ClassUses();
    private long hiddenAddresses;
    private boolean triesHidden;

    Acquisitions(
            Schedule schedule,
            Nestings nestings,
            WatchedPair watchedPair,
            SystemCalls calls,
            Undecided undecided,
            TaskLives lives,
            InterruptUses interrupts) {
        this.schedule = schedule;
        this.nestings = nestings;
        this.watchedPair = watchedPair;
        this.calls = calls;
        this.undecided = undecided;
        this.lives = lives;
        this.interrupts = interrupts;
    }

    /** The task in this row takes a lock, in the context of its flags. */
    void take(EventBatch batch, int row, int lockClass) {
        int context = batch.context(row);
        int level = Context.level(context);
        int mode = batch.mode(row);
        if (Mode.hidden(mode)) {
            hiddenAddresses++;
        }
        if (Mode.read(mode) && (level != Context.PROCESS || Context.bottomHalvesOff(context))) {
            mode |= HeldLock.IN_INTERRUPT;
        }
        take(batch, row, lockClass, mode, level);
    }

    /** The task in this row takes a lock at process level; the bits of the mode are given. */
    void take(EventBatch batch, int row, int lockClass, int mode) {
        take(batch, row, lockClass, mode, Context.PROCESS);
    }

    /** The innermost lock of the task in this row turns out to have been waited for. */
    void confirm(EventBatch batch, int row) {
        int level = Context.level(batch.context(row));
        HeldStack stack = schedule.stack(level);
        int top = stack.depth() - 1;
        if (top >= 0 && stack.address(top) == batch.address(row)) {
            count(stack, stack.retop(stack.mode(top) & ~Mode.TRY), level);
            interrupts.taken(stack, level, batch, row);
        }
    }

    /** From here on the trace does not say what is a trylock: only {@link #confirm} counts. */
    void hideTries() {
        triesHidden = true;
    }

    boolean triesHidden() {
        return triesHidden;
    }

    ClassUses uses() {
        return uses;
    }

    long hiddenAddresses() {
        return hiddenAddresses;
    }

    private void take(EventBatch batch, int row, int lockClass, int mode, int level) {
        HeldStack stack = schedule.stack(level);
        uses.add(lockClass, mode);
        if (triesHidden) {
            stack.push(batch, row, batch.address(row), lockClass, mode | Mode.TRY);
        } else {
            count(stack, stack.push(batch, row, batch.address(row), lockClass, mode), level);
        }
        stack.asking.acquire(lockClass, mode);
        interrupts.taken(stack, level, batch, row);
    }

    private void count(HeldStack stack, Chain chain, int level) {
        if (chain.depth > 1 && isUndecided(stack, level)) {
            decideLater(stack, chain, level);
        } else {
            nestings.acquired(stack.held(), chain, task(chain), level);
            if (chain.crossing) {
                countCases(stack.held(), chain.depth, level);
            }
        }
        if (chain.pairwise) {
            stack.noteReentry();
        }
    }

    /** Who takes a lock: a task, or one of its lives where that is looked at. */
    private int task(Chain chain) {
        int task = schedule.task().index;
        return chain.scrutinised ? lives.of(task) : task;
    }

    /** Some of the held locks were taken before the task came to its CPU. */
    private boolean isUndecided(HeldStack stack, int level) {
        return level == Context.PROCESS && HeldLock.line(stack.held(), 0) < schedule.cameToItsCpu();
    }

    private void decideLater(HeldStack stack, Chain chain, int level) {
        int task = task(chain);
        long came = schedule.cameToItsCpu();
        int older = stack.olderThan(came);
        long[] held = Arrays.copyOf(stack.held(), stack.depth() * HeldLock.WIDTH);
        boolean crossing = chain.crossing;
        String ifRead = crossing ? calls.path(schedule.task(), true) : "";
        String ifWrite = crossing ? calls.path(schedule.task(), false) : "";
        Undecided.Observation nesting =
                certain -> {
                    long[] known =
                            certain
                                    ? held
                                    : Arrays.copyOfRange(held, older * HeldLock.WIDTH, held.length);
                    nestings.acquired(known, task, level);
                    if (crossing) {
                        int depth = known.length / HeldLock.WIDTH;
                        watchedPair.acquired(known, depth, task, level, ifRead, ifWrite);
                    }
                };
        if (holdsAlready(stack, older)) {
            undecided.addStray(came, true, nesting);
        } else {
            undecided.add(came, nesting);
        }
    }

    /** Whether the innermost lock, taken alone, is among the {@code older} ones as well. */
    private static boolean holdsAlready(HeldStack stack, int older) {
        int top = stack.depth() - 1;
        if ((stack.mode(top) & (Mode.READ | Mode.TRY | Mode.HIDDEN)) != 0) {
            return false;
        }
        for (int each = 0; each < Math.min(older, top); each++) {
            if (stack.address(each) == stack.address(top)
                    && stack.lockClass(each) == stack.lockClass(top)) {
                return true;
            }
        }
        return false;
    }

    private void countCases(long[] held, int depth, int level) {
        Task task = schedule.task();
        watchedPair.acquired(
                held, depth, task.index, level, calls.path(task, true), calls.path(task, false));
    }
}
