package org.lockreplay.event;

import java.util.Arrays;

/**
 * The flag characters of a trace line ({@code d.h2.}) packed in an {@code int}, and what they mean.
 *
 * <p>Layout, from bit 0: irqs (3 bits), need-resched (4), hardirq/softirq (3), preempt depth (4),
 * migrate-disable depth (4), number of characters (3; 0 where the trace has no flags), ticks (1),
 * need-resched-lazy (1), lazy preempt depth (4). Source: {@code trace_print_lat_fmt} in
 * kernel/trace/trace_output.c, Linux 4.19 and 6.1; the last two, which make six or seven characters
 * of four or five, are those of the PREEMPT_RT patches (3.6-rt to 6.11-rt).
 */
public final class Context {

    /** The level of ordinary task context. */
    public static final int PROCESS = 0;

    public static final int SOFTIRQ = 1;

    public static final int HARDIRQ = 2;

    public static final int NMI = 3;

    /** A bit of {@link #interruptsOn}. */
    public static final int HARDIRQS_ON = 1;

    /** A bit of {@link #interruptsOn}. */
    public static final int SOFTIRQS_ON = 2;

    /** How many levels there are. */
    public static final int LEVELS = 4;

    private static final String IRQS = ".dbDX";
    private static final String RESCHED = ".npNLbBlg";
    private static final String INTERRUPT = ".shHzZ";
    private static final String HEX = ".123456789abcdef";
    private static final byte[] IRQS_OF = positions(IRQS);
    private static final byte[] RESCHED_OF = positions(RESCHED);
    private static final byte[] INTERRUPT_OF = positions(INTERRUPT);
    private static final byte[] HEX_OF = positions(HEX);
    private static final int[] LEVEL = {PROCESS, SOFTIRQ, HARDIRQ, HARDIRQ, NMI, NMI};

    /** Bits of the first column that are set for {@code d}, {@code D} and {@code X} alone. */
    private static final int IRQS_OFF = 5;

    private static final int HARDIRQ_IN_SOFTIRQ = INTERRUPT.indexOf('H');

    private static final int RESCHED_SHIFT = 3;
    private static final int INTERRUPT_SHIFT = 7;
    private static final int PREEMPT_SHIFT = 10;
    private static final int MIGRATE_SHIFT = 14;
    private static final int LENGTH_SHIFT = 18;
    private static final int TICKS = 1 << 21;
    private static final int LAZY = 1 << 22;
    private static final int LAZY_DEPTH_SHIFT = 23;

    /** The most characters that a kernel without PREEMPT_RT prints. */
    private static final int PLAIN = 5;

    private static final int LONGEST = 7;

    /** The bit of the first column that is set for {@code b} and {@code D} alone. */
    private static final int BOTTOM_HALVES = 2;

    /** A line without flags. */
    public static final int UNKNOWN = 0;

    /** What {@link #parse} answers for text that is no flag field. */
    public static final int INVALID = -1;

    private Context() {}

    /** The context with the mark that its time counts ticks, not nanoseconds. */
    public static int withTicks(int context) {
        return context | TICKS;
    }

    /** Whether the time of the event is in ticks of a clock that does not count seconds. */
    public static boolean ticks(int context) {
        return (context & TICKS) != 0;
    }

    /** Whether the line had flags; without them every question below is answered by "no". */
    public static boolean known(int context) {
        return length(context) != 0;
    }

    /** Interrupt level: {@link #PROCESS}, {@link #SOFTIRQ}, {@link #HARDIRQ} or {@link #NMI}. */
    public static int level(int context) {
        return LEVEL[context >>> INTERRUPT_SHIFT & 7];
    }

    /** Flags known and hard interrupts enabled. */
    public static boolean hardirqsOn(int context) {
        int irqs = context & 7;
        return known(context) && (irqs == 0 || irqs == 2);
    }

    /**
     * Five flag characters (Linux 5.17 on): the first one tells whether bottom halves are off. Six
     * and seven are of kernels of any age, so there it tells only that they are.
     */
    public static boolean softirqsKnown(int context) {
        int length = length(context);
        return length == PLAIN || (length > PLAIN && (context & BOTTOM_HALVES) != 0);
    }

    /** Softirqs can run here: known, at process level, hard interrupts and bottom halves on. */
    public static boolean softirqsOn(int context) {
        return softirqsKnown(context) && (context & 7) == 0 && level(context) == PROCESS;
    }

    /**
     * What is known to be on: {@link #HARDIRQS_ON}, with {@link #SOFTIRQS_ON} where softirqs can
     * run here, or 0.
     */
    public static int interruptsOn(int context) {
        if ((context & IRQS_OFF) != 0 || !known(context)) {
            return 0;
        }
        return softirqsOn(context) ? HARDIRQS_ON | SOFTIRQS_ON : HARDIRQS_ON;
    }

    /** Whether the hard interrupt of this line came while a softirq was running. */
    public static boolean inSoftirq(int context) {
        return (context >>> INTERRUPT_SHIFT & 7) == HARDIRQ_IN_SOFTIRQ;
    }

    /** Bottom halves known to be off ({@code b} and {@code D}, Linux 5.17 on). */
    public static boolean bottomHalvesOff(int context) {
        int irqs = context & 7;
        return softirqsKnown(context) && (irqs == 2 || irqs == 3);
    }

