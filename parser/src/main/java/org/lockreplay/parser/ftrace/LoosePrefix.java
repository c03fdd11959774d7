package org.lockreplay.parser.ftrace;

import org.lockreplay.event.Context;
import org.lockreplay.event.Names;

/**
 * Reads the prefix of a line that keeps to no columns: perf's, the verbose latency format's, and
 * any line whose leading blanks were lost.
 *
 * <p>Goes from colon to colon and reads backwards from each: a time, what stands before a time, a
 * task. The first colon that has them all is the end of the prefix, since the event's own text,
 * which can imitate a prefix, comes later. A task's name comes earlier and can do so too, but not
 * where the task fills the kernel's 16 columns: such a prefix is preferred. A colon fits one shape
 * only. Cost: linear in the length of the line.
 *
 * <p>{@code trace-cmd report} of several files, or of a recording with instances, puts a name in
 * front of each line ({@code print_handle_file} in tracecmd/trace-read.c). Behind it the line is in
 * columns, so no name of a task is as long.
 */
final class LoosePrefix {

    /** Digits of a CPU number and seven flags: the longest word between a task and a time. */
    private static final int LONGEST_WORD = 17;

    private final NameTable names;
    private final PrefixFields fields;
    private final Stamp stamp;
    private final VerbosePrefix verbose;

    private LineShape shape = LineShape.PERF;
    private int commFrom;
    private int commEnd;
    private int file = Names.EMPTY;

    LoosePrefix(NameTable names, PrefixFields fields) {
        this.names = names;
        this.fields = fields;
        stamp = fields.stamp();
        verbose = new VerbosePrefix(fields);
    }

    /** The shape of the line that was read last. */
    LineShape shape() {
        return shape;
    }

    /** Name id of the file that the line which was read last is of; empty where none is named. */
    int file() {
        return file;
    }

    /** Reads the prefix of {@code text[from, to)}. */
    boolean read(byte[] text, int from, int to) {
        int colon = firstPrefix(text, from, from + 1, to);
        if (colon < 0) {
            return false;
        }
        if (colon <= from + LinePrefix.COMM_WIDTH && !readAligned(text, from, colon + 1, to)) {
            // no second prefix that is in the columns: the first one it is
            readBefore(text, from, colon, to);
        }
        file = Names.EMPTY;
        int column = behindFile(text, from);
        if (column > from) {
            file = names.intern(text, Bytes.skipBlanks(text, from, column), column - 2);
            commFrom = Bytes.skipBlanks(text, column, commEnd);
        }
        stamp.task = names.intern(text, commFrom, commEnd);
        return true;
    }

    /** Where the task's columns begin behind {@code guest.dat: }; {@code from} if there is none. */
    private int behindFile(byte[] text, int from) {
        boolean latency = shape == LineShape.LATENCY;
        if (!latency && shape != LineShape.FTRACE) {
            return from;
        }
        int column = commEnd - (latency ? LinePrefix.LATENCY_COMM_WIDTH : LinePrefix.COMM_WIDTH);
        int name = Bytes.skipBlanks(text, from, commEnd);
        boolean named =
                column - 2 > name
                        && text[column - 2] == ':'
                        && Bytes.blank(text, name, column) == column - 1;
        return named ? column : from;
    }

    private int firstPrefix(byte[] text, int from, int search, int to) {
        for (int colon = search; colon < to; colon++) {
            if (text[colon] == ':'
                    && (colon + 1 == to || text[colon + 1] == ' ')
                    && readBefore(text, from, colon, to)) {
                return colon;
            }
        }
        return -1;
    }

    private boolean readAligned(byte[] text, int from, int search, int to) {
        int colon = firstPrefix(text, from, search, to);
        while (colon >= 0 && commEnd != from + LinePrefix.COMM_WIDTH) {
            colon = firstPrefix(text, from, colon + 1, to);
        }
        return colon >= 0;
    }

    /** Reads what stands before a colon; sets all fields but the task's name. */
    private boolean readBefore(byte[] text, int from, int colon, int to) {
        byte last = text[colon - 1];
        boolean found;
        if (last == ')') {
            int nameEnd = verbose.read(text, from, colon, to);
            found = nameEnd != VerbosePrefix.NONE && task(LineShape.VERBOSE, nameEnd);
        } else if (Bytes.isDigit(last)) {
            int fraction = Bytes.digitsBack(text, from, colon);
            boolean point = fraction > from && text[fraction - 1] == '.';
            int timeFrom = point ? Bytes.digitsBack(text, from, fraction - 1) : fraction;
            found = beforeTime(text, from, timeFrom, point) && fields.seconds(text, timeFrom, to);
        } else {
            int unit = colon - 3;
            found =
                    unit > from
                            && text[unit] == 'u'
                            && text[unit + 1] == 's'
                            && beforeLatency(text, from, Bytes.digitsBack(text, from, unit))
                            && fields.microseconds(text, Bytes.digitsBack(text, from, unit), to);
        }
        if (found) {
            commFrom = Bytes.skipBlanks(text, from, commEnd);
        }
        return found;
    }

