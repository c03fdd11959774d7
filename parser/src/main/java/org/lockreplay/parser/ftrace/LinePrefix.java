package org.lockreplay.parser.ftrace;

import org.lockreplay.event.Context;

/**
 * The hot half of the line parser: reads what stands in front of the event.
 *
 * <p>Every line is tried in the shape of the line before it first, then in the others. Task names
 * hold blanks, dashes, brackets and colons, so a line is anchored on its fixed columns or on the
 * {@code -pid … [cpu] … time:} part, never on the first blank. {@link Stamp} and {@link #body}
 * speak of the line of the last successful {@link #read}; after a failure, {@link #failedAt} and
 * {@link #expected} say how far the first attempt got.
 */
final class LinePrefix {

    private static final int COMM_WIDTH = 16;
    private static final int LATENCY_COMM_WIDTH = 8;
    private static final int KEY_BYTES = 24;
    private static final LineShape[] SHAPES = LineShape.values();
    private static final long[] POWER_OF_TEN = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    private final NameTable names;
    private final TaskCache tasks = new TaskCache();

    private final Stamp stamp;

    private LineShape shape = LineShape.FTRACE;
    private int body;

    private boolean explaining;
    private int failedAt;
    private String expected = "";

    LinePrefix(NameTable names, Stamp stamp) {
        this.names = names;
        this.stamp = stamp;
    }

    LineShape shape() {
        return shape;
    }

    /** Where the event begins. */
    int body() {
        return body;
    }

    int failedAt() {
        return failedAt;
    }

    String expected() {
        return expected;
    }

    /** Reads the prefix of {@code text[from, to)}, one line without its line end. */
    boolean read(byte[] text, int from, int to) {
        failedAt = from;
        explaining = true;
        expected = "a task, as in 'comm-pid [cpu] time:'";
        if (read(shape, text, from, to)) {
            return true;
        }
        explaining = false;
        for (LineShape other : SHAPES) {
            if (other != shape && read(other, text, from, to)) {
                shape = other;
                return true;
            }
        }
        return false;
    }

    private boolean read(LineShape as, byte[] text, int from, int to) {
        return switch (as) {
            case FTRACE -> ftrace(text, from, to) || ftraceAnywhere(text, from, to);
            case LATENCY -> latency(text, from, to);
            case VERBOSE -> verbose(text, from, to);
            case PERF -> perf(text, from, to);
        };
    }

    // ---- comm-pid [cpu] flags time ----
    //              sh-55      [001] .....     5.762383: lock_acquire: …
    //              sh-55      (     55) [003] .....    17.223345: lock_release: …
    //       trace-cmd-275   [003]    61.310819: lock_release:         …

    private boolean ftrace(byte[] text, int from, int to) {
        int dash = from + COMM_WIDTH;
        if (to - from < KEY_BYTES + 8 || text[dash] != '-') {
            return false;
        }
        long first = Bytes.word(text, from);
        long second = Bytes.word(text, from + 8);
        long third = Bytes.word(text, dash);
        int slot = tasks.slot(first, second, third);
        if (tasks.holds(slot, first, second, third)) {
            stamp.pid = tasks.pid(slot);
            stamp.task = tasks.task(slot);
            return afterPid(text, from + tasks.length(slot), to);
        }
        int pidEnd = Bytes.digitsEnd(text, dash + 1, to);
        if (!pid(text, dash + 1, pidEnd)) {
            return false;
        }
        stamp.task = names.intern(text, Bytes.skipBlanks(text, from, dash), dash);
        if (pidEnd - from < KEY_BYTES) {
            tasks.put(slot, first, second, third, stamp.pid, stamp.task, pidEnd - from);
        }
        return afterPid(text, pidEnd, to);
    }

    private boolean ftraceAnywhere(byte[] text, int from, int to) {
        for (int at = from + 3; at < to; at++) {
            if (text[at] == '[' && text[at - 1] == ' ' && ftraceAround(text, from, at, to)) {
                return true;
            }
        }
        return false;
    }

