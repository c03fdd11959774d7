package org.lockreplay.parser.ftrace;

import org.lockreplay.event.EventKind;

/**
 * The hot loop: parses a chunk of whole lines into one batch.
 *
 * <p>A parser is used for many chunks of one trace, which need not follow one another. Cost: one
 * pass over the bytes, no object for a line. Not thread-safe.
 */
public final class TextParser {

    /** What is expected in the place of a line that is too long. */
    public static final String TOO_LONG = "a line of at most 8 MiB";

    /** In the place of a count of overwritten events. */
    private static final int NOT_TOLD = -1;

    private final EventParser events;
    private final Tally tally;
    private final LinePrefix prefix;

    private byte[] text = {};
    private int line;

    /** A parser that appends to the batch of {@code events}. */
    public TextParser(EventParser events) {
        this.events = events;
        tally = events.tally();
        prefix = new LinePrefix(events.names(), events.stamp());
    }

    /**
     * Parses the whole lines {@code bytes[from, to)}; the batch keeps referring to {@code bytes}.
     * {@link Bytes#SLACK} readable bytes must follow.
     */
    public void parse(byte[] bytes, int from, int to) {
        text = bytes;
        events.begin(bytes);
        line = 0;
        for (int at = from; at < to; line++) {
            boolean known = prefix.readKnown(bytes, at, to);
            int end = Bytes.lineEnd(bytes, known ? prefix.body() : at, to);
            int stop = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
            if (known) {
                event(at, stop);
            } else {
                line(at, stop);
            }
            tally.chunk().nextLine();
            at = end + 1;
        }
    }

    /** Counts one line as unreadable because it is too long; {@code bytes} holds its beginning. */
    public void refuse(byte[] bytes, int length) {
        events.begin(bytes);
        line = 0;
        unreadable(bytes, 0, length, 0, TOO_LONG);
        tally.chunk().nextLine();
    }

    private void unreadable(byte[] bytes, int from, int to, int at, String expected) {
        if (tally.chunk().badOrText(bytes, from, to, at, expected)) {
            events.addUnreadable(line, -1);
        } else {
            tally.annotation();
        }
    }

    private void line(int from, int to) {
        if (from < to && text[from] != '#' && text[from] != '\t' && prefix.read(text, from, to)) {
            tally.file(prefix.file());
            event(from, to);
        } else {
            rareLine(from, to);
        }
    }

    private void event(int from, int to) {
        tally.line(prefix.shape(), events.stamp());
        int at = prefix.body();
        int body = prefix.shape() == LineShape.PERF ? behindSystem(at, to) : at;
        events.parse(line, from, body, to);
    }

    /** Where the event's name begins behind perf's {@code lock:}. */
    private int behindSystem(int at, int to) {
        int colon = at;
        while (colon < to && text[colon] != ':' && text[colon] != ' ') {
            colon++;
        }
        boolean system = colon + 1 < to && text[colon] == ':' && text[colon + 1] != ' ';
        return system ? colon + 1 : at;
    }

    private void rareLine(int from, int to) {
        if (Bytes.skipBlanks(text, from, to) == to) {
            tally.comment();
        } else if (text[from] == '#') {
            comment(from, to);
        } else if (Bytes.startsWith(text, from, to, "CPU:")) {
            lostEvents(from, to);
        } else if (isCpuCount(from, to)) {
            startRecording();
            countCpus(from + 5, to, NOT_TOLD);
        } else if (text[from] == '\t' || isStackEntry(from, to)) {
            tally.annotation();
        } else {
            rareLineOfFile(from, to);
        }
    }

    /** The same behind the name of a file: {@code guest.dat: cpus=4}. */
    private void rareLineOfFile(int from, int to) {
        int name = Bytes.skipBlanks(text, from, to);
        int end = Bytes.blank(text, name, to);
        int at = Bytes.skipBlanks(text, end, to);
        boolean named = end > name + 1 && text[end - 1] == ':';
        if (named && isCpuCount(at, to)) {
            startRecording();
            countCpus(at + 5, to, NOT_TOLD);
        } else if (named && Bytes.startsWith(text, at, to, "CPU:")) {
            lostEvents(at, to);
        } else {
            prefix.explain(text, from, to);
            unreadable(text, from, to, prefix.failedAt(), prefix.expected());
        }
    }

    /** {@code cpus=4}, the first line of a {@code trace-cmd report}. */
    private boolean isCpuCount(int from, int to) {
        return Bytes.startsWith(text, from, to, "cpus=")
                && to > from + 5
                && Bytes.digitsEnd(text, from + 5, to) == to;
    }

