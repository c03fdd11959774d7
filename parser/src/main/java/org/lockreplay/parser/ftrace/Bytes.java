package org.lockreplay.parser.ftrace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads words, numbers and line ends from bytes, eight at a time where it pays.
 *
 * <p>Hot: called for every field of every line. Whoever passes an array leaves {@link #SLACK} bytes
 * behind the last one of interest, so that words may be read across the end.
 */
public final class Bytes {

    /** How many readable bytes must follow the text in its array. */
    public static final int SLACK = 8;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long LOW_NIBBLES = 0x0f0f0f0f0f0f0f0fL;
    private static final long SIXES = 0x0606060606060606L;
    private static final long ZERO_DIGITS = 0x3030303030303030L;

    private static final byte[] HEX_DIGITS = hexDigits();

    private Bytes() {}

    private static byte[] hexDigits() {
        byte[] digits = new byte[256];
        for (int character = 0; character < digits.length; character++) {
            digits[character] = (byte) (character < 0x80 ? Character.digit(character, 16) : -1);
        }
        return digits;
    }

    /** The eight bytes from {@code at}, the first one lowest. */
    static long word(byte[] text, int at) {
        return (long) WORD.get(text, at);
    }

    /** A word with the first {@code count} bytes of {@code text} and zeros behind; at most 8. */
    static long partialWord(byte[] text, int at, int count) {
        return count == 8 ? word(text, at) : word(text, at) & ((1L << (count << 3)) - 1);
    }

    /** The word that {@link #word} reads from a text of exactly eight characters. */
    static long wordOf(String ascii) {
        return word(ascii.getBytes(StandardCharsets.US_ASCII), 0);
    }

    /** Where the next line feed is in {@code text[from, to)}; {@code to} if there is none. */
    public static int lineEnd(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            long different = word(text, at) ^ LINE_FEEDS;
            long found = (different - ONES) & ~different & HIGHS;
            if (found != 0) {
                return Math.min(to, at + (Long.numberOfTrailingZeros(found) >>> 3));
            }
            at += 8;
        }
        return to;
    }

    static int skipBlanks(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] == ' ') {
            at++;
        }
        return at;
    }

    /** Where the blanks in front of {@code end} begin, not before {@code from}. */
    static int skipBlanksBack(byte[] text, int from, int end) {
        int at = end;
        while (at > from && text[at - 1] == ' ') {
            at--;
        }
        return at;
    }

    /** The first blank in {@code text[from, to)}; {@code to} if there is none. */
    static int blank(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != ' ') {
            at++;
        }
        return at;
    }

    /** Where a run of decimal digits that begins at {@code from} ends. */
    static int digitsEnd(byte[] text, int from, int to) {
        int at = from;
        while (at < to && isDigit(text[at])) {
            at++;
        }
        return at;
    }

    /** Where a run of decimal digits that ends at {@code end} begins, not before {@code from}. */
    static int digitsBack(byte[] text, int from, int end) {
        int at = end;
        while (at > from && isDigit(text[at - 1])) {
            at--;
        }
        return at;
    }

    static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** The decimal number {@code text[from, to)}; -1 if empty, no number, or above 2^62. */
    static long decimal(byte[] text, int from, int to) {
        if (from >= to || to - from > 18) {
            return -1;
        }
        long value = 0;
        for (int at = from; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The value of a hexadecimal digit, -1 for any other character. */
    static int hexDigit(byte character) {
        return HEX_DIGITS[character & 0xff];
    }

    /** Whether {@code text[from, to)} is 1 to 16 hexadecimal digits. */
    static boolean isHex(byte[] text, int from, int to) {
        if (from >= to || to - from > 16) {
            return false;
        }
        for (int at = from; at < to; at++) {
            if (hexDigit(text[at]) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The unsigned number in the hexadecimal digits {@code text[from, to)}, which {@link #isHex}.
     */
    static long hex(byte[] text, int from, int to) {
        long value = 0;
        for (int at = from; at < to; at++) {
            value = (value << 4) | hexDigit(text[at]);
        }
        return value;
    }

    /** Eight hexadecimal digits as a number; -1 if one of them is none. */
    static long hex8(byte[] text, int at) {
        long word = word(text, at);
        long letter = (word >>> 6) & ONES;
        long lower = word | (letter << 5);
        long nibble = (lower & LOW_NIBBLES) + letter * 9;
        long beyondNine = ((nibble + SIXES) >>> 4) & ONES;
        if (nibble + ZERO_DIGITS + beyondNine * 0x27 != lower || (nibble & ~LOW_NIBBLES) != 0) {
            return -1;
        }
        long packed = Long.reverseBytes(nibble);
        packed = (packed | (packed >>> 4)) & 0x00ff00ff00ff00ffL;
        packed = (packed | (packed >>> 8)) & 0x0000ffff0000ffffL;
        return (packed | (packed >>> 16)) & 0xffffffffL;
    }

    /** Six decimal digits as a number; -1 if one of them is none. */
    static int decimal6(byte[] text, int at) {
        long digits = (word(text, at) << 16) | 0x3030;
        long valid = (digits + 0x4646464646464646L) | (digits - ZERO_DIGITS);
        if ((valid & HIGHS) != 0) {
            return -1;
        }
        // neighbours become pairs, pairs become fours, fours the whole; the first digit is lowest
        digits -= ZERO_DIGITS;
        digits = digits * 10 + (digits >>> 8);
        long upper = (digits & 0xff000000ffL) * 0xf424000000064L;
        long lower = ((digits >>> 16) & 0xff000000ffL) * 0x271000000001L;
        return (int) ((upper + lower) >>> 32);
    }

    /** Whether {@code text[from, to)} begins with the ASCII text {@code prefix}. */
    static boolean startsWith(byte[] text, int from, int to, String prefix) {
        int length = prefix.length();
        if (to - from < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text[from + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where {@code ascii} begins for the first time in {@code text[from, to)}; -1 if nowhere. */
    static int indexOf(byte[] text, int from, int to, String ascii) {
        byte first = (byte) ascii.charAt(0);
        for (int at = from; at <= to - ascii.length(); at++) {
            if (text[at] == first && startsWith(text, at, to, ascii)) {
                return at;
            }
        }
        return -1;
    }

    /** Where {@code ascii} begins for the last time in {@code text[from, to)}; -1 if nowhere. */
    static int lastIndexOf(byte[] text, int from, int to, String ascii) {
        byte first = (byte) ascii.charAt(0);
        for (int at = to - ascii.length(); at >= from; at--) {
            if (text[at] == first && startsWith(text, at, to, ascii)) {
                return at;
            }
        }
        return -1;
    }
}
