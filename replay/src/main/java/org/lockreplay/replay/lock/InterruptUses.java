package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;

/**
 * Sees from every event which classes are used in interrupts, and which are held while interrupts
 * are on.
 *
 * <p>An event speaks of the locks of its own level, and one that tells of an interrupt speaks of
 * the level that was interrupted: it came, so interrupts were on there. A chain remembers what was
 * said of all its locks, so an event that says nothing new costs a few comparisons. Locks that a
 * gap may have taken from the task are passed over.
 */
final class InterruptUses {

    private static final InterruptUse.Kind[] KINDS = InterruptUse.Kind.values();

    private static final int HARDIRQS_ON = Context.HARDIRQS_ON;

    /** What flags say; it counts if they turn out to tell of bottom halves. */
    private static final int SOFTIRQS_ON = Context.SOFTIRQS_ON;

    private static final int IN_HARDIRQ = 4;
    private static final int IN_SOFTIRQ = 8;

    /** A softirq came. */
    private static final int SOFTIRQ_CAME = 16;

    /** Places in {@link #note}, one for each of these bits. */
    static final int BITS = 5;

    private static final int SAID = 1;
    private static final int CERTAIN = 4;

    /** Of each class: a use for each bit, for write and then for read. */
    private static final int WIDTH = 2 * BITS;

    private final LockClasses classes;
    private final Schedule schedule;
    private final UseScrutiny scrutiny;
    private InterruptUse[] uses = new InterruptUse[64 * WIDTH];

    /**
     * @param scrutiny told of every use of every lock, if it is on
     */
    InterruptUses(LockClasses classes, Schedule schedule, UseScrutiny scrutiny) {
        this.classes = classes;
        this.schedule = schedule;
        this.scrutiny = scrutiny;
    }

    /** The event in this row, of the located task and CPU, shows what is on. */
    void event(EventBatch batch, int row) {
        int context = batch.context(row);
        int on = Context.interruptsOn(context);
        if (on != 0) {
            int level = Context.level(context);
            held(schedule.stack(level), level, on, batch, row);
        }
    }

    /**
     * The event in this row tells of interrupts themselves. That they are switched on is told
     * before it is done, that they are off after it, and each only where it changes something
     * (kernel/trace/trace_preemptirq.c): both times they are on for what is held.
     */
    void change(EventKind kind, EventBatch batch, int row) {
        int context = batch.context(row);
        int level = Context.level(context);
        boolean softirqs = Context.softirqsKnown(context) && !Context.bottomHalvesOff(context);
        if (kind == EventKind.IRQ_ENABLE || kind == EventKind.IRQ_DISABLE) {
            boolean both = softirqs && level == Context.PROCESS;
            held(schedule.stack(level), level, on(both), batch, row);
        } else if (kind == EventKind.IRQ_ENTRY && level == Context.HARDIRQ) {
            int below = Context.inSoftirq(context) ? Context.SOFTIRQ : Context.PROCESS;
            boolean both = softirqs && below == Context.PROCESS;
            held(schedule.stack(below), below, on(both), batch, row);
        } else if (kind == EventKind.SOFTIRQ_ENTRY && level == Context.SOFTIRQ) {
            int shown = HARDIRQS_ON | SOFTIRQ_CAME;
            held(schedule.stack(Context.PROCESS), Context.PROCESS, shown, batch, row);
        }
    }

    /** The innermost lock of the stack was just asked for, at this level. */
    void taken(HeldStack stack, int level, EventBatch batch, int row) {
        int top = stack.depth() - 1;
        if (level == Context.HARDIRQ || level == Context.SOFTIRQ) {
            if (!Mode.tryLock(stack.mode(top))) {
                int in = level == Context.HARDIRQ ? IN_HARDIRQ : IN_SOFTIRQ;
                add(stack, top, in, batch, row);
                if (scrutiny.isOn()) {
                    scrutiny.used(stack, top, in, batch, row);
                }
            }
        }
        event(batch, row);
    }

