package org.lockreplay.replay.lock;

import org.lockreplay.event.Origin;

/**
 * One way in which interrupts concern a lock class, within one trace: the first time.
 *
 * <p>The usage bits of lockdep ({@code LOCK_USED_IN_HARDIRQ}, …, kernel/locking/lockdep_internals.h
 * in Linux 6.1), of all classes and of RCU too: what counts is for the rules to say.
 *
 * @param read it was held, or asked for, by a reader
 * @param lock where it was acquired
 * @param seen the event that shows the use: the acquisition, or a later one while it was held
 */
public record InterruptUse(
        String lockClass, Kind kind, boolean read, Acquisition lock, Origin seen) {

    /** What was seen; the order is that of the bits in {@link InterruptUses}. */
    public enum Kind {
        /** Held with hard interrupts on. */
        HARDIRQS_ON,
        /** Held at process level with hard interrupts and softirqs on. */
        SOFTIRQS_ON,
        /** Asked for in a hard interrupt, other than by trylock. */
        IN_HARDIRQ,
        /** Asked for in a softirq, other than by trylock. */
        IN_SOFTIRQ
    }
}