    /** Depth of preempt_disable, at most 15. */
    public static int preemptDepth(int context) {
        return context >>> PREEMPT_SHIFT & 15;
    }

    /** The flags as the kernel prints them, empty where there were none. */
    public static String text(int context) {
        int length = length(context);
        if (length == 0) {
            return "";
        }
        StringBuilder flags = new StringBuilder(length);
        flags.append(IRQS.charAt(context & 7));
        flags.append(RESCHED.charAt(context >>> RESCHED_SHIFT & 15));
        if (length > PLAIN) {
            flags.append((context & LAZY) != 0 ? 'L' : '.');
        }
        flags.append(INTERRUPT.charAt(context >>> INTERRUPT_SHIFT & 7));
        flags.append(HEX.charAt(preemptDepth(context)));
        if (length == LONGEST) {
            flags.append(HEX.charAt(context >>> LAZY_DEPTH_SHIFT & 15));
        }
        if (length >= PLAIN) {
            flags.append(HEX.charAt(context >>> MIGRATE_SHIFT & 15));
        }
        return flags.toString();
    }

    /**
     * Packs the flag characters {@code text[from, to)}.
     *
     * @return {@link #INVALID} unless there are four to seven, each of its column's alphabet
     */
    public static int parse(byte[] text, int from, int to) {
        int length = to - from;
        if (length != 4 && length != PLAIN) {
            return parseLazy(text, from, length);
        }
        int irqs = IRQS_OF[text[from] & 0xff];
        int resched = RESCHED_OF[text[from + 1] & 0xff];
        int interrupt = INTERRUPT_OF[text[from + 2] & 0xff];
        int preempt = HEX_OF[text[from + 3] & 0xff];
        int migrate = length == 5 ? HEX_OF[text[from + 4] & 0xff] : 0;
        if ((irqs | resched | interrupt | preempt | migrate) < 0) {
            return INVALID;
        }
        return pack(irqs, resched, interrupt, preempt, migrate, length);
    }

    /** {@code d.Lh1.2}, or without one of the last two depths, as PREEMPT_RT prints them. */
    private static int parseLazy(byte[] text, int from, int length) {
        if (length < PLAIN || length > LONGEST) {
            return INVALID;
        }
        byte lazy = text[from + 2];
        int irqs = IRQS_OF[text[from] & 0xff];
        int resched = RESCHED_OF[text[from + 1] & 0xff];
        int interrupt = INTERRUPT_OF[text[from + 3] & 0xff];
        int preempt = HEX_OF[text[from + 4] & 0xff];
        int lazyDepth = length == LONGEST ? HEX_OF[text[from + 5] & 0xff] : 0;
        int migrate = HEX_OF[text[from + length - 1] & 0xff];
        if ((irqs | resched | interrupt | preempt | lazyDepth | migrate) < 0
                || (lazy != '.' && lazy != 'L')) {
            return INVALID;
        }
        return pack(irqs, resched, interrupt, preempt, migrate, length)
                | (lazy == 'L' ? LAZY : 0)
                | lazyDepth << LAZY_DEPTH_SHIFT;
    }

    /**
     * Packs the numbers of a ring buffer entry, which the verbose latency format prints: the bits
     * of {@code enum trace_flag_type} and the preempt count. Kernels before 5.17 have no bit for
     * bottom halves, so their state, and with it the fifth character, counts as known only where
     * the bit is set.
     */
    public static int ofEntry(int flags, int preemptCount) {
        boolean hardirqsOff = (flags & 0x01) != 0;
        boolean softirqsOff = (flags & 0x80) != 0;
        int irqs = (flags & 0x02) != 0 ? 4 : (hardirqsOff ? 1 : 0) + (softirqsOff ? 2 : 0);
        int resched = ((flags & 0x04) != 0 ? 1 : 0) + ((flags & 0x20) != 0 ? 2 : 0);
        boolean hardirq = (flags & 0x08) != 0;
        boolean softirq = (flags & 0x10) != 0;
        boolean nmi = (flags & 0x40) != 0;
        int interrupt = nmi ? (hardirq ? 5 : 4) : hardirq ? (softirq ? 3 : 2) : softirq ? 1 : 0;
        int migrate = softirqsOff ? preemptCount >>> 4 & 15 : 0;
        return pack(irqs, resched, interrupt, preemptCount & 15, migrate, softirqsOff ? 5 : 4);
    }

    private static int pack(
            int irqs, int resched, int interrupt, int preempt, int migrate, int length) {
        return irqs
                | resched << RESCHED_SHIFT
                | interrupt << INTERRUPT_SHIFT
                | preempt << PREEMPT_SHIFT
                | migrate << MIGRATE_SHIFT
                | length << LENGTH_SHIFT;
    }

    /** For each byte where it stands in {@code characters}, -1 for those that do not. */
    private static byte[] positions(String characters) {
        byte[] positions = new byte[256];
        Arrays.fill(positions, (byte) -1);
        for (int i = 0; i < characters.length(); i++) {
            positions[characters.charAt(i)] = (byte) i;
        }
        return positions;
    }

    private static int length(int context) {
        return context >>> LENGTH_SHIFT & 7;
    }
}
