package org.lockreplay.event;

import java.util.Arrays;

/**
 * Some thousand consecutive events of a trace as columns: one primitive array for each field.
 *
 * <p>Row {@code i} of every column is event {@code i}, for {@code 0 <= i < size()}; no accessor
 * checks that. A batch is filled by a reader, handed to {@link EventSink}s and used again: keep
 * nothing of it but {@linkplain #toEvent copies}. Which columns mean something depends on the
 * {@link EventKind}. Not thread-safe. Memory: about 57 bytes for each row.
 */
public final class EventBatch {

    private static final int INITIAL_ROWS = 1024;
    private static final byte[] NO_TEXT = {};

    private final Names names;
    private int size;
    private long firstLine = 1;
    private byte[] text = NO_TEXT;

    private byte[] kind = new byte[INITIAL_ROWS];
    private byte[] mode = new byte[INITIAL_ROWS];
    private int[] lineOffset = new int[INITIAL_ROWS];
    private long[] time = new long[INITIAL_ROWS];
    private int[] pid = new int[INITIAL_ROWS];
    private int[] task = new int[INITIAL_ROWS];
    private int[] cpu = new int[INITIAL_ROWS];
    private int[] context = new int[INITIAL_ROWS];
    private int[] event = new int[INITIAL_ROWS];
    private int[] name = new int[INITIAL_ROWS];
    private long[] address = new long[INITIAL_ROWS];
    private int[] textFrom = new int[INITIAL_ROWS];
    private int[] textTo = new int[INITIAL_ROWS];
    private int[] payloadEnd = new int[INITIAL_ROWS];
    private long[] payload = new long[INITIAL_ROWS];

    /** An empty batch whose name ids refer to {@code names}. */
    public EventBatch(Names names) {
        this.names = names;
    }

    // ---- reading ----

    public int size() {
        return size;
    }

    /** The dictionary that all ids of this batch refer to. */
    public Names names() {
        return names;
    }

    public EventKind kind(int row) {
        return EventKind.of(kind[row]);
    }

    /** Line in the trace, from 1. */
    public long line(int row) {
        return firstLine + lineOffset[row];
    }

    /** Nanoseconds, or ticks where {@link Context#ticks} says so. */
    public long time(int row) {
        return time[row];
    }

    /** Task id (tid); 0 for every CPU's idle task; -1 where the line has none. */
    public int pid(int row) {
        return pid[row];
    }

    /** Name id of the task's name. */
    public int task(int row) {
        return task[row];
    }

    /** CPU number, -1 where the line has none. */
    public int cpu(int row) {
        return cpu[row];
    }

    /** The line's flags, packed as {@link Context} says. */
    public int context(int row) {
        return context[row];
    }

    /** Name id of the event's name as printed ({@code sys_mmap}, {@code lock_acquire}). */
    public int event(int row) {
        return event[row];
    }

    /** Name id of the lock class or of the system call. */
    public int name(int row) {
        return name[row];
    }

    public long address(int row) {
        return address[row];
    }

    /** The bits of {@link Mode}. */
    public int mode(int row) {
        return mode[row];
    }

    public int payloadCount(int row) {
        return payloadEnd[row] - payloadStart(row);
    }

    /** Number {@code index} of the event, as its kind defines it; 0 where the trace had fewer. */
    public long payload(int row, int index) {
        int at = (row == 0 ? 0 : payloadEnd[row - 1]) + index;
        return at < payloadEnd[row] ? payload[at] : 0;
    }

    /**
     * What the trace prints behind the event's name, verbatim; empty for lock events. A leading
     * {@code "("} or {@code "-> "} belongs to it, a {@code ": "} does not.
     */
    public String arguments(int row) {
        return Names.decode(text, textFrom[row], textTo[row]);
    }

    /** A copy of one event, to keep. */
    public TraceEvent toEvent(int row) {
        EventKind eventKind = kind(row);
        if (eventKind.isMeta()) {
            return new TraceEvent.Gap(origin(row), eventKind, payload(row, 0));
        }
        String eventName = names.get(event[row]);
        return eventKind.isLock()
                ? new TraceEvent.Lock(
                        origin(row),
                        eventKind,
                        eventName,
                        address[row],
                        names.get(name[row]),
                        mode[row])
                : new TraceEvent.Traced(origin(row), eventKind, eventName, arguments(row));
    }

    public Origin origin(int row) {
        return new Origin(
                line(row), time[row], pid[row], names.get(task[row]), cpu[row], context[row]);
    }

    // ---- whole columns, for loops that look at each row: not to be changed, valid until the next
    // row is added, and longer than the batch ----

    /** The ordinals of {@link #kind(int)}. */
    public byte[] kinds() {
        return kind;
    }

    /** See {@link #name(int)}. */
    public int[] nameIds() {
        return name;
    }

    /** See {@link #time(int)}. */
    public long[] times() {
        return time;
    }

    /** See {@link #cpu(int)}. */
    public int[] cpus() {
        return cpu;
    }

