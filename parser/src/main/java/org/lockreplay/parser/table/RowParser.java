package org.lockreplay.parser.table;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventKind;
import org.lockreplay.parser.ftrace.Bytes;
import org.lockreplay.parser.ftrace.EventNames;
import org.lockreplay.parser.ftrace.EventParser;
import org.lockreplay.parser.ftrace.Stamp;

/**
 * Turns rows back into events: writes each one's event as the trace would print it, and has the
 * event parser read that, so that a table means what its trace meant.
 *
 * <p>Use: {@link #add} for some thousand lines of the table, then {@link #parse}, then take the
 * parser's batch. Not thread-safe.
 */
public final class RowParser {

    private static final int NO_NUMBER = -2;
    private static final String WHOLE_NUMBER = "a whole number";
    private static final Pattern ADDRESS = Pattern.compile("(0x)?[0-9a-fA-F]{1,16}");
    // the index is the flags field of the event: bit 0 is try, bit 1 read
    private static final List<String> MODES = List.of("", "try", "read", "try read");

    private final EventParser parser;
    private final Function<String, Integer> places;
    private final List<Line> lines = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    /** A line of the table, the trace's line it stands for, and its event's text. */
    private record Line(TableEntry entry, long traceLine, int from, int to) {}

    /**
     * A parser that appends to the batch of {@code parser}.
     *
     * @param places where in a line a column stands, for messages
     */
    public RowParser(EventParser parser, Function<String, Integer> places) {
        this.parser = parser;
        this.places = places;
    }

    /** How many lines wait for {@link #parse}. */
    public int size() {
        return lines.size();
    }

    /** Whether a line can be in one batch with those that wait. */
    public boolean fits(TableEntry entry, long tableLine) {
        long distance =
                lines.isEmpty() ? 0 : traceLine(entry, tableLine) - lines.get(0).traceLine();
        return distance == (int) distance;
    }

    /** Takes one line of the table, which is its line number {@code tableLine}. */
    public void add(TableEntry entry, long tableLine) {
        int from = text.size();
        if (entry instanceof Row row) {
            text.writeBytes(eventText(row).getBytes(StandardCharsets.UTF_8));
        }
        lines.add(new Line(entry, traceLine(entry, tableLine), from, text.size()));
    }

    private static long traceLine(TableEntry entry, long tableLine) {
        long own = entry instanceof Row row ? number(row.line()) : NO_NUMBER;
        return own > 0 ? own : tableLine;
    }

    /** Parses what was added; answers the trace line that the batch counts from. */
    public long parse() {
        text.writeBytes(new byte[Bytes.SLACK]);
        parser.begin(text.toByteArray());
        long first = lines.isEmpty() ? 1 : lines.get(0).traceLine();
        for (Line line : lines) {
            int offset = Math.toIntExact(line.traceLine() - first);
            if (line.entry() instanceof Row row) {
                parse(row, offset, line.from(), line.to());
            } else if (line.entry() instanceof TableEntry.Bad bad) {
                parser.tally().chunk().bad(bad.column(), bad.expected(), bad.found());
                parser.addUnreadable(offset, -1);
            } else {
                parser.tally().comment();
            }
            parser.tally().chunk().nextLine();
        }
        lines.clear();
        text.reset();
        return first;
    }

    private void parse(Row row, int offset, int from, int to) {
        if (row.gap().isPresent()) {
            gap(row, row.gap().get(), offset);
            return;
        }
        int context = context(row);
        long pid = number(row.pid());
        long time = number(time(row));
        long cpu = number(row.cpu());
        if (row.pid().isEmpty() || pid == NO_NUMBER || pid > Integer.MAX_VALUE) {
            bad(offset, "pid", "a task id", row.pid());
        } else if (context == Context.INVALID) {
            bad(offset, "flags", "four to seven flag characters", row.flags());
        } else if (time == NO_NUMBER) {
            bad(offset, row.timeNanos().isEmpty() ? "ticks" : "time_ns", WHOLE_NUMBER, time(row));
        } else if (cpu == NO_NUMBER || cpu > Stamp.LARGEST_CPU) {
            bad(offset, "cpu", "a CPU number", row.cpu());
        } else if (isLock(row) && !isAddress(row.address())) {
            bad(offset, "address", "an address such as 0x1f, or 'hidden',", row.address());
        } else if (!MODES.contains(row.mode())) {
            bad(offset, "mode", "'try', 'read', 'try read' or nothing", row.mode());
        } else {
            int task = parser.names().intern(row.task());
            parser.stamp().set((int) pid, task, (int) cpu, context, Math.max(0, time));
            parser.tally().source(parser.stamp());
            parser.parse(offset, from, from, to);
        }
    }