    private boolean isStackEntry(int from, int to) {
        return Bytes.startsWith(text, from, to, " => ") || Bytes.startsWith(text, from, to, "=> ");
    }

    private void comment(int from, int to) {
        if (Bytes.startsWith(text, from, to, "# tracer:")) {
            startRecording();
        } else if (Bytes.startsWith(text, from, to, "##### CPU ")
                && Bytes.indexOf(text, from, to, " buffer started ####") > 0) {
            events.addGap(EventKind.BUFFER_STARTED, line, cpu(number(from + 10, to)), 0);
            tally.loss(0);
        } else if (!Bytes.startsWith(text, from, to, "# ") && prefix.read(text, from, to)) {
            event(from, to);
        } else {
            header(from, to);
            tally.comment();
        }
    }

    /**
     * The lines of a header that tell how many CPUs were online: {@code #P:4} at the end of
     * ftrace's {@code # entries-in-buffer/entries-written: 7806/7806 #P:4}, and in the brackets of
     * the latency format's {@code # latency: 0 us, #7806/7806, CPU#0 | (M:preempt … #P:4)}; and
     * {@code # nrcpus online : 4} of {@code perf script --header}. And the one that explains the
     * first flag character, which tells of bottom halves from Linux 5.17 on only.
     */
    private void header(int from, int to) {
        if (Bytes.startsWith(text, from, to, "# entries-in-buffer")
                || Bytes.startsWith(text, from, to, "# latency:")) {
            int at = Bytes.lastIndexOf(text, from, to, "#P:");
            countCpus(at < 0 ? to : at + 3, to, overwritten(from, to));
        } else if (Bytes.startsWith(text, from, to, "# nrcpus online :")) {
            countCpus(Bytes.skipBlanks(text, from + 17, to), to, NOT_TOLD);
        } else if (Bytes.indexOf(text, from, to, "irqs-off/BH-disabled") > 0) {
            tally.bottomHalves();
            events.addMachine(line, 0, 0, true);
        }
    }

    /** How many more events were written than are there: {@code 2} of {@code 5/7}. */
    private long overwritten(int from, int to) {
        int slash = Bytes.lastIndexOf(text, from, to, "/");
        if (slash < 0) {
            return 0;
        }
        int there = slash;
        while (there > from && text[there - 1] >= '0' && text[there - 1] <= '9') {
            there--;
        }
        int end = Bytes.digitsEnd(text, slash + 1, to);
        return Math.max(0, Bytes.decimal(text, slash + 1, end) - Bytes.decimal(text, there, slash));
    }

    /** Hands on the number of CPUs that stands in {@code text[from, to)}, if one does. */
    private void countCpus(int from, int to, long overwritten) {
        int end = Bytes.digitsEnd(text, from, to);
        int cpus = end > from ? number(from, end) : 0;
        if (cpus > 0) {
            events.addMachine(line, cpus, overwritten, false);
            tally.machineCpus(cpus);
        }
    }

    private void startRecording() {
        events.addGap(EventKind.RECORDING_STARTED, line, -1, 0);
        tally.header();
    }

    /** {@code CPU:0 [LOST 1589 EVENTS]}, {@code [LOST EVENTS]} or {@code [1589 EVENTS DROPPED]}. */
    private void lostEvents(int from, int to) {
        int cpuEnd = Bytes.digitsEnd(text, from + 4, to);
        boolean lost = Bytes.startsWith(text, cpuEnd, to, " [LOST ");
        int digits = cpuEnd + (lost ? 7 : 2);
        int digitsEnd = Bytes.digitsEnd(text, digits, to);
        int behind = digitsEnd > digits ? digitsEnd + 1 : digits;
        if (cpuEnd == from + 4
                || !Bytes.startsWith(text, cpuEnd, to, " [")
                || !Bytes.startsWith(text, behind, to, lost ? "EVENTS]" : "EVENTS DROPPED]")) {
            unreadable(text, from, to, from, "'CPU:n [LOST n EVENTS]'");
            return;
        }
        long count = Bytes.decimal(text, digits, digitsEnd);
        events.addGap(EventKind.LOST, line, cpu(number(from + 4, to)), count);
        tally.loss(count);
    }

    private int number(int from, int to) {
        long number = Bytes.decimal(text, from, Bytes.digitsEnd(text, from, to));
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    /** The CPU of that number, or -1 if no machine has so many: nobody knows then which it was. */
    private static int cpu(int number) {
        return number <= Stamp.LARGEST_CPU ? number : -1;
    }
}