    private int payloadStart(int row) {
        return row == 0 ? 0 : payloadEnd[row - 1];
    }

    // ---- writing ----

    /**
     * Forgets all rows; the text of arguments will be found in {@code text}, which is not copied.
     */
    public void reset(byte[] text) {
        size = 0;
        firstLine = 1;
        this.text = text;
    }

    /** Sets the line of which {@code lineOffset} 0 speaks. */
    public void setFirstLine(long line) {
        firstLine = line;
    }

    /** Appends an event of no task, without name, address, payload or text; answers its row. */
    public int add(EventKind eventKind, int lineOffset, long time) {
        return add(eventKind, lineOffset, time, -1, Names.EMPTY, -1, Context.UNKNOWN);
    }

    /** Appends an event without name, address, payload or text; answers its row. */
    public int add(
            EventKind eventKind,
            int lineOffset,
            long time,
            int pid,
            int task,
            int cpu,
            int context) {
        int row = size;
        if (row == kind.length) {
            grow();
        }
        kind[row] = (byte) eventKind.ordinal();
        mode[row] = 0;
        this.lineOffset[row] = lineOffset;
        this.time[row] = time;
        this.pid[row] = pid;
        this.task[row] = task;
        this.cpu[row] = cpu;
        this.context[row] = context;
        event[row] = Names.EMPTY;
        name[row] = Names.EMPTY;
        address[row] = 0;
        textFrom[row] = 0;
        textTo[row] = 0;
        payloadEnd[row] = payloadStart(row);
        size = row + 1;
        return row;
    }

    /** Takes back the first rows, which must be without payload. */
    public void removeFirst(int rows) {
        size -= rows;
        System.arraycopy(kind, rows, kind, 0, size);
        System.arraycopy(mode, rows, mode, 0, size);
        System.arraycopy(lineOffset, rows, lineOffset, 0, size);
        System.arraycopy(time, rows, time, 0, size);
        System.arraycopy(pid, rows, pid, 0, size);
        System.arraycopy(task, rows, task, 0, size);
        System.arraycopy(cpu, rows, cpu, 0, size);
        System.arraycopy(context, rows, context, 0, size);
        System.arraycopy(event, rows, event, 0, size);
        System.arraycopy(name, rows, name, 0, size);
        System.arraycopy(address, rows, address, 0, size);
        System.arraycopy(textFrom, rows, textFrom, 0, size);
        System.arraycopy(textTo, rows, textTo, 0, size);
        System.arraycopy(payloadEnd, rows, payloadEnd, 0, size);
    }

    /** Takes the last row back. */
    public void removeLast() {
        size--;
    }

    public void setTask(int row, int pid, int task, int cpu, int context) {
        this.pid[row] = pid;
        this.task[row] = task;
        this.cpu[row] = cpu;
        this.context[row] = context;
    }

    public void setKind(int row, EventKind eventKind) {
        kind[row] = (byte) eventKind.ordinal();
    }

    public void setEvent(int row, int event) {
        this.event[row] = event;
    }

    public void setName(int row, int name) {
        this.name[row] = name;
    }

    public void setAddress(int row, long address) {
        this.address[row] = address;
    }

    public void setMode(int row, int mode) {
        this.mode[row] = (byte) mode;
    }

    /** The arguments of the event are {@code text[from, to)}. */
    public void setText(int row, int from, int to) {
        textFrom[row] = from;
        textTo[row] = to;
    }

    /** Appends a number to the payload of the last row. */
    public void addPayload(long value) {
        int at = payloadEnd[size - 1];
        if (at == payload.length) {
            payload = Arrays.copyOf(payload, 2 * at);
        }
        payload[at] = value;
        payloadEnd[size - 1] = at + 1;
    }

    /**
     * Replaces every name id {@code n} by {@code map[n]}: a reader fills a batch with ids of its
     * own and translates them when the batch's turn in the trace has come.
     */
    public void relabel(int[] map) {
        for (int row = 0; row < size; row++) {
            task[row] = map[task[row]];
            event[row] = map[event[row]];
            name[row] = map[name[row]];
        }
    }

    private void grow() {
        int rows = 2 * kind.length;
        kind = Arrays.copyOf(kind, rows);
        mode = Arrays.copyOf(mode, rows);
        lineOffset = Arrays.copyOf(lineOffset, rows);
        time = Arrays.copyOf(time, rows);
        pid = Arrays.copyOf(pid, rows);
        task = Arrays.copyOf(task, rows);
        cpu = Arrays.copyOf(cpu, rows);
        context = Arrays.copyOf(context, rows);
        event = Arrays.copyOf(event, rows);
        name = Arrays.copyOf(name, rows);
        address = Arrays.copyOf(address, rows);
        textFrom = Arrays.copyOf(textFrom, rows);
        textTo = Arrays.copyOf(textTo, rows);
        payloadEnd = Arrays.copyOf(payloadEnd, rows);
    }
}