    private void gap(Row row, EventKind kind, int offset) {
        if (kind == EventKind.CPU_COUNT) {
            machine(row, offset);
            return;
        }
        long count = number(row.arguments());
        long cpu = number(row.cpu());
        if (cpu == NO_NUMBER || cpu > Stamp.LARGEST_CPU) {
            bad(offset, "cpu", "a CPU number", row.cpu());
        } else if (count == NO_NUMBER) {
            bad(offset, "arguments", WHOLE_NUMBER, row.arguments());
        } else if (kind == EventKind.UNREADABLE) {
            parser.addUnreadable(offset, (int) cpu);
            parser.tally().chunk().bad(places.apply("event"), "an event", row.event());
        } else if (kind == EventKind.RECORDING_STARTED) {
            parser.addGap(kind, offset, (int) cpu, 0);
            parser.tally().header();
        } else {
            long lost = kind == EventKind.LOST ? count : 0;
            parser.addGap(kind, offset, (int) cpu, lost);
            parser.tally().loss(lost);
        }
    }

    /** As {@link Row} writes what a header tells of the machine. */
    private void machine(Row row, int offset) {
        boolean bottomHalves = row.arguments().endsWith(Row.BOTTOM_HALVES);
        int end = row.arguments().length() - (bottomHalves ? Row.BOTTOM_HALVES.length() : 0);
        String told = row.arguments().substring(0, end);
        int split = told.indexOf(Row.OVERWRITTEN);
        long cpus = number(split < 0 ? told : told.substring(0, split));
        String gone = split < 0 ? "0" : told.substring(split + Row.OVERWRITTEN.length());
        long overwritten = number(gone);
        long least = bottomHalves ? 0 : 1;
        if (cpus < least
                || cpus > Integer.MAX_VALUE
                || overwritten == NO_NUMBER
                || gone.isEmpty()) {
            bad(offset, "arguments", "a number of CPUs", row.arguments());
        } else {
            parser.addMachine(offset, cpus, overwritten, bottomHalves);
            parser.tally().comment();
            if (bottomHalves) {
                parser.tally().bottomHalves();
            }
            parser.tally().machineCpus((int) cpus);
        }
    }

    private void bad(int offset, String column, String expected, String found) {
        String wanted = "%s in column %s".formatted(expected, column);
        parser.tally().chunk().bad(places.apply(column), wanted, found);
        parser.addUnreadable(offset, -1);
    }

    private static String time(Row row) {
        return row.timeNanos().isEmpty() ? row.ticks() : row.timeNanos();
    }

    private static boolean isLock(Row row) {
        return EventNames.isLock(row.event());
    }

    private static boolean isAddress(String cell) {
        return cell.equals(Row.HIDDEN) || ADDRESS.matcher(cell).matches();
    }

    private static int context(Row row) {
        byte[] flags = row.flags().getBytes(StandardCharsets.UTF_8);
        int context = flags.length == 0 ? Context.UNKNOWN : Context.parse(flags, 0, flags.length);
        boolean ticks = !row.ticks().isEmpty();
        return ticks && context != Context.INVALID ? Context.withTicks(context) : context;
    }

    /** A lock event as {@code trace-cmd report -R} prints it, in which any name is unambiguous. */
    private static String eventText(Row row) {
        if (!isLock(row)) {
            return row.text();
        }
        String address = row.address().equals(Row.HIDDEN) ? "(hidden)" : row.address();
        int flags = row.event().equals("lock_acquire") ? MODES.indexOf(row.mode()) : 0;
        return "%s: flags=%d name=%s lockdep_addr=%s"
                .formatted(row.event(), flags, row.name(), address);
    }

    /**
     * The number in a cell: -1 if the cell is empty or says so, {@link #NO_NUMBER} if it is none.
     */
    private static long number(String cell) {
        if (cell.isEmpty() || cell.equals("-1")) {
            return -1;
        }
        boolean digits = cell.length() <= 19 && cell.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            return digits ? Long.parseLong(cell) : NO_NUMBER;
        } catch (NumberFormatException tooLarge) {
            return NO_NUMBER;
        }
    }
}
