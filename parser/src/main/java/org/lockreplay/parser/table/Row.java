package org.lockreplay.parser.table;

import static org.lockreplay.parser.ftrace.EventNames.CALL;

import java.util.Optional;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;

/**
 * One event as texts, the same in every table form; a text that does not apply is empty.
 *
 * @param line line of the trace that the event came from, from 1
 * @param timeNanos time in nanoseconds, empty where the clock does not count seconds
 * @param ticks time in ticks of such a clock
 * @param task name of the task
 * @param pid its id, 0 for an idle task; empty for a {@link #gap}
 * @param cpu CPU number
 * @param flags the four to seven flag characters, as the kernel prints them
 * @param event name of the event as the trace prints it; for a place where the recording begins or
 *     has a hole one of the names of {@link #gap}, which no event can have
 * @param address of a lock event: {@code 0x…}, or {@code hidden}
 * @param name of a lock event: the lock class
 * @param mode of a {@code lock_acquire}: {@code try}, {@code read}, {@code try read} or empty
 * @param arguments of any other event: what the trace prints behind its name, verbatim; of a gap
 *     {@code [lost]} how many events are missing. Begins with {@code ": "} where an event named
 *     like a system call has arguments that look like the call itself, and is none
 */
public record Row(
        String line,
        String timeNanos,
        String ticks,
        String task,
        String pid,
        String cpu,
        String flags,
        String event,
        String address,
        String name,
        String mode,
        String arguments)
        implements TableEntry {

    static final String HIDDEN = "hidden";

    /** Between the two numbers of a header. */
    static final String OVERWRITTEN = " overwritten=";

    /** Behind them. */
    static final String BOTTOM_HALVES = " bottom-halves";

    private static final String COLON = ": ";

    /** The row of one event of a batch. */
    static Row of(EventBatch batch, int row) {
        EventKind kind = batch.kind(row);
        if (kind.isMeta()) {
            return ofGap(batch, row, kind);
        }
        int context = batch.context(row);
        boolean ticks = Context.ticks(context);
        String time = Long.toString(batch.time(row));
        boolean lock = kind.isLock();
        int mode = batch.mode(row);
        return new Row(
                Long.toString(batch.line(row)),
                ticks ? "" : time,
                ticks ? time : "",
                batch.names().get(batch.task(row)),
                Integer.toString(batch.pid(row)),
                batch.cpu(row) < 0 ? "" : Integer.toString(batch.cpu(row)),
                Context.text(context),
                batch.names().get(batch.event(row)),
                lock ? address(batch.address(row), mode) : "",
                lock ? batch.names().get(batch.name(row)) : "",
                lock ? mode(mode) : "",
                lock ? "" : arguments(batch, row, kind));
    }

    private static String arguments(EventBatch batch, int row, EventKind kind) {
        String arguments = batch.arguments(row);
        String event = batch.names().get(batch.event(row));
        boolean call =
                (kind == EventKind.SYSCALL_ENTER || kind == EventKind.SYSCALL_EXIT)
                        && event.equals(CALL + batch.names().get(batch.name(row)));
        boolean ambiguous = !call && event.startsWith(CALL) && isGlued(arguments);
        return ambiguous ? COLON + arguments : arguments;
    }

    /** Whether these arguments follow the name of a system call without a colon. */
    private static boolean isGlued(String arguments) {
        return arguments.startsWith("(")
                || arguments.startsWith("-> ")
                || arguments.startsWith(COLON);
    }

    /** The row's event as the trace prints it, name and arguments. */
    String text() {
        if (!event.startsWith(CALL) || !isGlued(arguments)) {
            return event + COLON + arguments;
        }
        return event + (arguments.startsWith("-") ? " " : "") + arguments;
    }

    private static Row ofGap(EventBatch batch, int row, EventKind kind) {
        String cpu = batch.cpu(row) < 0 ? "" : Integer.toString(batch.cpu(row));
        String count =
                switch (kind) {
                    case LOST -> Long.toString(batch.payload(row, 0));
                    case CPU_COUNT -> machine(batch, row);
                    default -> "";
                };
        String line = Long.toString(batch.line(row));
        return new Row(line, "", "", "", "", cpu, "", gap(kind), "", "", "", count);
    }

    /**
     * {@code 4}, or {@code 4 overwritten=17} where the header tells of lost events; -1 where it
     * does not tell whether there are any; behind it, whether its flags tell of bottom halves.
     */
    private static String machine(EventBatch batch, int row) {
        String cpus = Long.toString(batch.payload(row, 0));
        int known = batch.payloadCount(row);
        long overwritten = known < 2 ? 0 : batch.payload(row, 1);
        String all = overwritten == 0 ? cpus : cpus + OVERWRITTEN + overwritten;
        return known < 3 ? all : all + BOTTOM_HALVES;
    }

    private static String address(long address, int mode) {
        return Mode.hidden(mode) ? HIDDEN : "0x" + Long.toHexString(address);
    }

    private static String mode(int mode) {
        String read = Mode.read(mode) ? "read" : "";
        return !Mode.tryLock(mode) ? read : read.isEmpty() ? "try" : "try read";
    }

    private static String gap(EventKind kind) {
        return switch (kind) {
            case LOST -> "[lost]";
            case BUFFER_STARTED -> "[buffer started]";
            case RECORDING_STARTED -> "[recording started]";
            case CPU_COUNT -> "[cpus]";
            case UNREADABLE -> "[unreadable]";
            default -> throw new IllegalArgumentException("no gap: " + kind);
        };
    }

    /** The kind of gap that this row stands for. */
    Optional<EventKind> gap() {
        return switch (event) {
            case "[lost]" -> Optional.of(EventKind.LOST);
            case "[buffer started]" -> Optional.of(EventKind.BUFFER_STARTED);
            case "[recording started]" -> Optional.of(EventKind.RECORDING_STARTED);
            case "[cpus]" -> Optional.of(EventKind.CPU_COUNT);
            case "[unreadable]" -> Optional.of(EventKind.UNREADABLE);
            default -> Optional.empty();
        };
    }
}
