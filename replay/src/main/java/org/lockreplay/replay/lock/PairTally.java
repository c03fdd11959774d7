package org.lockreplay.replay.lock;

import java.util.List;
import org.lockreplay.event.Names;

/**
 * What is known of one kind of pair, an outer and an inner lock: how often, by whom, and the first.
 */
final class PairTally {

    private static final int NONE = -1;

    private final Witnesses witnesses;
    private final TaskSet tasks = new TaskSet();
    private final GuardSet guards = new GuardSet();
    private long count;
    private int levels;
    private int outer = NONE;
    private int inner = NONE;

    /**
     * @param witnesses where to keep the first pair, best with those of other tallies
     */
    PairTally(Witnesses witnesses) {
        this.witnesses = witnesses;
    }

    /** One more pair; the offsets are where each of the two stands in {@code held}. */
    void add(int task, int level, long[] held, int outerAt, int innerAt) {
        count++;
        levels |= 1 << level;
        tasks.add(task);
        witness(held, outerAt, innerAt);
    }

    /** All pairs of a chain, of which {@code held} shows the first. */
    void addAll(Chain chain, long[] held, int outerAt, int innerAt) {
        count += chain.count();
        levels |= chain.levels();
        tasks.addAll(chain.tasks());
        witness(held, outerAt, innerAt);
    }

    /** Must stand before the addition of the pairs that had these guards and no other. */
    void guardedBy(GuardSet now) {
        if (count == 0) {
            guards.become(now);
        } else {
            guards.retainAll(now);
        }
    }

    long count() {
        return count;
    }

    int levels() {
        return levels;
    }

    int tasks() {
        return tasks.size();
    }

    List<LockInstance> guards(LockClasses classes) {
        return guards.sorted(classes);
    }

    Acquisition outer(LockClasses classes, Names names) {
        return witnesses.acquisition(outer, classes, names);
    }

    Acquisition inner(LockClasses classes, Names names) {
        return witnesses.acquisition(inner, classes, names);
    }

    /** Keeps the earlier pair: that of the first inner lock and, of its outer ones, the first. */
    private void witness(long[] held, int outerAt, int innerAt) {
        if (outer == NONE || isEarlier(held, outerAt, innerAt)) {
            outer = witnesses.of(held, outerAt);
            inner = witnesses.of(held, innerAt);
        }
    }

    private boolean isEarlier(long[] held, int outerAt, int innerAt) {
        long line = HeldLock.line(held, innerAt);
        long first = witnesses.line(inner);
        return line < first
                || line == first && HeldLock.line(held, outerAt) < witnesses.line(outer);
    }
}