    /** The line's CPU may stand at {@code bracket}: looks for the task left of it. */
    private boolean ftraceAround(byte[] text, int from, int bracket, int to) {
        int pidEnd = skipBlanksBack(text, from, bracket);
        if (pidEnd > from && text[pidEnd - 1] == ')') {
            int open = pidEnd - 1;
            while (open > from && text[open] != '(') {
                open--;
            }
            pidEnd = skipBlanksBack(text, from, open);
        }
        int pidFrom = digitsBack(text, from, pidEnd);
        if (pidFrom == pidEnd || pidFrom <= from || text[pidFrom - 1] != '-') {
            return false;
        }
        if (!pid(text, pidFrom, pidEnd) || !cpuAndTime(text, bracket, to)) {
            return false;
        }
        stamp.task = names.intern(text, Bytes.skipBlanks(text, from, pidFrom - 1), pidFrom - 1);
        return true;
    }

    private boolean afterPid(byte[] text, int from, int to) {
        int at = Bytes.skipBlanks(text, from, to);
        if (at < to && text[at] == '(') {
            while (at < to && text[at] != ')') {
                at++;
            }
            at = Bytes.skipBlanks(text, at + 1, to);
        }
        return cpuAndTime(text, at, to);
    }

    private boolean cpuAndTime(byte[] text, int bracket, int to) {
        if (bracket >= to || text[bracket] != '[') {
            return fail(bracket, "'[' and a CPU number");
        }
        int cpuEnd = Bytes.digitsEnd(text, bracket + 1, to);
        if (cpuEnd >= to || text[cpuEnd] != ']' || !cpu(text, bracket + 1, cpuEnd)) {
            return fail(cpuEnd, "a CPU number and ']'");
        }
        int at = Bytes.skipBlanks(text, cpuEnd + 1, to);
        if (at >= to) {
            return fail(at, "flags or a time");
        }
        if (Bytes.isDigit(text[at])) {
            stamp.context = Context.UNKNOWN;
            return seconds(text, at, to);
        }
        int flagsEnd = Bytes.blank(text, at, to);
        return flags(text, at, flagsEnd) && seconds(text, Bytes.skipBlanks(text, flagsEnd, to), to);
    }

    // ---- latency format ----
    //       sh-55        3..... 24579us+: lock_release: …
    // trace-cm-275     3.....    61.310819: lock_release:         …

