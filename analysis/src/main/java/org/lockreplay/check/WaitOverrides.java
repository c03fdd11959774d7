package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;

/**
 * The nestings that are not for the outer lock to judge, nor for an interrupt, since an annotation
 * of lockdep lets the inner one in ({@code LD_LOCK_WAIT_OVERRIDE} in {@code check_wait_context},
 * kernel/locking/lockdep.c, Linux 6.4).
 *
 * <p>Nestings are known by pairs only. So the inner lock counts as let in if, in the same trace, it
 * was asked for inside one and the same annotation no less often than inside the outer lock, and
 * neither that nor the annotation inside the outer lock was seen first after the nesting was.
 */
final class WaitOverrides {

    private final LockOrderSummary summary;
    private final LockTypes types;

    /** What an annotation was the outer or the inner side of, by trace. */
    private final Map<Integer, List<Nesting>> inside = new HashMap<>();

    private final Map<Integer, List<Nesting>> entered = new HashMap<>();

    WaitOverrides(LockOrderSummary summary, LockTypes types) {
        this.summary = summary;
        this.types = types;
        Map<String, Boolean> known = new HashMap<>();
        for (Seen<Nesting> seen : summary.nestings()) {
            Nesting.Key key = seen.what().key();
            if (known.computeIfAbsent(key.outer(), name -> types.of(name).overrides())) {
                inside.computeIfAbsent(seen.trace(), trace -> new ArrayList<>()).add(seen.what());
            }
            if (known.computeIfAbsent(key.inner(), name -> types.of(name).overrides())) {
                entered.computeIfAbsent(seen.trace(), trace -> new ArrayList<>()).add(seen.what());
            }
        }
    }

    /** Whether this nesting happened inside an annotation that allows its inner lock. */
    boolean allow(Seen<Nesting> seen) {
        for (Nesting within : inside.getOrDefault(seen.trace(), List.of())) {
            if (sameInner(within.key(), seen.what().key())
                    && !types.of(within.key().outer()).forbids(types.of(within.key().inner()))
                    && first(within) <= first(seen.what())
                    && isCountedFor(within, seen)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a lock that an interrupt asked for was let in by an annotation that the same
     * interrupt took ({@code task_wait_context} is where the judging begins, and an annotation
     * among the held locks of one {@code irq_context} overrides it): inside one it was asked for at
     * that level, and no later than the use was first seen.
     */
    boolean allow(Seen<InterruptUse> seen, int level) {
        InterruptUse use = seen.what();
        return inside.getOrDefault(seen.trace(), List.of()).stream()
                .anyMatch(
                        within ->
                                within.key().inner().equals(use.lockClass())
                                        && within.key().innerRead() == use.read()
                                        && !within.key().innerTry()
                                        && (within.levels() & 1 << level) != 0
                                        && !types.of(within.key().outer())
                                                .forbids(types.of(use.lockClass()))
                                        && first(within) <= use.lock().origin().line());
    }

    /**
     * Whether the counts let all of these nestings be {@code within} an annotation. Where two locks
     * of the outer class were held at once, each of them counts, for the annotation as well.
     */
    private boolean isCountedFor(Nesting within, Seen<Nesting> seen) {
        long entries = entries(within.key().outer(), seen);
        long times = times(seen);
        return entries > 0
                && (times <= within.count()
                        || (times <= Math.min(entries, 2 * within.count())
                                && isHeldTwice(seen.trace(), seen.what().key().outer())));
    }

    /** How often an annotation was taken inside the outer lock; 0 if only later than this. */
    private long entries(String map, Seen<Nesting> seen) {
        long entries = 0;
        boolean before = false;
        for (Nesting entry : entered.getOrDefault(seen.trace(), List.of())) {
            if (entry.key().inner().equals(map)
                    && entry.key().outer().equals(seen.what().key().outer())) {
                entries += entry.count();
                before |= first(entry) < first(seen.what());
            }
        }
        return before ? entries : 0;
    }

    /** How often the inner lock was asked for in this way, whatever the mode of the outer one. */
    private long times(Seen<Nesting> seen) {
        long times = 0;
        for (Seen<Nesting> other : summary.nestings()) {
            if (other.trace() == seen.trace()
                    && other.what().key().outer().equals(seen.what().key().outer())
                    && sameInner(other.what().key(), seen.what().key())) {
                times += other.what().count();
            }
        }
        return times;
    }

    private boolean isHeldTwice(int trace, String lockClass) {
        return summary.nestings().stream()
                .filter(seen -> seen.trace() == trace)
                .map(seen -> seen.what().key())
                .anyMatch(key -> key.outer().equals(lockClass) && key.inner().equals(lockClass));
    }

    private static boolean sameInner(Nesting.Key one, Nesting.Key other) {
        return one.inner().equals(other.inner())
                && one.innerRead() == other.innerRead()
                && one.innerInInterrupt() == other.innerInInterrupt()
                && one.innerTry() == other.innerTry();
    }

    private static long first(Nesting nesting) {
        return nesting.inner().origin().line();
    }
}
