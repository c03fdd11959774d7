package org.lockreplay.parser.ftrace;

import org.lockreplay.event.Context;

/**
 * The fields in front of an event, each read into the {@link Stamp} from where it is known to be.
 *
 * <p>Hot: shared by all shapes of a line. Every method answers whether the field could be read; of
 * those that could not, the one furthest to the right is remembered for the message.
 */
final class PrefixFields {

    private static final int MICRO_DIGITS = 6;
    private static final int LONGEST_FLAGS = 7;
    private static final long[] POWER_OF_TEN = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    private final Stamp stamp;
    private int body;
    private int failedAt;
    private String expected = "";

    PrefixFields(Stamp stamp) {
        this.stamp = stamp;
    }

    Stamp stamp() {
        return stamp;
    }

    /** Where the event begins, behind the time that was read last. */
    int body() {
        return body;
    }

    void setBody(int body) {
        this.body = body;
    }

    /** Forgets what failed: from now on, {@code wanted} was expected at {@code at}. */
    void expect(int at, String wanted) {
        failedAt = at;
        expected = wanted;
    }

    int failedAt() {
        return failedAt;
    }

    String expected() {
        return expected;
    }

    boolean pid(byte[] text, int from, int to) {
        long number = Bytes.decimal(text, from, to);
        if (number < 0 || number > Integer.MAX_VALUE) {
            return fail(from, "a task id");
        }
        stamp.pid = (int) number;
        return true;
    }

    boolean cpu(byte[] text, int from, int to) {
        long number = Bytes.decimal(text, from, to);
        if (number < 0 || number > Stamp.LARGEST_CPU) {
            return fail(from, "a CPU number");
        }
        stamp.cpu = (int) number;
        return true;
    }

    boolean flags(byte[] text, int from, int to) {
        stamp.context = Context.parse(text, from, to);
        return stamp.context != Context.INVALID || fail(from, "four to seven flag characters");
    }

    /**
     * {@code [001] ..... 5.762383: }; the flags may be missing. Linux 4.13 to 4.17 print the thread
     * group before them: {@code [001] ( 55) .... 5.762383: }.
     */
    boolean cpuAndTime(byte[] text, int bracket, int to) {
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
        if (text[at] == '(') {
            at = behindGroup(text, at, to);
        }
        if (Bytes.isDigit(text[at])) {
            stamp.context = Context.UNKNOWN;
            return seconds(text, at, to);
        }
        int flagsEnd = Bytes.blank(text, at, Math.min(to, at + LONGEST_FLAGS + 1));
        return flags(text, at, flagsEnd) && seconds(text, Bytes.skipBlanks(text, flagsEnd, to), to);
    }

    /** Steps over {@code ( 55)} or {@code (-----)}, the thread group; stays if it is none. */
    static int behindGroup(byte[] text, int open, int to) {
        int close = open + 1;
        while (close < to && isGroupId(text[close])) {
            close++;
        }
        int next = close < to && text[close] == ')' ? Bytes.skipBlanks(text, close + 1, to) : to;
        return next < to ? next : open;
    }

    /** Whether a character can stand between the brackets of a thread group. */
    static boolean isGroupId(byte character) {
        return Bytes.isDigit(character) || character == ' ' || character == '-';
    }

    /** {@code 5.762383: }, or {@code 72971401941: } of a clock that counts no seconds. */
    boolean seconds(byte[] text, int from, int to) {
        long value = 0;
        int at = from;
        int digit;
        while (at < to && (digit = text[at] - '0') >= 0 && digit <= 9) {
            value = value * 10 + digit;
            at++;
        }
        int digits = at - from;
        if (digits == 0 || digits > 18 || at >= to) {
            return fail(at, "a time");
        }
        if (text[at] == '.') {
            int fraction = ++at;
            int micros = at + MICRO_DIGITS < to ? Bytes.decimal6(text, at) : -1;
            if (micros >= 0 && digits <= 12) {
                value = value * 1_000_000 + micros;
                at += MICRO_DIGITS;
            }
            while (at < to && (digit = text[at] - '0') >= 0 && digit <= 9) {
                value = value * 10 + digit;
                at++;
            }
            int fractionDigits = at - fraction;
            if (fractionDigits == 0 || fractionDigits > 9) {
                return fail(fraction, "the fraction of a second");
            }
            value *= POWER_OF_TEN[fractionDigits];
            // ten digits of seconds reach 2^63 ns, but not 2^64: an overflow shows
            if (digits > 10 || value < 0) {
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

    /** {@code 24579us+: }, counted from the start of the buffer. */
    boolean microseconds(byte[] text, int from, int to) {
        int unit = Bytes.digitsEnd(text, from, to);
        if (!Bytes.startsWith(text, unit, to, "us") || to - unit < 4 || text[unit + 3] != ':') {
            return false;
        }
        return setMicroseconds(from, Bytes.decimal(text, from, unit))
                && setBody(text, unit + 4, to);
    }

    boolean setMicroseconds(int at, long micros) {
        if (micros < 0 || micros > Long.MAX_VALUE / 1000) {
            return fail(at, "a time in microseconds below 2^63 nanoseconds");
        }
        stamp.time = micros * 1000;
        return true;
    }

    private boolean setBody(byte[] text, int colonEnd, int to) {
        body = Bytes.skipBlanks(text, colonEnd, to);
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
        if (at > failedAt) {
            failedAt = at;
            expected = wanted;
        }
        return false;
    }
}
