package org.lockreplay.parser.ftrace;

import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;
import org.lockreplay.parser.dialect.Dialects;

/**
 * The hot half of the parser that reads the event itself, name and arguments, into a batch.
 *
 * <p>What stands in front of the event is in {@link #stamp()}. Ids in the batch are those of {@link
 * #names()}, the parser's own table; whoever has several parsers translates them. Not thread-safe.
 */
public final class EventParser {

    private static final long LOCK_ACQ = Bytes.wordOf("lock_acq");
    private static final long LOCK_REL = Bytes.wordOf("lock_rel");
    private static final long LOCK_CON = Bytes.wordOf("lock_con");
    private static final long UIRE = Bytes.wordOf("uire: \0\0");
    private static final long UIRED = Bytes.wordOf("uired: \0");
    private static final long EASE = Bytes.wordOf("ease: \0\0");
    private static final long TENDED = Bytes.wordOf("tended: ");
    private static final long FLAGS = Bytes.wordOf("flags=\0\0");
    private static final long NAME = Bytes.wordOf("name=\0\0\0");
    private static final long TRY = Bytes.wordOf("try \0\0\0\0");
    private static final long READ = Bytes.wordOf("read \0\0\0");
    private static final long FOUR_BYTES = 0xffff_ffffL;
    private static final long FIVE_BYTES = 0xff_ffff_ffffL;
    private static final long SIX_BYTES = 0xffff_ffff_ffffL;
    private static final long SEVEN_BYTES = 0xff_ffff_ffff_ffffL;

    private final NameTable names = new NameTable();
    private final EventBatch batch;
    private final Tally tally = new Tally();
    private final Stamp stamp = new Stamp();
    private final EventNames meanings;
    private final Arguments arguments = new Arguments();
    private final int[] lockEvents = new int[EventKind.LOCK_RELEASE.ordinal() + 1];
    private final int functionEvent;

    private byte[] text = {};
    private int line;

    /** A parser whose batch will, once translated, refer to {@code dictionary}. */
    public EventParser(Names dictionary, Dialects dialects) {
        batch = new EventBatch(dictionary);
        meanings = new EventNames(names, dialects);
        lockEvents[EventKind.LOCK_ACQUIRE.ordinal()] = names.intern("lock_acquire");
        lockEvents[EventKind.LOCK_CONTENDED.ordinal()] = names.intern("lock_contended");
        lockEvents[EventKind.LOCK_ACQUIRED.ordinal()] = names.intern("lock_acquired");
        lockEvents[EventKind.LOCK_RELEASE.ordinal()] = names.intern("lock_release");
        functionEvent = names.intern("function");
    }

    public EventBatch batch() {
        return batch;
    }

    public NameTable names() {
        return names;
    }

    public Tally tally() {
        return tally;
    }

    public Stamp stamp() {
        return stamp;
    }

    /** Empties the batch for events whose text is in {@code bytes}; begins a chunk of the tally. */
    public void begin(byte[] bytes) {
        text = bytes;
        batch.reset(bytes);
        tally.chunk().begin();
    }

    /**
     * Parses {@code name: arguments}, {@code name(arguments)} or {@code name -> result} in {@code
     * text[at, to)} of the bytes given to {@link #begin}, and appends a row or counts a bad line.
     *
     * @param lineOffset of the row
     * @param lineFrom where the line begins, for the column of a bad one
     */
    public void parse(int lineOffset, int lineFrom, int at, int to) {
        line = lineOffset;
        EventKind lock = lockEvent(at, to);
        switch (lock) {
            case LOCK_ACQUIRE, LOCK_RELEASE -> lockEvent(lock, lineFrom, at + 14, to);
            case LOCK_ACQUIRED -> lockEvent(lock, lineFrom, at + 15, to);
            case LOCK_CONTENDED -> lockEvent(lock, lineFrom, at + 16, to);
            default -> otherEvent(lineFrom, at, to);
        }
    }

    /** Appends a row about the recording itself. */
    public void addGap(EventKind kind, int lineOffset, int cpu, long count) {
        int row = batch.add(kind, lineOffset, 0);
        batch.setTask(row, -1, Names.EMPTY, cpu, Context.UNKNOWN);
        batch.addPayload(count);
    }

    /**
     * Appends what a header tells: how many CPUs there are, and how many events are overwritten, or
     * -1 where it does not tell; and whether the flags tell of bottom halves.
     */
    public void addMachine(int lineOffset, long cpus, long overwritten, boolean bottomHalves) {
        addGap(EventKind.CPU_COUNT, lineOffset, -1, cpus);
        if (overwritten != 0 || bottomHalves) {
            batch.addPayload(overwritten);
        }
        if (bottomHalves) {
            batch.addPayload(1);
        }
    }

