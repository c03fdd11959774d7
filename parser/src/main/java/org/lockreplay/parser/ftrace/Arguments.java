package org.lockreplay.parser.ftrace;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text behind an event's name, and the numbers in it.
 *
 * <p>{@link #find} and its kin move a cursor and answer whether there is a number; {@link #value}
 * is that number. Task names in the arguments may imitate keys, so keys behind a name are looked
 * for from the end. Reused for every event; not thread-safe.
 */
final class Arguments {

    // LCB_F_* of include/trace/events/lock.h, Linux 6.1, from bit 0
    private static final List<String> CONTENTION_FLAGS =
            List.of("SPIN", "READ", "WRITE", "RT", "PERCPU", "MUTEX");

    private byte[] text = {};
    private int from;
    private int to;
    private int at;
    private long value;

    void set(byte[] bytes, int begin, int end) {
        text = bytes;
        from = begin;
        to = end;
        at = begin;
    }

    byte[] text() {
        return text;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    long value() {
        return value;
    }

    /** Whether the text begins with {@code prefix}. */
    boolean startsWith(String prefix) {
        return Bytes.startsWith(text, from, to, prefix);
    }

    /** The number right behind the first {@code key}: decimal, or hexadecimal after {@code 0x}. */
    boolean find(String key) {
        int found = Bytes.indexOf(text, from, to, key);
        return found >= 0 && number(found + key.length());
    }

    /** The number right behind the last {@code key}. */
    boolean findLast(String key) {
        int found = Bytes.lastIndexOf(text, from, to, key);
        return found >= 0 && number(found + key.length());
    }

    /** The number right behind the last {@code key} that stands before the last {@code bound}. */
    boolean findLastBefore(String bound, String key) {
        int end = Bytes.lastIndexOf(text, from, to, bound);
        int found = end < 0 ? -1 : Bytes.lastIndexOf(text, from, end, key);
        return found >= 0 && number(found + key.length());
    }

    /** The number right behind the first {@code key}, in hexadecimal digits with or without 0x. */
    boolean findHex(String key) {
        int found = Bytes.indexOf(text, from, to, key);
        return found >= 0 && hex(found + key.length());
    }

    /** The same behind the last {@code key}. */
    boolean findLastHex(String key) {
        int found = Bytes.lastIndexOf(text, from, to, key);
        return found >= 0 && hex(found + key.length());
    }

    /**
     * The number of 64 bits right behind the first {@code key}: decimal, or hexadecimal after
     * {@code 0x}. trace-cmd prints a raw field of type {@code u64} in hexadecimal if the event
     * prints just that field so, and in decimal otherwise.
     */
    boolean findUnsigned(String key) {
        int found = Bytes.indexOf(text, from, to, key);
        int begin = found + key.length();
        return found >= 0
                && (Bytes.startsWith(text, begin, to, "0x") ? hex(begin) : unsigned(begin));
    }

    /** Whether {@code key} is followed by {@code yes} or by a 1. */
    boolean isSet(String key, String yes) {
        int found = Bytes.lastIndexOf(text, from, to, key);
        int behind = found + key.length();
        return found >= 0
                && (Bytes.startsWith(text, behind, to, yes)
                        || Bytes.startsWith(text, behind, to, "1"));
    }

    boolean has(String key) {
        return Bytes.indexOf(text, from, to, key) >= 0;
    }

    /**
     * The pid in trace-cmd's {@code comm:12 [120] R ==> comm:13 [120]}: of the part before the
     * arrow, or behind it.
     */
    boolean pidOfSwitch(boolean next) {
        int arrow = Bytes.lastIndexOf(text, from, to, " ==> ");
        if (arrow < 0) {
            return false;
        }
        int begin = next ? arrow + 5 : from;
        int bracket = Bytes.lastIndexOf(text, begin, next ? to : arrow, " [");
        int colon = bracket < 0 ? -1 : Bytes.lastIndexOf(text, begin, bracket, ":");
        return colon >= 0 && number(colon + 1);
    }

    /** Moves to the next value of {@code (addr: 0, len: 801000)}; hexadecimal, 0 if no number. */
    boolean nextArgument() {
        if (at >= to || text[at] == ')') {
            return false;
        }
        int end = Bytes.indexOf(text, at, to, ", ");
        int stop = end < 0 ? to : end;
        int colon = Bytes.lastIndexOf(text, at, stop, ": ");
        int begin = colon < 0 ? at : colon + 2;
        if (begin < stop && text[begin] == '(') {
            begin++;
        }
        if (!hex(begin)) {
            value = 0;
        }
        at = end < 0 ? to : end + 2;
        return true;
    }

    /** Moves to the next value of {@code __syscall_nr=9 addr=0x0 len=0x801000}, the nr left out. */
    boolean nextRawArgument() {
        while (at < to) {
            int end = Bytes.blank(text, at, to);
            int equals = Bytes.indexOf(text, at, end, "=");
            boolean number = Bytes.startsWith(text, at, end, "__syscall_nr=");
            at = Bytes.skipBlanks(text, end, to);
            if (equals >= 0 && !number) {
                if (!hex(equals + 1)) {
                    value = 0;
                }
                return true;
            }
        }
        return false;
    }

    /** Steps over {@code prefix}, if the text goes on with it. */
    boolean skip(String prefix) {
        boolean there = Bytes.startsWith(text, at, to, prefix);
        at += there ? prefix.length() : 0;
        return there;
    }

    /** The number at the cursor, which moves behind it. */
    boolean nextNumber() {
        int begin = at;
        int end = at < to && text[at] == '-' ? at + 1 : at;
        at = Bytes.digitsEnd(text, end, to);
        return number(begin);
    }

    /** The hexadecimal digits at the cursor, which moves behind them. */
    boolean nextHex() {
        boolean found = hex(at);
        while (at < to && (Bytes.hexDigit(text[at]) >= 0 || text[at] == 'x')) {
            at++;
        }
        return found;
    }

    /** Bit mask of {@code (flags=SPIN|MUTEX)}, or the number in {@code flags=33}. */
    long contentionFlags() {
        if (find(" flags=")) {
            return value;
        }
        long flags = 0;
        int begin = Bytes.indexOf(text, from, to, "(flags=") + 7;
        for (int bit = 0; begin >= 7 && bit < CONTENTION_FLAGS.size(); bit++) {
            flags |= isListed(begin, CONTENTION_FLAGS.get(bit)) ? 1L << bit : 0;
        }
        return flags;
    }

    private boolean isListed(int begin, String flag) {
        int found = Bytes.indexOf(text, begin, to, flag);
        int behind = found + flag.length();
        return found >= 0
                && (text[found - 1] == '|' || text[found - 1] == '=')
                && behind < to
                && (text[behind] == '|' || text[behind] == ')');
    }

    private boolean number(int begin) {
        if (Bytes.startsWith(text, begin, to, "0x")) {
            return hex(begin);
        }
        boolean negative = begin < to && text[begin] == '-';
        int digits = negative ? begin + 1 : begin;
        long magnitude = Bytes.decimal(text, digits, Bytes.digitsEnd(text, digits, to));
        value = negative ? -magnitude : magnitude;
        return magnitude >= 0;
    }

    private boolean unsigned(int begin) {
        int end = Bytes.digitsEnd(text, begin, to);
        if (end < to && Bytes.hexDigit(text[end]) >= 0) {
            return false;
        }
        try {
            value =
                    Long.parseUnsignedLong(
                            new String(text, begin, end - begin, StandardCharsets.ISO_8859_1));
            return true;
        } catch (NumberFormatException none) {
            return false;
        }
    }

    private boolean hex(int begin) {
        int digits = begin;
        // printed by "0x%p" where %p has a prefix of its own: 0x0xffff…
        while (Bytes.startsWith(text, digits, to, "0x")) {
            digits += 2;
        }
        int end = digits;
        while (end < to && Bytes.hexDigit(text[end]) >= 0) {
            end++;
        }
        if (!Bytes.isHex(text, digits, end)) {
            return false;
        }
        value = Bytes.hex(text, digits, end);
        return true;
    }
}