    /**
     * What one header speaks of ends here. Where flags did not tell of bottom halves, what they
     * said of those is forgotten, and every chain must forget {@link Chain#interruptsOn}.
     */
    void endSection(boolean told) {
        for (int at = 0; at < uses.length; at += BITS) {
            settle(uses, at, told);
        }
        scrutiny.endSection(told);
    }

    /** Forgets all that was seen so far. */
    void discard() {
        Arrays.fill(uses, null);
        scrutiny.discard();
    }

    List<InterruptUse> sorted() {
        List<InterruptUse> list = new ArrayList<>();
        for (InterruptUse use : uses) {
            if (use != null) {
                list.add(use);
            }
        }
        list.sort(
                Comparator.comparing(InterruptUse::lockClass)
                        .thenComparing(InterruptUse::kind)
                        .thenComparing(InterruptUse::read));
        return list;
    }

    /** Of the uses from {@code at} on, makes what flags said certain, or forgets it. */
    static void settle(InterruptUse[] uses, int at, boolean told) {
        InterruptUse said = uses[at + SAID];
        if (said != null) {
            InterruptUse certain = uses[at + CERTAIN];
            if (told && (certain == null || said.seen().line() < certain.seen().line())) {
                uses[at + CERTAIN] = said;
            }
            uses[at + SAID] = null;
        }
    }

    private static int on(boolean both) {
        return both ? HARDIRQS_ON | SOFTIRQS_ON : HARDIRQS_ON;
    }

    private void held(HeldStack stack, int level, int on, EventBatch batch, int row) {
        if (stack.depth() != 0 && (on & ~stack.chain().interruptsOn) != 0) {
            hold(stack, level, on, batch, row);
        }
        if (scrutiny.isOn()) {
            scrutiny.held(stack, certainFrom(stack, level), on, batch, row);
        }
    }

    /** The locks before this position may have been released elsewhere, unseen. */
    private int certainFrom(HeldStack stack, int level) {
        return level == Context.PROCESS ? stack.olderThan(schedule.cameToItsCpu()) : 0;
    }

    private void hold(HeldStack stack, int level, int on, EventBatch batch, int row) {
        int first = certainFrom(stack, level);
        if (first == 0) {
            Chain chain = stack.chain();
            while (chain.depth > 0 && (on & ~chain.interruptsOn) != 0) {
                chain.interruptsOn |= on;
                chain = chain.parent;
            }
            first = chain.depth;
        }
        for (int position = first; position < stack.depth(); position++) {
            add(stack, position, on, batch, row);
        }
    }

    private void add(HeldStack stack, int position, int bits, EventBatch batch, int row) {
        int lockClass = stack.lockClass(position);
        boolean read = Mode.read(stack.mode(position));
        int at = lockClass * WIDTH + (read ? BITS : 0);
        if (at >= uses.length) {
            uses = Arrays.copyOf(uses, Math.max(2 * uses.length, at + WIDTH));
        }
        note(uses, at, bits, stack, position, classes, batch, row);
    }

    /** Fills those of the places from {@code at} on, one for each bit, that are empty yet. */
    static void note(
            InterruptUse[] uses,
            int at,
            int bits,
            HeldStack stack,
            int position,
            LockClasses classes,
            EventBatch batch,
            int row) {
        for (int bit = 0; bit < BITS; bit++) {
            if ((bits & 1 << bit) != 0 && uses[at + bit] == null) {
                uses[at + bit] =
                        new InterruptUse(
                                classes.name(stack.lockClass(position)),
                                bit == CERTAIN ? InterruptUse.Kind.SOFTIRQS_ON : KINDS[bit],
                                Mode.read(stack.mode(position)),
                                HeldLock.acquisition(
                                        stack.held(),
                                        position * HeldLock.WIDTH,
                                        classes,
                                        batch.names()),
                                batch.origin(row));
            }
        }
    }
}