    /** Appends a row for a line that could not be read; -1 if its CPU is not known either. */
    public void addUnreadable(int lineOffset, int cpu) {
        int row = batch.add(EventKind.UNREADABLE, lineOffset, 0);
        batch.setTask(row, -1, Names.EMPTY, cpu, Context.UNKNOWN);
    }

    // ---- lock events ----

    /** The lock event that begins at {@code at}, its name and {@code ": "} included, else OTHER. */
    private EventKind lockEvent(int at, int to) {
        if (to - at < 16) {
            return EventKind.OTHER;
        }
        long word = Bytes.word(text, at);
        long next = Bytes.word(text, at + 8);
        if (word == LOCK_ACQ) {
            return (next & SIX_BYTES) == UIRE
                    ? EventKind.LOCK_ACQUIRE
                    : (next & SEVEN_BYTES) == UIRED ? EventKind.LOCK_ACQUIRED : EventKind.OTHER;
        }
        if (word == LOCK_REL && (next & SIX_BYTES) == EASE) {
            return EventKind.LOCK_RELEASE;
        }
        return word == LOCK_CON && next == TENDED ? EventKind.LOCK_CONTENDED : EventKind.OTHER;
    }

    /** {@code 00000000c90ecb95 try read &mm->mmap_lock}, the arguments of a lock event. */
    private void lockEvent(EventKind kind, int lineFrom, int argumentsFrom, int to) {
        int at = Bytes.skipBlanks(text, argumentsFrom, to);
        long word = Bytes.word(text, at);
        // a line may be shorter than the word: behind it stands what the buffer held before
        if (to - at >= 6 && ((word & SIX_BYTES) == FLAGS || (word & FIVE_BYTES) == NAME)) {
            rawLockEvent(kind, lineFrom, at, to);
            return;
        }
        int mode = 0;
        long address = 0;
        int end = at + 16;
        long high;
        long low;
        if (to - at >= 16
                && (end == to || text[end] == ' ')
                && (high = Bytes.hex8(text, at)) >= 0
                && (low = Bytes.hex8(text, at + 8)) >= 0) {
            address = (high << 32) | low;
        } else {
            end = Bytes.blank(text, at, to);
            int digits = Bytes.startsWith(text, at, end, "0x") ? at + 2 : at;
            if (Bytes.isHex(text, digits, end)) {
                address = Bytes.hex(text, digits, end);
            } else if (end > at && text[at] == '(' && text[end - 1] == ')') {
                mode = Mode.HIDDEN;
            } else {
                unreadable(lineFrom, to, at, "the address of a lock");
                return;
            }
        }
        at = end < to ? end + 1 : end;
        if (kind == EventKind.LOCK_ACQUIRE) {
            if (to - at >= 4 && (Bytes.word(text, at) & FOUR_BYTES) == TRY) {
                mode |= Mode.TRY;
                at += 4;
            }
            if (to - at >= 5 && (Bytes.word(text, at) & FIVE_BYTES) == READ) {
                mode |= Mode.READ;
                at += 5;
            }
        }
        addLock(kind, address, mode, at, to);
    }

    /** {@code flags=2 name=tk_core.seq.seqcount lockdep_addr=0xffffffff81cce2c8}. */
    private void rawLockEvent(EventKind kind, int lineFrom, int at, int to) {
        arguments.set(text, at, to);
        boolean flagged =
                kind == EventKind.LOCK_ACQUIRE
                        && arguments.startsWith("flags=")
                        && arguments.find("flags=");
        long flags = flagged ? arguments.value() : 0;
        int name = Bytes.indexOf(text, at, to, "name=");
        int addressAt = Bytes.lastIndexOf(text, at, to, " lockdep_addr=");
        boolean addressed = arguments.findLastHex(" lockdep_addr=");
        boolean hidden = !addressed && arguments.has(" lockdep_addr=(");
        if (name < 0 || addressAt < name || !(addressed || hidden)) {
            unreadable(lineFrom, to, at, "name=… lockdep_addr=…");
            return;
        }
        // bit 0 of flags is try, bit 1 read: the reverse of Mode
        int mode = ((flags & 1) != 0 ? Mode.TRY : 0) | ((flags & 2) != 0 ? Mode.READ : 0);
        long address = addressed ? arguments.value() : 0;
        addLock(kind, address, hidden ? mode | Mode.HIDDEN : mode, name + 5, addressAt);
    }

    private void addLock(EventKind kind, long address, int mode, int nameFrom, int nameTo) {
        int row = row(kind);
        int event = lockEvents[kind.ordinal()];
        batch.setEvent(row, event);
        batch.setAddress(row, address);
        batch.setMode(row, mode);
        batch.setName(row, names.intern(text, nameFrom, nameTo));
        tally.event(event, false);
    }

