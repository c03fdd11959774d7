package org.lockreplay.report;

import static org.lockreplay.story.Lock.hidden;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.coverage;
import static org.lockreplay.story.TraceStory.trace;

import java.util.Locale;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Report;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.story.Lock;
import org.lockreplay.story.TraceStory;
import org.lockreplay.summary.LockOrderSummary;

/** Reports over hand-built traces, each of which shows another part of the text. */
public enum Samples {
    /** Two locks, two tasks, one guard that is nearly there. */
    ABBA {
        @Override
        LockOrderSummary summary() {
            return trace("boot/abba.trace")
                    .by("k61 t-1", 46, 0)
                    .times(1234)
                    .tasks(3)
                    .under(write("mtx_gate", 9))
                    .nest(write("mtx_a", 0xab0bb6dcL), write("mtx_b", 0x3523a57cL))
                    .by("k61 t-2", 47, 1)
                    .times(1)
                    .tasks(1)
                    .under()
                    .nest(write("mtx_b", 0x3523a57cL), write("mtx_a", 0xab0bb6dcL))
                    .summary();
        }
    },
    /** A longer circle over two boots, in classes only, with a reader that waits. */
    THREE_OVER_TWO_BOOTS {
        @Override
        LockOrderSummary summary() {
            return trace("boot1.trace")
                    .by("writer", 700, 2)
                    .nest(write("sp_a", 1), read("rwl_b", 2))
                    .nest(read("rwl_b", 2), write("sp_c", 3))
                    .summary()
                    .merge(
                            trace("boot2.trace")
                                    .by("<idle>", 0, 3)
                                    .inContext("d.s2.")
                                    .nest(write("sp_c", 0xffffffff81cd6610L), write("sp_a", 5))
                                    .summary());
        }
    },
    /** Locks that an interrupt and others take, and a sleeping lock in a spinning one. */
    INTERRUPTS {
        @Override
        LockOrderSummary summary() {
            return trace("irqs.trace")
                    .by("timer", 0, 1)
                    .inContext("d.h1.")
                    .use(write("sp_a", 0x51L), InterruptUse.Kind.IN_HARDIRQ)
                    .by("worker", 300, 0)
                    .inContext("d..2.")
                    .nest(write("sp_a", 0x51L), write("sp_b", 0x52L))
                    .inContext("...1.")
                    .use(write("sp_b", 0x52L), InterruptUse.Kind.HARDIRQS_ON)
                    .inContext("..s1.")
                    .use(read("rwl_c", 0x53L), InterruptUse.Kind.IN_SOFTIRQ)
                    .inContext("...1.")
                    .use(write("rwl_c", 0x54L), InterruptUse.Kind.SOFTIRQS_ON)
                    .nest(write("sp_b", 0x52L), write("mtx_d", 0x55L))
                    .nest(write("raw_e", 0x56L), write("sp_f", 0x57L))
                    .show(write("sp_f", 0x57L), ShownType.Shown.SPINLOCK)
                    .show(write("rws_g", 0x58L), ShownType.Shown.MUTEX)
                    .summary();
        }
    },
    /** All that is no circle of classes. */
    OTHER_RULES {
        @Override
        LockOrderSummary summary() {
            return trace("others.trace")
                    .by("reader", 51, 0)
                    .recurse(read("rws_a", 0x1eb9f44bL), read("rws_a", 0x1eb9f44bL))
                    .recurse(write("mtx_r", 0x77L), write("mtx_r", 0x77L))
                    .releaseUnheld(write("sp_a", 0x9dbbf909L))
                    .leaveWith(write("mtx_a", 0x5a189beaL), "exit")
                    .nest(write("&o->lock", 1), write("&o->lock", 2))
                    .by("other", 52, 1)
                    .nest(write("&o->lock", 2), write("&o->lock", 1))
                    .summary();
        }
    },
    /** Warnings, notes and the table of notes on locks of one class. */
    IN_SHORT {
        @Override
        LockOrderSummary summary() {
            return trace("short.trace")
                    .by("one", 61, 0)
                    .nest(write("mtx_x", 1), write("lock", 2))
                    .under(write("gate", 9))
                    .nest(write("mtx_p", 3), write("mtx_q", 4))
                    .by("two", 62, 1)
                    .nest(write("mtx_q", 4), write("mtx_p", 3))
                    .under()
                    .nest(write("lock", 5), write("mtx_x", 1))
                    .times(382)
                    .nest(write("&dentry->d_lock", 10), write("&dentry->d_lock", 11))
                    .times(4)
                    .nest(write("ptlock_ptr(page)", 10), write("ptlock_ptr(page)", 11))
                    .nest(write("ptlock_ptr(page)", 10), write("ptlock_ptr(page)", 12))
                    .summary();
        }
    },
    /** The four cases, one of which never occurs, and the inverse order. */
    NESTING_CASES {
        @Override
        LockOrderSummary summary() {
            Lock readBd = read("&mm->bd_sem", 0xffff8880b6ab1548L);
            Lock writeBd = write("&mm->bd_sem", 0xffff8880b6ab1548L);
            Lock readMmap = read("&mm->mmap_sem", 0xffff8880b6ab14a8L);
            Lock writeMmap = write("&mm->mmap_sem", 0xffff8880b6ab14a8L);
            return trace("mpx.trace")
                    .by("mpxw64", 42, 0)
                    .inContext("d...")
                    .times(6)
                    .tasks(3)
                    .nestSemaphores(readBd, readMmap, 6, "#BR(2)")
                    .times(1471)
                    .nestSemaphores(readBd, writeMmap, 0, "#BR(2)")
                    .times(172)
                    .nestSemaphores(writeBd, writeMmap, 0, "munmap")
                    .times(24)
                    .tasks(2)
                    .nestSemaphores(writeMmap, writeBd, 0, "munmap")
                    .summary();
        }
    },
    /** Names that want to steer the terminal, or to fill it; ticks; hidden addresses; losses. */
    HOSTILE {
        @Override
        LockOrderSummary summary() {
            String title = "\u001b]0;owned\u0007\u202elock";
            String longName = "({ do { " + "const void *p; ".repeat(40) + "})";
            return trace("evil\u001b[2J.trace")
                    .by("task\r\u001b[31m", 66, 0)
                    .inTicks()
                    .losing(1589)
                    .covered(coverage(900, 2, 1, 7, 4))
                    .nest(hidden(title), hidden(longName))
                    .nest(hidden(longName), hidden(title))
                    .summary();
        }
    },
    /** A circle too long to be told step by step, one of whose nestings has two modes. */
    LONG_RING {
        @Override
        LockOrderSummary summary() {
            TraceStory story = trace("ring.trace");
            for (int lock = 10; lock < 50; lock++) {
                int next = lock == 49 ? 10 : lock + 1;
                story.by("task", lock, 0).times(lock);
                story.nest(write("rws_" + lock, lock), write("rws_" + next, next));
            }
            return story.times(3).nest(write("rws_11", 11), read("rws_12", 12)).summary();
        }
    },
    /** Nothing found, and nothing to be found. */
    NOTHING {
        @Override
        LockOrderSummary summary() {
            return trace("quiet.trace").covered(coverage(0, 0, 0, 0, 0)).summary();
        }
    };

    abstract LockOrderSummary summary();

    public Report report() {
        return Checker.check(summary(), CheckOptions.shipped());
    }

    /** The file of the text that is expected. */
    String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
    }
}
