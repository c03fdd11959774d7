package org.lockreplay.parser.ftrace;

import org.lockreplay.event.Names;

/**
 * The hot half of the line parser: reads what stands in front of the event.
 *
 * <p>Task names hold blanks, dashes, brackets and colons, so a line is never cut at the first
 * blank. Nearly every line has the kernel's columns: the dash before the pid stands in column 16,
 * or 8 in the latency format, and such a line is read by these columns, in the order in which the
 * last line suggests (no line fits both). Every other line is for {@link LoosePrefix}. So what a
 * line is depends on that line alone. {@link Stamp} and {@link #body} speak of the line of the last
 * successful {@link #read}.
 */
final class LinePrefix {

    /** Columns of a task's name, right-aligned, in all shapes but the latency format. */
    static final int COMM_WIDTH = 16;

    /** The same in the latency format. */
    static final int LATENCY_COMM_WIDTH = 8;

    private static final int KEY_BYTES = 24;

    private final NameTable names;
    private final TaskCache tasks = new TaskCache();
    private final Stamp stamp;
    private final PrefixFields fields;
    private final LoosePrefix loose;

    private LineShape shape = LineShape.FTRACE;
    private int file = Names.EMPTY;

    LinePrefix(NameTable names, Stamp stamp) {
        this.names = names;
        this.stamp = stamp;
        fields = new PrefixFields(stamp);
        loose = new LoosePrefix(names, fields);
    }

    LineShape shape() {
        return shape;
    }

    /** Name id of the file that stands in front of the line of the last {@link #read}, or empty. */
    int file() {
        return file;
    }

    /** Where the event begins. */
    int body() {
        return fields.body();
    }

    /** Where the line that {@link #explain} saw last stops being one. */
    int failedAt() {
        return fields.failedAt();
    }

    /** What should have stood there, in words. */
    String expected() {
        return fields.expected();
    }

    /** Reads the prefix of {@code text[from, to)}, one line without its line end. */
    boolean read(byte[] text, int from, int to) {
        file = Names.EMPTY;
        if (shape == LineShape.LATENCY && latency(text, from, to)) {
            return true;
        }
        if (ftrace(text, from, to)) {
            shape = LineShape.FTRACE;
            return true;
        }
        if (shape != LineShape.LATENCY && latency(text, from, to)) {
            shape = LineShape.LATENCY;
            return true;
        }
        if (loose.read(text, from, to)) {
            shape = loose.shape();
            file = loose.file();
            return true;
        }
        return false;
    }

    /**
     * Reads a line whose task was seen before, in the kernel's columns, without knowing where it
     * ends; most lines are such ones. The bytes of a known task hold no line feed, and neither does
     * anything that can stand behind them, so the prefix is within the line.
     */
    boolean readKnown(byte[] text, int from, int to) {
        if (to - from < KEY_BYTES + 8 || shape != LineShape.FTRACE) {
            return false;
        }
        long first = Bytes.word(text, from);
        long second = Bytes.word(text, from + 8);
        long third = Bytes.word(text, from + COMM_WIDTH);
        int slot = tasks.slot(first, second, third);
        if (!tasks.holds(slot, first, second, third)) {
            return false;
        }
        stamp.pid = tasks.pid(slot);
        stamp.task = tasks.task(slot);
        int bracket = Bytes.skipBlanks(text, from + tasks.length(slot), to);
        return fields.cpuAndTime(text, bracket, to);
    }

    /** Finds out why {@link #read} refuses a line. */
    void explain(byte[] text, int from, int to) {
        fields.expect(from, "a task, as in 'comm-pid [cpu] time:'");
        if (!ftrace(text, from, to) && fields.failedAt() == from) {
            loose.explain(text, from, to);
        }
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
        int pidEnd = Bytes.digitsEnd(text, dash + 1, to);
        if (!fields.pid(text, dash + 1, pidEnd) || !afterPid(text, pidEnd, to)) {
            return false;
        }
        // only now: a name in the table has been seen in a line that could be read
        stamp.task = names.intern(text, Bytes.skipBlanks(text, from, dash), dash);
        if (pidEnd - from < KEY_BYTES) {
            long first = Bytes.word(text, from);
            long second = Bytes.word(text, from + 8);
            long third = Bytes.word(text, dash);
            int slot = tasks.slot(first, second, third);
            tasks.put(slot, first, second, third, stamp.pid, stamp.task, pidEnd - from);
        }
        return true;
    }

    private boolean afterPid(byte[] text, int from, int to) {
        int at = Bytes.skipBlanks(text, from, to);
        if (at < to && text[at] == '(') {
            while (at < to && text[at] != ')') {
                at++;
            }
            at = Bytes.skipBlanks(text, Math.min(at + 1, to), to);
        }
        return fields.cpuAndTime(text, at, to);
    }

    // ---- latency format ----
    //       sh-55        3..... 24579us+: lock_release: …
    // trace-cm-275     3.....    61.310819: lock_release:         …

    private boolean latency(byte[] text, int from, int to) {
        int dash = from + LATENCY_COMM_WIDTH;
        if (dash >= to || text[dash] != '-') {
            return false;
        }
        int pidEnd = Bytes.digitsEnd(text, dash + 1, to);
        int cpuFrom = Bytes.skipBlanks(text, pidEnd, to);
        int cpuEnd = Bytes.digitsEnd(text, cpuFrom, to);
        if (cpuFrom == pidEnd || cpuEnd == cpuFrom) {
            return false;
        }
        int flagsEnd = Bytes.blank(text, cpuEnd, to);
        int timeFrom = Bytes.skipBlanks(text, flagsEnd, to);
        if (!fields.pid(text, dash + 1, pidEnd)
                || !fields.cpu(text, cpuFrom, cpuEnd)
                || !fields.flags(text, cpuEnd, flagsEnd)
                || !(fields.microseconds(text, timeFrom, to)
                        || fields.seconds(text, timeFrom, to))) {
            return false;
        }
        stamp.task = names.intern(text, Bytes.skipBlanks(text, from, dash), dash);
        return true;
    }
}
