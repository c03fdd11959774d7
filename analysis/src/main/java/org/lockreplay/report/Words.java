package org.lockreplay.report;

import org.lockreplay.check.Evidence;
import org.lockreplay.event.Context;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Origin;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.text.VisibleText;

/** Numbers, times, tasks and locks as the text report words them. */
final class Words {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int NANOS_PER_MICRO = 1000;
    private static final int GROUP = 3;
    private static final int LABEL = 48;
    private static final int LABEL_HEAD = 28;
    private static final int LABEL_TAIL = 16;

    private Words() {}

    /** {@code 1 task}, {@code 1,234 tasks}. */
    static String counted(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** Digits in groups of three. */
    static String number(long count) {
        StringBuilder digits = new StringBuilder(Long.toString(count));
        int least = count < 0 ? 1 : 0;
        for (int at = digits.length() - GROUP; at > least; at -= GROUP) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }

    /** What an evidence shows, in the words of a table. */
    static String event(Evidence evidence) {
        String event = evidence.event();
        return event.startsWith("in-") || event.startsWith("with-")
                ? (event.startsWith("in-") ? "taken " : "held ") + event.replace('-', ' ')
                : event;
    }

    /** Seconds with the digits that the trace had, six or nine; ticks as they are. */
    static String time(Origin at) {
        return time(at.time(), Context.ticks(at.context()));
    }

    /** Seconds with six or nine digits; ticks as they are. */
    static String time(long time, boolean ticks) {
        if (ticks) {
            return Long.toString(time);
        }
        long fraction = Math.floorMod(time, NANOS_PER_SECOND);
        boolean micros = fraction % NANOS_PER_MICRO == 0;
        String digits = Long.toString(NANOS_PER_SECOND + fraction).substring(1);
        return Math.floorDiv(time, NANOS_PER_SECOND)
                + "."
                + (micros ? digits.substring(0, 6) : digits);
    }

    /** {@code k61 t-1/46 on CPU 0, context ...1. (process)}. */
    static String task(Origin at) {
        StringBuilder text = new StringBuilder();
        text.append(who(at));
        if (at.cpu() >= 0) {
            text.append(" on CPU ").append(at.cpu());
        }
        if (Context.known(at.context())) {
            text.append(", context ").append(Context.text(at.context()));
            text.append(" (").append(level(at.context())).append(')');
        }
        return text.toString();
    }

    private static String who(Origin at) {
        if (at.pid() < 0) {
            return "an unknown task";
        }
        return at.task().isEmpty() ? "task " + at.pid() : name(at.task()) + "/" + at.pid();
    }

    static String level(int context) {
        return switch (Context.level(context)) {
            case Context.SOFTIRQ -> "softirq";
            case Context.HARDIRQ -> "hardirq";
            case Context.NMI -> "nmi";
            default -> "process";
        };
    }

    /** {@code write}, {@code read}, with {@code try } before it for a trylock. */
    static String mode(Acquisition lock) {
        return (lock.tryLock() ? "try " : "") + mode(lock.read());
    }

    static String mode(boolean read) {
        return read ? "read" : "write";
    }

    /** Sixteen hex digits, as the kernel prints them. */
    static String address(Acquisition lock) {
        if (Mode.hidden(lock.mode())) {
            return "(____ptrval____)";
        }
        String digits = Long.toHexString(lock.address());
        return "0".repeat(16 - digits.length()) + digits;
    }

    static String name(String text) {
        return VisibleText.brief(text);
    }

    /** A name that must fit into a column, cut in the middle. */
    static String label(String text) {
        return text.length() <= LABEL
                ? VisibleText.of(text)
                : VisibleText.of(text.substring(0, LABEL_HEAD))
                        + "…"
                        + VisibleText.of(text.substring(text.length() - LABEL_TAIL));
    }

    static String place(String trace, Origin at) {
        return name(trace) + ":" + at.line();
    }
}