    // ---- all others ----

    private void otherEvent(int lineFrom, int at, int to) {
        int end = at;
        while (end < to && !endsName(end, to)) {
            end++;
        }
        if (end == at || end == to) {
            noName(lineFrom, at, to);
        } else if (text[end] == ':') {
            named(lineFrom, at, end, end + 1, to);
        } else if (text[end] == '(') {
            systemCall(EventKind.SYSCALL_ENTER, Decoder.SYSCALL_ENTER, lineFrom, at, end, to);
        } else if (Bytes.startsWith(text, end, to, " -> ")) {
            systemCall(EventKind.SYSCALL_EXIT, Decoder.SYSCALL_EXIT, lineFrom, at, end, to);
        } else {
            noName(lineFrom, at, to);
        }
    }

    private boolean endsName(int at, int to) {
        byte character = text[at];
        return character == ' '
                || character == '('
                || (character == ':' && (at + 1 == to || text[at + 1] == ' '));
    }

    /** {@code name: arguments}, an event's usual form. */
    private void named(int lineFrom, int nameFrom, int nameEnd, int argumentsFrom, int to) {
        int event = names.intern(text, nameFrom, nameEnd);
        EventNames.Meaning meaning = meanings.of(event);
        EventKind kind = meaning.kind();
        if (meaning.isKernelLock()) {
            lockEvent(kind, lineFrom, argumentsFrom, to);
            return;
        }
        boolean marker = kind == EventKind.MARKER;
        int at = Bytes.skipBlanks(text, argumentsFrom, to);
        if (marker || kind == EventKind.OTHER) {
            // verbatim: only the first blank is not part of them
            at = Math.min(at, argumentsFrom + 1);
        }
        int row = row(kind);
        if (meaning.systemCall() > 0) {
            batch.setName(row, names.intern(text, nameFrom + meaning.systemCall(), nameEnd));
        }
        arguments.set(text, at, to);
        if (!meaning.decoder().decode(arguments, batch, row)) {
            batch.removeLast();
            String expected = meaning.decoder().expected();
            String all = "the arguments of " + names.name(event);
            unreadable(lineFrom, to, at, expected.isEmpty() ? all : expected + " in " + all);
        } else if (kind.isLock()) {
            // from here on like one that the kernel printed
            finish(row, lockEvents[kind.ordinal()], at, at, false);
        } else {
            finish(row, event, at, to, marker);
        }
    }

    /** {@code sys_mmap(addr: 0, len: 801000)} and {@code sys_mmap -> 0x7ff85fd8d000}. */
    private void systemCall(
            EventKind kind, Decoder decoder, int lineFrom, int nameFrom, int nameEnd, int to) {
        if (!Bytes.startsWith(text, nameFrom, nameEnd, EventNames.CALL)) {
            named(lineFrom, nameFrom, nameEnd, nameEnd, to);
            return;
        }
        int event = names.intern(text, nameFrom, nameEnd);
        int at = Bytes.skipBlanks(text, nameEnd, to);
        int row = row(kind);
        batch.setName(row, names.intern(text, nameFrom + EventNames.CALL.length(), nameEnd));
        arguments.set(text, at, to);
        if (!decoder.decode(arguments, batch, row)) {
            batch.setKind(row, EventKind.OTHER);
            batch.setName(row, Names.EMPTY);
        }
        finish(row, event, at, to, false);
    }

    /** {@code <stack trace>} belongs to the event before; {@code f <-caller} is a function's. */
    private void noName(int lineFrom, int at, int to) {
        int arrow = Bytes.indexOf(text, at, to, " <-");
        if (at < to && text[at] == '<' && Bytes.indexOf(text, at, to, "stack trace>") > 0) {
            tally.annotation();
        } else if (arrow > at && Bytes.blank(text, at, to) == arrow) {
            finish(row(EventKind.OTHER), functionEvent, at, to, false);
        } else {
            unreadable(lineFrom, to, at, "the name of an event and ':'");
        }
    }

    /** A line that tells whose event it is, but not which. */
    private void unreadable(int lineFrom, int to, int at, String expected) {
        tally.chunk().bad(text, lineFrom, to, at, expected);
        addUnreadable(line, stamp.cpu);
    }

    private int row(EventKind kind) {
        return batch.add(kind, line, stamp.time, stamp.pid, stamp.task, stamp.cpu, stamp.context);
    }

    private void finish(int row, int event, int argumentsFrom, int to, boolean carriesText) {
        batch.setEvent(row, event);
        batch.setText(row, argumentsFrom, to);
        tally.event(event, carriesText);
    }
}
