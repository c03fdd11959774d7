package org.lockreplay.replay.mpx;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as a trace prints it, exact; what it means depends on the clock of the trace.
 *
 * @param whole seconds, or ticks where the clock has no seconds
 * @param nanos behind the point, from 0 to 999,999,999
 * @param fraction there was a point, so that it cannot be ticks
 */
public record AskedTime(long whole, long nanos, boolean fraction) implements Comparable<AskedTime> {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1000L;
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?:\\.(\\d{1,9})|(us))?");

    private static final Comparator<AskedTime> ORDER =
            Comparator.comparingLong(AskedTime::whole).thenComparingLong(AskedTime::nanos);

    /**
     * Reads {@code 12.345678}, {@code 12.345678901}, {@code 12}, or {@code 345us} of the latency
     * format; empty if it is none of them.
     */
    public static Optional<AskedTime> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long whole = Long.parseLong(form.group(1));
        if (form.group(3) != null) {
            long micros = whole % MICROS_PER_SECOND;
            return Optional.of(
                    new AskedTime(whole / MICROS_PER_SECOND, micros * NANOS_PER_MICRO, true));
        }
        String digits = form.group(2);
        if (digits == null) {
            return Optional.of(new AskedTime(whole, 0, false));
        }
        long nanos = Long.parseLong(digits + "0".repeat(9 - digits.length()));
        return Optional.of(new AskedTime(whole, nanos, true));
    }

    /** Nanoseconds or ticks; as many as there can be where a number would be larger. */
    long in(boolean ticks) {
        if (ticks) {
            return whole;
        }
        return whole >= Long.MAX_VALUE / NANOS_PER_SECOND
                ? Long.MAX_VALUE
                : whole * NANOS_PER_SECOND + nanos;
    }

    @Override
    public int compareTo(AskedTime other) {
        return ORDER.compare(this, other);
    }
}
