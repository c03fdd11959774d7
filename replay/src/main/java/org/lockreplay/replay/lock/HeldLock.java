package org.lockreplay.replay.lock;

import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;
import org.lockreplay.event.Origin;

/**
 * One held lock as six longs in an array, so that to hold a lock makes no object.
 *
 * <p>Layout from {@code at}: address, line, time, pid and task name, cpu and context, class and
 * mode; where two share a long, the first is the upper half. The mode has the bits of {@link Mode}
 * and {@link #IN_INTERRUPT}.
 */
final class HeldLock {

    static final int WIDTH = 6;

    /**
     * MAX_LOCK_DEPTH in include/linux/sched.h: no task holds more under lockdep. Deeper stacks are
     * replayed all the same, but without guards, of which there would be as many as held locks for
     * every pair of them; a circle without guards is only judged more strictly.
     */
    static final int LOCKDEP_DEPTH = 48;

    /** A read in hardirq, softirq or with bottom halves off; never set on a write. */
    static final int IN_INTERRUPT = 8;

    /** How many bits a mode takes. */
    static final int MODE_BITS = 4;

    private static final int MODE_MASK = Mode.READ | Mode.TRY | Mode.HIDDEN;
    private static final int ALL_MODE_BITS = (1 << MODE_BITS) - 1;

    /** Beside the mode, and no part of it: {@code lock_acquired} was seen. */
    private static final int OWNED = 1 << MODE_BITS;

    /** The same: it was taken while another lock of its class was held. */
    private static final int NESTED = OWNED << 1;

    private static final int LINE = 1;
    private static final int TIME = 2;
    private static final int TASK = 3;
    private static final int PLACE = 4;
    private static final int KIND = 5;

    private HeldLock() {}

    static void pack(
            long[] to, int at, EventBatch batch, int row, long address, int lockClass, int mode) {
        to[at] = address;
        to[at + LINE] = batch.line(row);
        to[at + TIME] = batch.time(row);
        to[at + TASK] = join(batch.pid(row), batch.task(row));
        to[at + PLACE] = join(batch.cpu(row), batch.context(row));
        to[at + KIND] = join(lockClass, mode);
    }

    static void setMode(long[] held, int at, int mode) {
        held[at + KIND] = held[at + KIND] & ~(long) ALL_MODE_BITS | mode;
    }

    static void own(long[] held, int at) {
        held[at + KIND] |= OWNED;
    }

    /** The trace says that who asked for it has it. */
    static boolean owned(long[] held, int at) {
        return (held[at + KIND] & OWNED) != 0;
    }

    static void nest(long[] held, int at) {
        held[at + KIND] |= NESTED;
    }

    /** Taken while the same context held another lock of its class. */
    static boolean nested(long[] held, int at) {
        return (held[at + KIND] & NESTED) != 0;
    }

    static long address(long[] held, int at) {
        return held[at];
    }

    static long line(long[] held, int at) {
        return held[at + LINE];
    }

    static int lockClass(long[] held, int at) {
        return upper(held[at + KIND]);
    }

    static int mode(long[] held, int at) {
        return lower(held[at + KIND]) & ALL_MODE_BITS;
    }

    static boolean read(long[] held, int at) {
        return Mode.read(mode(held, at));
    }

    /** For write and with a known address: nobody else can hold it meanwhile. */
    static boolean guards(long[] held, int at) {
        return (mode(held, at) & (Mode.READ | Mode.HIDDEN)) == 0;
    }

    static boolean sameClass(long[] held, int one, int other) {
        return lockClass(held, one) == lockClass(held, other);
    }

    /** One class, and both addresses known and equal. */
    static boolean same(long[] held, int one, int other) {
        return sameClass(held, one, other)
                && !anyHidden(held, one, other)
                && held[one] == held[other];
    }

    /** One class, and nothing shows that the addresses differ. */
    static boolean maybeSame(long[] held, int one, int other) {
        return sameClass(held, one, other)
                && (anyHidden(held, one, other) || held[one] == held[other]);
    }

    /** The lock as evidence. */
    static Acquisition acquisition(long[] held, int at, LockClasses classes, Names names) {
        Origin origin =
                new Origin(
                        held[at + LINE],
                        held[at + TIME],
                        upper(held[at + TASK]),
                        names.get(lower(held[at + TASK])),
                        upper(held[at + PLACE]),
                        lower(held[at + PLACE]));
        return new Acquisition(
                origin, classes.name(lockClass(held, at)), held[at], mode(held, at) & MODE_MASK);
    }

    private static boolean anyHidden(long[] held, int one, int other) {
        return Mode.hidden(mode(held, one) | mode(held, other));
    }

    private static long join(int upper, int lower) {
        return (long) upper << 32 | lower & 0xffffffffL;
    }

    private static int upper(long joined) {
        return (int) (joined >>> 32);
    }

    private static int lower(long joined) {
        return (int) joined;
    }
}
