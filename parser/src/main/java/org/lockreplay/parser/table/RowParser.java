package org.lockreplay.parser.table;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventKind;
import org.lockreplay.parser.ftrace.Bytes;
import org.lockreplay.parser.ftrace.EventParser;

/**
 * Turns rows back into events: writes each one's event as the trace would print it, and has the
 * event parser read that, so that a table means what its trace meant.
 *
 * <p>Use: {@link #add} for some thousand lines of the table, then {@link #parse}, then take the
 * parser's batch. Not thread-safe.
 */
public final class RowParser {

    private static final int NO_NUMBER = -2;

    private final EventParser parser;
    private final List<Line> lines = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    /** A line of the table, the trace's line it stands for, and its event's text. */
    private record Line(TableEntry entry, long traceLine, int from, int to) {}

    /** A parser that appends to the batch of {@code parser}. */
    public RowParser(EventParser parser) {
        this.parser = parser;
    }

    /** How many lines wait for {@link #parse}. */
    public int size() {
        return lines.size();
    }

    /** Takes one line of the table, which is its line number {@code tableLine}. */
    public void add(TableEntry entry, long tableLine) {
        int from = text.size();
        long traceLine = tableLine;
        if (entry instanceof Row row) {
            text.writeBytes(eventText(row).getBytes(StandardCharsets.UTF_8));
            long own = number(row.line());
            traceLine = own > 0 ? own : tableLine;
        }
        lines.add(new Line(entry, traceLine, from, text.size()));
    }

    /** Parses what was added; answers the trace line that the batch counts from. */
    public long parse() {
        text.writeBytes(new byte[Bytes.SLACK]);
        byte[] bytes = text.toByteArray();
        parser.begin(bytes);
        long first = lines.isEmpty() ? 1 : lines.get(0).traceLine();
        for (Line line : lines) {
            int offset = Math.toIntExact(line.traceLine() - first);
            if (line.entry() instanceof Row row) {
                parse(row, offset, line.from(), line.to());
            } else if (line.entry() instanceof TableEntry.Bad bad) {
                bad(bad.column(), bad.expected(), bad.found());
            }
            parser.tally().nextLine();
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
        long time = number(row.timeNanos().isEmpty() ? row.ticks() : row.timeNanos());
        long cpu = number(row.cpu());
        if (pid < 0 || pid > Integer.MAX_VALUE) {
            bad(5, "a task id in column pid", row.pid());
        } else if (context == Context.INVALID) {
            bad(7, "four or five flag characters in column flags", row.flags());
        } else if (time == NO_NUMBER) {
            bad(2, "a whole number in column time_ns or ticks", row.timeNanos() + row.ticks());
        } else if (cpu == NO_NUMBER || cpu > Integer.MAX_VALUE) {
            bad(6, "a CPU number in column cpu", row.cpu());
        } else {
            int task = parser.names().intern(row.task());
            parser.stamp().set((int) pid, task, (int) cpu, context, Math.max(0, time));
            parser.tally().source(parser.stamp());
            parser.parse(offset, from, from, to);
        }
    }

    private void gap(Row row, EventKind kind, int offset) {
        long count = number(row.arguments());
        parser.addGap(kind, offset, (int) number(row.cpu()), kind == EventKind.LOST ? count : 0);
        if (kind == EventKind.RECORDING_STARTED) {
            parser.tally().comment();
        } else {
            parser.tally().loss(count);
        }
    }

    private void bad(int column, String expected, String found) {
        byte[] bytes = (" ".repeat(column - 1) + found).getBytes(StandardCharsets.UTF_8);
        parser.tally().bad(bytes, 0, bytes.length, column - 1, expected);
    }

    private static int context(Row row) {
        byte[] flags = row.flags().getBytes(StandardCharsets.UTF_8);
        int context = flags.length == 0 ? Context.UNKNOWN : Context.parse(flags, 0, flags.length);
        boolean ticks = !row.ticks().isEmpty();
        return ticks && context != Context.INVALID ? Context.withTicks(context) : context;
    }

    private static String eventText(Row row) {
        if (!row.address().isEmpty()) {
            String address = row.address().equals(Row.HIDDEN) ? "(hidden)" : row.address();
            String mode = row.mode().isEmpty() ? "" : row.mode() + " ";
            return row.event() + ": " + address + " " + mode + row.name();
        }
        String arguments = row.arguments();
        if (arguments.startsWith("(")) {
            return row.event() + arguments;
        }
        return row.event() + (arguments.startsWith("-> ") ? " " : ": ") + arguments;
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
