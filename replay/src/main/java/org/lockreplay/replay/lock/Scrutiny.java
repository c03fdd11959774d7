package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lockreplay.event.Context;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/** Looks at some pairs of classes, and at some classes, lock by lock; in a first pass, at none. */
final class Scrutiny {

    private static final Comparator<InstancePair> FIRST =
            Comparator.<InstancePair>comparingLong(pair -> pair.inner().origin().line())
                    .thenComparingLong(pair -> pair.outer().origin().line());

    private final LockClasses classes;
    private final Witnesses witnesses = new Witnesses();
    private final UseScrutiny uses;
    private final TaskLives lives = new TaskLives();
    private final Set<Long> watched = new HashSet<>();
    private final Map<Locks, Sightings> pairs = new HashMap<>();

    /** Two locks: class and flags of each, and its address. */
    private record Locks(long outer, long outerAddress, long inner, long innerAddress) {

        // Written out: linking those of the record takes milliseconds.
        @Override
        public boolean equals(Object other) {
            return other instanceof Locks locks
                    && locks.outer == outer
                    && locks.outerAddress == outerAddress
                    && locks.inner == inner
                    && locks.innerAddress == innerAddress;
        }

        @Override
        public int hashCode() {
            long hash = outer * 31 + outerAddress;
            return Long.hashCode((hash * 31 + inner) * 0x9e3779b97f4a7c15L + innerAddress);
        }
    }

    private static final class Sightings {
        private final PairTally tally;
        private final Map<Integer, long[]> spans = new HashMap<>();
        private boolean outerNested;
        private boolean innerNested;
        private boolean inInterrupt;

        Sightings(Witnesses witnesses) {
            tally = new PairTally(witnesses);
        }
    }

    Scrutiny(LockClasses classes, Wanted wanted) {
        this.classes = classes;
        uses = new UseScrutiny(classes, wanted.uses());
        for (ClassPair pair : wanted.nestings()) {
            watched.add(key(classes.intern(pair.outer()), classes.intern(pair.inner())));
        }
    }

    boolean isOn() {
        return !watched.isEmpty();
    }

    boolean watches(int outerClass, int innerClass) {
        return !watched.isEmpty() && watched.contains(key(outerClass, innerClass));
    }

    UseScrutiny uses() {
        return uses;
    }

    TaskLives lives() {
        return lives;
    }

    /** Takes notice of a nesting of two different locks, if it is one to look at. */
    void nested(long[] held, int outerAt, int innerAt, int life, int level, GuardSet guards) {
        if (Mode.tryLock(HeldLock.mode(held, innerAt))
                || !watches(HeldLock.lockClass(held, outerAt), HeldLock.lockClass(held, innerAt))) {
            return;
        }
        Sightings seen =
                pairs.computeIfAbsent(locks(held, outerAt, innerAt), k -> new Sightings(witnesses));
        seen.tally.guardedBy(guards);
        seen.tally.add(life, level, held, outerAt, innerAt);
        seen.outerNested = HeldLock.nested(held, outerAt);
        seen.innerNested = HeldLock.nested(held, innerAt);
        seen.inInterrupt = (HeldLock.mode(held, innerAt) & HeldLock.IN_INTERRUPT) != 0;
        if (level == Context.PROCESS) {
            long line = HeldLock.line(held, innerAt);
            long[] span = seen.spans.computeIfAbsent(life, k -> new long[] {line, line});
            span[0] = Math.min(span[0], line);
            span[1] = Math.max(span[1], line);
        }
    }

    /** Forgets what it saw, but not which task is which. */
    void discard() {
        pairs.clear();
    }

    InstanceView view(Names names) {
        Map<ClassPair, List<InstancePair>> byClasses = new HashMap<>();
        for (Sightings seen : pairs.values()) {
            InstancePair pair = pair(seen, names);
            ClassPair of = new ClassPair(pair.outer().lockClass(), pair.inner().lockClass());
            byClasses.computeIfAbsent(of, absent -> new ArrayList<>()).add(pair);
        }
        byClasses.values().forEach(list -> list.sort(FIRST));
        return new InstanceView(byClasses, uses.all(), lives.all());
    }

    private InstancePair pair(Sightings seen, Names names) {
        List<TaskSpan> spans = new ArrayList<>();
        seen.spans.forEach((life, span) -> spans.add(new TaskSpan(life, span[0], span[1])));
        spans.sort(Comparator.comparingLong(TaskSpan::firstLine));
        return new InstancePair(
                seen.tally.outer(classes, names),
                seen.outerNested,
                seen.tally.inner(classes, names),
                seen.innerNested,
                seen.inInterrupt,
                seen.tally.count(),
                seen.tally.levels(),
                spans,
                seen.tally.guards(classes));
    }

    private static Locks locks(long[] held, int outerAt, int innerAt) {
        long innerMode = HeldLock.mode(held, innerAt) & ~Mode.TRY;
        long outerMode = HeldLock.mode(held, outerAt) & (Mode.READ | Mode.HIDDEN);
        return new Locks(
                kind(held, outerAt, outerMode),
                HeldLock.address(held, outerAt),
                kind(held, innerAt, innerMode),
                HeldLock.address(held, innerAt));
    }

    private static long kind(long[] held, int at, long mode) {
        long nested = HeldLock.nested(held, at) ? 1 : 0;
        return key(HeldLock.lockClass(held, at), (int) mode) << 1 | nested;
    }

    private static long key(int upper, int lower) {
        return (long) upper << 31 | lower;
    }
}