    private boolean beforeTime(byte[] text, int from, int timeFrom, boolean point) {
        int end = Bytes.skipBlanksBack(text, from, timeFrom);
        if (end == timeFrom || end == from) {
            return false;
        }
        stamp.context = Context.UNKNOWN;
        int cpuEnd = groupBack(text, from, end);
        if (text[cpuEnd - 1] == ']') {
            int bracket = cpuBack(text, from, cpuEnd);
            return bracket >= 0
                    && (dashedTask(text, from, bracket, LineShape.FTRACE)
                            || (point && perfTask(text, from, bracket, stamp.cpu)));
        }
        int word = wordBack(text, from, end);
        int blanks = Bytes.skipBlanksBack(text, from, word);
        int before = blanks > from ? groupBack(text, from, blanks) : blanks;
        if (before < word && before > from && text[before - 1] == ']') {
            int bracket = cpuBack(text, from, before);
            return bracket >= 0
                    && fields.flags(text, word, end)
                    && dashedTask(text, from, bracket, LineShape.FTRACE);
        }
        return beforeLatency(text, from, timeFrom) || (point && perfTask(text, from, end, -1));
    }

    /** {@code sh-55 3..... }. */
    private boolean beforeLatency(byte[] text, int from, int timeFrom) {
        int end = Bytes.skipBlanksBack(text, from, timeFrom);
        int word = wordBack(text, from, end);
        int flags = Bytes.digitsEnd(text, word, end);
        if (end == timeFrom || flags == word || flags == end || word == from) {
            return false;
        }
        return text[word - 1] == ' '
                && fields.cpu(text, word, flags)
                && fields.flags(text, flags, end)
                && dashedTask(text, from, word, LineShape.LATENCY);
    }

    /** {@code [001]}, which ends at {@code end}: sets the CPU, answers where it begins, or -1. */
    private int cpuBack(byte[] text, int from, int end) {
        int digits = Bytes.digitsBack(text, from, end - 1);
        boolean read =
                digits > from && text[digits - 1] == '[' && fields.cpu(text, digits, end - 1);
        return read ? digits - 1 : -1;
    }

    /** {@code sh-55 } or {@code sh-55 ( 55) } in front of {@code end}. */
    private boolean dashedTask(byte[] text, int from, int end, LineShape as) {
        int pidEnd = Bytes.skipBlanksBack(text, from, end);
        if (as == LineShape.FTRACE && pidEnd > from) {
            pidEnd = groupBack(text, from, pidEnd);
        }
        int pidFrom = Bytes.digitsBack(text, from, pidEnd);
        if (pidFrom <= from
                || text[pidFrom - 1] != '-'
                || isNobody(text, from, pidFrom, pidEnd)
                || !fields.pid(text, pidFrom, pidEnd)) {
            return false;
        }
        return task(as, pidFrom - 1);
    }

    /** Where the text before {@code ( 55)}, which ends at {@code end}, ends; or {@code end}. */
    private static int groupBack(byte[] text, int from, int end) {
        if (text[end - 1] != ')') {
            return end;
        }
        int open = end - 1;
        while (open > from && PrefixFields.isGroupId(text[open - 1])) {
            open--;
        }
        int before =
                open > from && text[open - 1] == '('
                        ? Bytes.skipBlanksBack(text, from, open - 1)
                        : from;
        return before > from ? before : end;
    }

    /**
     * Whether a number is the {@code -1} that perf prints where a task, which runs to its end, has
     * its pid no more ({@code perf_event_pid_type} in kernel/events/core.c, Linux 4.14 on). No name
     * of a task 1 ends like what stands before it.
     */
    private static boolean isNobody(byte[] text, int from, int digits, int end) {
        if (digits - from < 3 || !Bytes.startsWith(text, digits - 1, end, "-1")) {
            return false;
        }
        byte before = text[digits - 2];
        boolean ofThread = before == '/' && Bytes.isDigit(text[digits - 3]);
        return end == digits + 1 && (before == ' ' || ofThread);
    }

    /** {@code perf 45 }, {@code perf 45/45 } or {@code :-1 -1/-1 } in front of {@code end}. */
    private boolean perfTask(byte[] text, int from, int end, int cpu) {
        int pidEnd = Bytes.skipBlanksBack(text, from, end);
        int pidFrom = Bytes.digitsBack(text, from, pidEnd);
        boolean nobody = isNobody(text, from, pidFrom, pidEnd);
        int field = nobody ? pidFrom - 1 : pidFrom;
        if (field > from && text[field - 1] == '/') {
            field = Bytes.digitsBack(text, from, field - 1);
            field -= field > from && text[field - 1] == '-' ? 1 : 0;
        }
        int name = Bytes.skipBlanksBack(text, from, field);
        if (name == field || name == from || !(nobody || fields.pid(text, pidFrom, pidEnd))) {
            return false;
        }
        stamp.pid = nobody ? -1 : stamp.pid;
        stamp.cpu = cpu;
        stamp.context = Context.UNKNOWN;
        return task(LineShape.PERF, name);
    }

    private boolean task(LineShape as, int nameEnd) {
        shape = as;
        commEnd = nameEnd;
        return true;
    }

    /** Tells {@link PrefixFields} how far a line gets that looks as if it had a CPU. */
    void explain(byte[] text, int from, int to) {
        int start = fields.failedAt();
        for (int at = from + 2; at < to && fields.failedAt() == start; at++) {
            if (text[at] == '['
                    && text[at - 1] == ' '
                    && Bytes.isDigit(text[Bytes.skipBlanksBack(text, from + 1, at) - 1])) {
                fields.cpuAndTime(text, at, to);
            }
        }
    }

    private static int wordBack(byte[] text, int from, int end) {
        int at = end;
        while (at > from && end - at < LONGEST_WORD && text[at - 1] != ' ' && text[at - 1] != ':') {
            at--;
        }
        return at;
    }
}
