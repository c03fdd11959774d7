package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;

/**
 * Finds what a release lets go of, and judges it where nothing is found.
 *
 * <p>A lock is looked for in the context of the release, then in the other levels of the same task
 * and CPU (the flags of the two lines may differ): by address and class, where the address is
 * hidden by class, and last by address alone, since a held lock may have been given another class
 * ({@code lock_set_class}).
 *
 * <p>Of a release by a task that is not known, only a lock counts that the task is seen to hold
 * which ran there before.
 *
 * <p>What is held by nobody is an {@link Imbalance} where the context certainly did not take it
 * before the trace or in a gap. What another task holds is a lock handed over: it is taken from
 * that task if the releasing one certainly does not hold it, or if that task certainly had it for
 * write: then nobody else could hold it.
 */
final class Releases {

    /** In how many ways a lock is looked for; {@link #find} says which. */
    private static final int WAYS = 4;

    private final LockClasses classes;
    private final Schedule schedule;
    private final Undecided undecided;
    private final ClassUses uses;
    private final OneSided sides = new OneSided();
    private final RepeatedReleases repeated = new RepeatedReleases();
    private final BalancedInstances balanced = new BalancedInstances();
    private final BalancedInstances balancedReads = new BalancedInstances();
    private final Map<Long, Imbalance> imbalances = new TreeMap<>();
    private long unknown;
    private long unnamed;

    Releases(LockClasses classes, Schedule schedule, Undecided undecided, ClassUses uses) {
        this.classes = classes;
        this.schedule = schedule;
        this.undecided = undecided;
        this.uses = uses;
    }

    /** Applies the release in this row, of the located task and CPU. */
    void release(EventBatch batch, int row, HeldStack expected) {
        int lockClass = classes.of(batch.names(), batch.name(row));
        if (lockClass == LockClasses.UNNAMED) {
            unnamed++;
        } else {
            sides.released(lockClass);
        }
        expected.asking.settled(lockClass);
        long address = batch.address(row);
        boolean hidden = Mode.hidden(batch.mode(row));
        if (schedule.isStranger(Context.level(batch.context(row)))) {
            releaseByStranger(lockClass, address, hidden);
            return;
        }
        int position = hidden ? HeldStack.NONE : expected.find(lockClass, address);
        if (position != HeldStack.NONE) {
            letGo(expected, position);
        } else if (!releaseElsewhere(expected, lockClass, address, hidden)) {
            judge(batch, row, expected, lockClass, hidden);
        }
    }

    /** Lets go of what is certainly the same lock; whoever took all others is not known. */
    private void releaseByStranger(int lockClass, long address, boolean hidden) {
        HeldStack stack = schedule.perhapsStranger().stack;
        int position = hidden ? HeldStack.NONE : stack.find(lockClass, address);
        if (position == HeldStack.NONE) {
            unknown++;
        } else {
            stack.remove(position);
        }
    }

    /** A release whose acquire is not in the trace, and which proves nothing. */
    void countUnknown() {
        unknown++;
    }

    /** Which classes have only one side. */
    OneSided sides() {
        return sides;
    }

    /** Which classes are released again and again by who does not hold them. */
    RepeatedReleases repeated() {
        return repeated;
    }

    long unknown() {
        return unknown;
    }

    /** Releases without a name. */
    long unnamed() {
        return unnamed;
    }

    List<Imbalance> imbalances() {
        return imbalances.values().stream()
                .sorted(Comparator.comparing(Imbalance::lockClass).thenComparing(Imbalance::reason))
                .toList();
    }

    private void letGo(HeldStack stack, int position) {
        sides.released(stack.lockClass(position));
        int mode = stack.mode(position);
        if (!isBorn(stack)) {
            if ((mode & (Mode.READ | Mode.HIDDEN)) == 0) {
                balanced.add(stack.era(), stack.lockClass(position), stack.address(position));
            } else if (mode == Mode.READ) {
                balancedReads.add(stack.era(), stack.lockClass(position), stack.address(position));
            }
        }
        stack.remove(position);
    }

    /** The stack of a task whose whole life was seen: no more needs to be remembered of it. */
    private boolean isBorn(HeldStack stack) {
        return schedule.task().born && stack == schedule.task().stack;
    }