    private boolean latency(byte[] text, int from, int to) {
        int dash = from + LATENCY_COMM_WIDTH;
        if (dash < to && text[dash] == '-' && latencyAround(text, from, dash, to)) {
            return true;
        }
        for (int at = from + 1; at < to; at++) {
            if (text[at] == '-' && at != dash && latencyAround(text, from, at, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean latencyAround(byte[] text, int from, int dash, int to) {
        int pidEnd = Bytes.digitsEnd(text, dash + 1, to);
        int cpuFrom = Bytes.skipBlanks(text, pidEnd, to);
        int cpuEnd = Bytes.digitsEnd(text, cpuFrom, to);
        int flagsEnd = Bytes.blank(text, cpuEnd, to);
        if (cpuFrom == pidEnd
                || cpuEnd == cpuFrom
                || flagsEnd == to
                || !pid(text, dash + 1, pidEnd)
                || !cpu(text, cpuFrom, cpuEnd)
                || !flags(text, cpuEnd, flagsEnd)) {
            return false;
        }
        int timeFrom = Bytes.skipBlanks(text, flagsEnd, to);
        if (!microseconds(text, timeFrom, to) && !seconds(text, timeFrom, to)) {
            return false;
        }
        stamp.task = names.intern(text, Bytes.skipBlanks(text, from, dash), dash);
        return true;
    }

    /** {@code 24579us+: }, counted from the start of the buffer. */
    private boolean microseconds(byte[] text, int from, int to) {
        int unit = Bytes.digitsEnd(text, from, to);
        if (!Bytes.startsWith(text, unit, to, "us") || to - unit < 5 || text[unit + 3] != ':') {
            return false;
        }
        long micros = Bytes.decimal(text, from, unit);
        if (micros < 0 || micros > Long.MAX_VALUE / 1000) {
            return fail(from, "a time in microseconds");
        }
        stamp.time = micros * 1000;
        body = Bytes.skipBlanks(text, unit + 4, to);
        return true;
    }

    // ---- verbose latency format ----
    //               sh      56   1 0 00000001 00000003 [0829426c] 14.553ms (+0.003ms): lock_…

    private boolean verbose(byte[] text, int from, int to) {
        int at = from + COMM_WIDTH;
        if (at >= to || text[at] != ' ') {
            return false;
        }
        int pidFrom = Bytes.skipBlanks(text, at, to);
        int pidEnd = Bytes.digitsEnd(text, pidFrom, to);
        int cpuFrom = Bytes.skipBlanks(text, pidEnd, to);
        int cpuEnd = Bytes.digitsEnd(text, cpuFrom, to);
        int flagsFrom = Bytes.skipBlanks(text, cpuEnd, to);
        int flagsEnd = Bytes.digitsEnd(text, flagsFrom, to);
        int preemptFrom = Bytes.skipBlanks(text, flagsEnd, to);
        int preemptEnd = Bytes.blank(text, preemptFrom, to);
        int indexFrom = Bytes.skipBlanks(text, preemptEnd, to);
        int bracket = Bytes.skipBlanks(text, Bytes.blank(text, indexFrom, to), to);
        if (!pid(text, pidFrom, pidEnd)
                || !cpu(text, cpuFrom, cpuEnd)
                || !Bytes.isHex(text, preemptFrom, preemptEnd)
                || bracket >= to
                || text[bracket] != '[') {
            return false;
        }
        long bits = Bytes.decimal(text, flagsFrom, flagsEnd);
        stamp.context = Context.ofEntry((int) bits, (int) Bytes.hex(text, preemptFrom, preemptEnd));
        if (bits < 0 || !absoluteMicros(text, bracket + 1, to)) {
            return false;
        }
        stamp.task = names.intern(text, Bytes.skipBlanks(text, from, at), at);
        return true;
    }

    /** {@code 0829426c] 14.553ms (+0.003ms): }: the first number is the clock, in microseconds. */
    private boolean absoluteMicros(byte[] text, int from, int to) {
        int end = from;
        while (end < to && text[end] != ']') {
            end++;
        }
        int unit = Bytes.indexOf(text, end, to, "ms): ");
        if (!Bytes.isHex(text, from, end) || unit < 0) {
            return false;
        }
        long micros = Bytes.hex(text, from, end);
        if (micros < 0 || micros > Long.MAX_VALUE / 1000) {
            return fail(from, "a time in microseconds");
        }
        stamp.time = micros * 1000;
        body = unit + 5;
        return true;
    }

    // ---- perf script ----
    //             perf    45 [000]    24.797871:                    lock:lock_acquire: …
    // perf    45/45    [000]    24.797871: …

    private boolean perf(byte[] text, int from, int to) {
        for (int colon = from + 1; colon + 1 < to; colon++) {
            if (text[colon] == ':' && text[colon + 1] == ' ' && perfAround(text, from, colon, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean perfAround(byte[] text, int from, int colon, int to) {
        int fraction = digitsBack(text, from, colon);
        if (fraction == colon || fraction <= from || text[fraction - 1] != '.') {
            return false;
        }
        int timeFrom = digitsBack(text, from, fraction - 1);
        int at = skipBlanksBack(text, from, timeFrom);
        stamp.cpu = -1;
        if (at > from && text[at - 1] == ']') {
            int cpuFrom = digitsBack(text, from, at - 1);
            if (cpuFrom <= from || text[cpuFrom - 1] != '[' || !cpu(text, cpuFrom, at - 1)) {
                return false;
            }
            at = skipBlanksBack(text, from, cpuFrom - 1);
        }
        int pidFrom = digitsBack(text, from, at);
        int commEnd = pidFrom;
        if (pidFrom > from && text[pidFrom - 1] == '/') {
            commEnd = digitsBack(text, from, pidFrom - 1);
        }
        if (commEnd <= from || text[commEnd - 1] != ' ' || !pid(text, pidFrom, at)) {
            return false;
        }
        int commFrom = Bytes.skipBlanks(text, from, commEnd);
        commEnd = skipBlanksBack(text, commFrom, commEnd);
        if (commEnd == commFrom || !seconds(text, timeFrom, to)) {
            return false;
        }
        stamp.context = Context.UNKNOWN;
        stamp.task = names.intern(text, commFrom, commEnd);
        return true;
    }

    // ---- fields ----

    private boolean pid(byte[] text, int from, int to) {
        long number = Bytes.decimal(text, from, to);
        if (number < 0 || number > Integer.MAX_VALUE) {
            return fail(from, "a task id");
        }
        stamp.pid = (int) number;
        return true;
    }

    private boolean cpu(byte[] text, int from, int to) {
        long number = Bytes.decimal(text, from, to);
        if (number < 0 || number > Integer.MAX_VALUE) {
            return fail(from, "a CPU number");
        }
        stamp.cpu = (int) number;
        return true;
    }

    private boolean flags(byte[] text, int from, int to) {
        stamp.context = Context.parse(text, from, to);
        if (stamp.context == Context.INVALID) {
            return fail(from, "four or five flag characters");
        }
        return true;
    }

    /** {@code 5.762383: }, with nine digits as well, or an integer of another clock. */
    private boolean seconds(byte[] text, int from, int to) {
        long value = 0;
        int at = from;
        int digit;
        while (at < to && (digit = text[at] - '0') >= 0 && digit <= 9) {
            value = value * 10 + digit;
            at++;
        }
        if (at == from || at - from > 18 || at >= to) {
            return fail(at, "a time");
        }
        if (text[at] == '.') {
            int fraction = ++at;
            while (at < to && (digit = text[at] - '0') >= 0 && digit <= 9) {
                value = value * 10 + digit;
                at++;
            }
            int digits = at - fraction;
            if (digits == 0 || digits > 9 || fraction - from > 11) {
                return fail(fraction, "the fraction of a second");
            }
            value *= POWER_OF_TEN[digits];
            if (value < 0) {
                return fail(from, "a time below 2^63 nanoseconds");
            }
        } else {
            stamp.context = Context.withTicks(stamp.context);
        }
        if (at >= to || text[at] != ':') {
            return fail(at, "':' after the time");
        }
        stamp.time = value;
        body = difference(text, Bytes.skipBlanks(text, at + 1, to), to);
        return true;
    }

    /** Steps over {@code (+21)}, which {@code --ts-diff} prints between the time and the event. */
    private static int difference(byte[] text, int at, int to) {
        if (at + 1 >= to || text[at] != '(' || text[at + 1] != '+') {
            return at;
        }
        int end = Bytes.digitsEnd(text, at + 2, to);
        return end < to && text[end] == ')' ? Bytes.skipBlanks(text, end + 1, to) : at;
    }

    private boolean fail(int at, String wanted) {
        if (explaining && at >= failedAt) {
            failedAt = at;
            expected = wanted;
        }
        return false;
    }

    private static int skipBlanksBack(byte[] text, int from, int end) {
        int at = end;
        while (at > from && text[at - 1] == ' ') {
            at--;
        }
        return at;
    }

    private static int digitsBack(byte[] text, int from, int end) {
        int at = end;
        while (at > from && Bytes.isDigit(text[at - 1])) {
            at--;
        }
        return at;
    }
}
