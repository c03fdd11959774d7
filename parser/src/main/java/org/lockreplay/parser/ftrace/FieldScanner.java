package org.lockreplay.parser.ftrace;

import org.lockreplay.parser.dialect.Key;

/**
 * Finds a field in an event's arguments by what stands in front of its value.
 *
 * <p>Where a text in quotes, {@code comm="a len=5"}, holds what looks like a field, it is passed
 * over. Reused for every event; not thread-safe.
 */
final class FieldScanner {

    private static final String HIDDEN = "(____ptrval____)";
    private static final String HIDDEN_SHORT = "(ptrval)";

    private byte[] text = {};
    private int from;
    private int to;
    private long value;
    private boolean hidden;
    private int valueFrom;
    private int valueTo;

    void set(Arguments arguments) {
        text = arguments.text();
        from = arguments.from();
        to = arguments.to();
    }

    byte[] text() {
        return text;
    }

    /** The number that was found last. */
    long value() {
        return value;
    }

    /** Whether the kernel did not print the number that was found last. */
    boolean hidden() {
        return hidden;
    }

    /** Where the text that was found last begins. */
    int valueFrom() {
        return valueFrom;
    }

    /** Where it ends. */
    int valueTo() {
        return valueTo;
    }

    /** Finds the first place of {@code key} that a number follows. */
    boolean findNumber(Key key) {
        int at = behind(key, from);
        while (at >= 0 && !number(at, key.hex())) {
            at = behind(key, at);
        }
        return at >= 0;
    }

    /** Finds a text behind {@code key}, in quotes or up to the next blank. */
    boolean findText(Key key) {
        int at = behind(key, from);
        if (at < 0) {
            return false;
        }
        boolean quoted = at < to && text[at] == '"';
        valueFrom = quoted ? at + 1 : at;
        valueTo = quoted ? quoteEnd(at) : Bytes.blank(text, at, to);
        return valueTo > valueFrom;
    }

    /** Where the first {@code key} from {@code begin} on ends; -1 if there is none. */
    private int behind(Key key, int begin) {
        String before = key.before();
        byte first = (byte) before.charAt(0);
        for (int at = begin; at < to; at++) {
            if (text[at] == first
                    && !(key.wholeWord() && at > from && Key.isWord(text[at - 1]))
                    && Bytes.startsWith(text, at, to, before)) {
                return at + before.length();
            }
            if (text[at] == '"' && at > from && text[at - 1] == '=') {
                at = quoteEnd(at);
            }
        }
        return -1;
    }

    /** Where the quote that opens at {@code open} closes: in front of a blank or at the end. */
    private int quoteEnd(int open) {
        for (int at = open + 1; at < to; at++) {
            if (text[at] == '"' && (at + 1 == to || text[at + 1] == ' ')) {
                return at;
            }
        }
        return to;
    }

    /** {@code 0x1f}, {@code 31}, {@code -1}, {@code (____ptrval____)}; nothing glued behind. */
    private boolean number(int begin, boolean hexDigits) {
        int digits = begin;
        boolean hex = hexDigits;
        // printed by "0x%p" where %p has a prefix of its own: 0x0xffff…
        while (Bytes.startsWith(text, digits, to, "0x")) {
            digits += 2;
            hex = true;
        }
        hidden =
                Bytes.startsWith(text, digits, to, HIDDEN)
                        || Bytes.startsWith(text, digits, to, HIDDEN_SHORT);
        if (hidden) {
            value = 0;
            return true;
        }
        int end = hex ? hexEnd(digits) : decimalEnd(digits);
        if (end == digits || (end < to && Key.isWord(text[end]))) {
            return false;
        }
        return hex ? hex(digits, end) : decimal(digits, end);
    }

    private int hexEnd(int begin) {
        int end = begin;
        while (end < to && Bytes.hexDigit(text[end]) >= 0) {
            end++;
        }
        return end;
    }

    private int decimalEnd(int begin) {
        int digits = begin < to && text[begin] == '-' ? begin + 1 : begin;
        int end = Bytes.digitsEnd(text, digits, to);
        return end == digits ? begin : end;
    }

    private boolean hex(int digits, int end) {
        if (!Bytes.isHex(text, digits, end)) {
            return false;
        }
        value = Bytes.hex(text, digits, end);
        return true;
    }

    /** A signed or unsigned number of 64 bits. */
    private boolean decimal(int begin, int end) {
        boolean negative = text[begin] == '-';
        long magnitude = 0;
        for (int at = negative ? begin + 1 : begin; at < end; at++) {
            int digit = text[at] - '0';
            if (Long.compareUnsigned(magnitude, Long.divideUnsigned(-1L - digit, 10)) > 0) {
                return false;
            }
            magnitude = magnitude * 10 + digit;
        }
        value = negative ? -magnitude : magnitude;
        return true;
    }
}
