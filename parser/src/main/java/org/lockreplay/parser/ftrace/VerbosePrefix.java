package org.lockreplay.parser.ftrace;

import org.lockreplay.event.Context;

/**
 * Reads the prefix of a line of the verbose latency format, backwards from the colon that ends it:
 * {@code sh 56 1 0 00000001 00000003 [0829426c] 14.553ms (+0.003ms): }.
 */
final class VerbosePrefix {

    /** Stands for the end of a name that is not there. */
    static final int NONE = -1;

    private static final int LONGEST_WORD = 64;

    private final PrefixFields fields;
    private final Stamp stamp;

    VerbosePrefix(PrefixFields fields) {
        this.fields = fields;
        stamp = fields.stamp();
    }

    /**
     * Reads what stands before a colon.
     *
     * @return where the task's name ends, or -1 if it is no such prefix
     */
    int read(byte[] text, int from, int colon, int to) {
        int delta = numberBack(text, from, colon);
        int sinceStart = numberBack(text, from, Bytes.skipBlanksBack(text, from, delta));
        int clockEnd = Bytes.skipBlanksBack(text, from, sinceStart) - 1;
        int clock = numberBack(text, from, Math.max(from, clockEnd));
        if (!Bytes.startsWith(text, delta, colon, "(+")
                || !Bytes.isDigit(text[sinceStart])
                || clock <= from
                || text[clockEnd] != ']'
                || text[clock] != '['
                || !Bytes.isHex(text, clock + 1, clockEnd)) {
            return NONE;
        }
        long ticks = Bytes.hex(text, clock + 1, clockEnd);
        boolean micros = text[colon - 2] == 's';
        if (micros ? !fields.setMicroseconds(clock, ticks) : ticks < 0) {
            return NONE;
        }
        stamp.time = micros ? stamp.time : ticks;
        fields.setBody(Bytes.skipBlanks(text, colon + 1, to));
        return task(text, from, clock, !micros);
    }

    private int task(byte[] text, int from, int end, boolean ticks) {
        int indexEnd = Bytes.skipBlanksBack(text, from, end);
        int index = numberBack(text, from, indexEnd);
        int preemptEnd = Bytes.skipBlanksBack(text, from, index);
        int preempt = numberBack(text, from, preemptEnd);
        int flagsEnd = Bytes.skipBlanksBack(text, from, preempt);
        int flags = Bytes.digitsBack(text, from, flagsEnd);
        int cpuEnd = Bytes.skipBlanksBack(text, from, flags);
        int cpu = Bytes.digitsBack(text, from, cpuEnd);
        int pidEnd = Bytes.skipBlanksBack(text, from, cpu);
        int pid = Bytes.digitsBack(text, from, pidEnd);
        long bits = Bytes.decimal(text, flags, flagsEnd);
        if (!Bytes.isHex(text, index, indexEnd)
                || !Bytes.isHex(text, preempt, preemptEnd)
                || bits < 0
                || !fields.cpu(text, cpu, cpuEnd)
                || !fields.pid(text, pid, pidEnd)) {
            return NONE;
        }
        int name = Bytes.skipBlanksBack(text, from, pid);
        if (name == pid) {
            return NONE;
        }
        int context = Context.ofEntry((int) bits, (int) Bytes.hex(text, preempt, preemptEnd));
        stamp.context = ticks ? Context.withTicks(context) : context;
        return name;
    }

    /** Where a word begins: a number with units, sign and brackets. */
    private static int numberBack(byte[] text, int from, int end) {
        int at = end;
        while (at > from && end - at < LONGEST_WORD && text[at - 1] != ' ' && text[at - 1] != ':') {
            at--;
        }
        return at;
    }
}