    private boolean releaseElsewhere(
            HeldStack expected, int lockClass, long address, boolean hidden) {
        for (int way = 0; way < WAYS; way++) {
            for (int level = -1; level < Context.LEVELS; level++) {
                HeldStack stack = level == -1 ? expected : schedule.stack(level);
                int position = find(stack, way, lockClass, address, hidden);
                if (position != HeldStack.NONE) {
                    sides.released(stack.lockClass(position));
                    stack.remove(position);
                    return true;
                }
            }
        }
        return false;
    }

    private static int find(HeldStack stack, int way, int lockClass, long address, boolean hidden) {
        return switch (way) {
            case 0 -> hidden ? HeldStack.NONE : stack.find(lockClass, address);
            case 1 -> stack.findByClass(lockClass, true);
            case 2 -> hidden ? stack.findByClass(lockClass, false) : HeldStack.NONE;
            default -> hidden ? HeldStack.NONE : stack.find(LockClasses.UNNAMED, address);
        };
    }

    private void judge(
            EventBatch batch, int row, HeldStack expected, int lockClass, boolean hidden) {
        if (lockClass != LockClasses.UNNAMED) {
            sides.unexplained(lockClass);
        }
        long address = batch.address(row);
        boolean known = !hidden && lockClass != LockClasses.UNNAMED;
        boolean born = isBorn(expected);
        boolean written = balanced.contains(expected.era(), lockClass, address);
        boolean certain =
                known
                        && (born
                                || written
                                || balancedReads.contains(expected.era(), lockClass, address));
        boolean taken = known && takenFromOwner(lockClass, address);
        if (!certain || taken || takenFromAnother(lockClass, address)) {
            unknown++;
            return;
        }
        repeated.add(lockClass, schedule.task().index, uses.acquisitions(lockClass));
        Imbalance.Reason reason =
                born
                        ? Imbalance.Reason.TASK_BORN_IN_TRACE
                        : written
                                ? Imbalance.Reason.SEEN_BALANCED
                                : Imbalance.Reason.SEEN_BALANCED_READ;
        Acquisition release =
                new Acquisition(batch.origin(row), classes.name(lockClass), address, 0);
        Imbalance imbalance = new Imbalance(classes.name(lockClass), reason, 1, release);
        if (expected == schedule.task().stack) {
            undecided.addStray(
                    schedule.cameToItsCpu(),
                    schedule.wasAway() || (born && schedule.task().pid != 0),
                    sure -> add(sure, lockClass, imbalance));
        } else {
            add(true, lockClass, imbalance);
        }
    }

    private void add(boolean certain, int lockClass, Imbalance imbalance) {
        if (certain) {
            long kind = imbalance.reason() == Imbalance.Reason.SEEN_BALANCED_READ ? 1 : 0;
            imbalances.merge(2L * lockClass + kind, imbalance, Releases::together);
        } else {
            unknown++;
        }
    }

    private static Imbalance together(Imbalance one, Imbalance other) {
        boolean inOrder = one.release().origin().line() <= other.release().origin().line();
        Imbalance first = inOrder ? one : other;
        return new Imbalance(
                first.lockClass(), first.reason(), one.count() + other.count(), first.release());
    }

    /**
     * Whether another context certainly had the instance for write, and lets go of it by this: a
     * lock that was handed over. One that may still be asking for it keeps it. Who loses it may let
     * go of it yet (clocks of two CPUs differ a little), which is no finding. Looks through all
     * contexts, but only for classes that are taken for write at all.
     */
    private boolean takenFromOwner(int lockClass, long address) {
        if (!uses.written(lockClass)) {
            return false;
        }
        List<HeldStack> owners = new ArrayList<>();
        schedule.forEachStack(
                stack -> {
                    if (stack.findOwned(lockClass, address) != HeldStack.NONE) {
                        owners.add(stack);
                    }
                });
        for (HeldStack owner : owners) {
            owner.remove(owner.findOwned(lockClass, address));
            schedule.doubt(owner);
        }
        return !owners.isEmpty();
    }

    /**
     * Whether another context holds the instance; if it is only one, that lets go of it. Rare: only
     * a release that would be a finding looks through all contexts.
     */
    private boolean takenFromAnother(int lockClass, long address) {
        List<HeldStack> holders = new ArrayList<>();
        schedule.forEachStack(
                stack -> {
                    if (stack.find(lockClass, address) != HeldStack.NONE) {
                        holders.add(stack);
                    }
                });
        if (holders.size() == 1) {
            HeldStack holder = holders.get(0);
            holder.remove(holder.find(lockClass, address));
        }
        return !holders.isEmpty();
    }
}
