package org.lockreplay.parser.ftrace;

import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * The hot loop: parses a chunk of whole lines into one batch.
 *
 * <p>Ids in the batch are those of {@link #names()}, the parser's own table; whoever has several
 * parsers translates them. A parser is used for many chunks of one trace, which need not follow one
 * another. Cost: one pass over the bytes, no object for a line. Not thread-safe.
 */
public final class TextParser {

    private static final long LOCK_ACQ = Bytes.wordOf("lock_acq");
    private static final long LOCK_REL = Bytes.wordOf("lock_rel");
    private static final long LOCK_CON = Bytes.wordOf("lock_con");
    private static final long UIRE = Bytes.wordOf("uire: \0\0");
    private static final long UIRED = Bytes.wordOf("uired: \0");
    private static final long EASE = Bytes.wordOf("ease: \0\0");
    private static final long TENDED = Bytes.wordOf("tended: ");
    private static final long SIX_BYTES = 0xffff_ffff_ffffL;
    private static final long SEVEN_BYTES = 0xff_ffff_ffff_ffffL;

    private final NameTable names = new NameTable();
    private final EventBatch batch;
    private final Tally tally = new Tally();
    private final LinePrefix prefix = new LinePrefix(names);
    private final EventNames meanings = new EventNames(names);
    private final Arguments arguments = new Arguments();
    private final int[] lockEvents = new int[EventKind.LOCK_RELEASE.ordinal() + 1];

    private byte[] text = {};
    private int line;
    private int seenContext = -1;

    /** A parser whose batch will, once translated, refer to {@code names}. */
    public TextParser(Names names) {
        batch = new EventBatch(names);
        lockEvents[EventKind.LOCK_ACQUIRE.ordinal()] = intern("lock_acquire");
        lockEvents[EventKind.LOCK_CONTENDED.ordinal()] = intern("lock_contended");
        lockEvents[EventKind.LOCK_ACQUIRED.ordinal()] = intern("lock_acquired");
        lockEvents[EventKind.LOCK_RELEASE.ordinal()] = intern("lock_release");
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

    /**
     * Parses the whole lines {@code bytes[from, to)} into {@link #batch()}, which keeps referring to
     * {@code bytes}. {@link Bytes#SLACK} readable bytes must follow.
     */
    public void parse(byte[] bytes, int from, int to) {
        text = bytes;
        batch.reset(bytes);
        tally.beginChunk();
        line = 0;
        for (int at = from; at < to; line++) {
            int end = Bytes.lineEnd(bytes, at, to);
            int stop = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
            line(at, stop);
            tally.nextLine();
            at = end + 1;
        }
    }

    /** Counts one line as unreadable because it is too long; {@code bytes} holds its beginning. */
    public void refuse(byte[] bytes, int length) {
        text = bytes;
        batch.reset(bytes);
        tally.beginChunk();
        tally.bad(bytes, 0, length, 0, "a line of at most 8 MiB");
        tally.nextLine();
    }

    private void line(int from, int to) {
        if (from < to && text[from] != '#' && prefix.read(text, from, to)) {
            event(from, to);
        } else {
            rareLine(from, to);
        }
    }

    // ---- events ----

    private void event(int from, int to) {
        tally.line(prefix);
        int context = prefix.context();
        if (context != seenContext) {
            seenContext = context;
            tally.flags(
                    Context.known(context), Context.softirqsKnown(context), Context.ticks(context));
        }
        int at = prefix.body();
        int body = prefix.shape() == LineShape.PERF ? behindSystem(at, to) : at;
        EventKind lock = lockEvent(body, to);
        if (lock == EventKind.OTHER) {
            otherEvent(from, body, to);
        } else {
            int length = lock == EventKind.LOCK_ACQUIRED ? 15 : 14;
            lockEvent(lock, from, lock == EventKind.LOCK_CONTENDED ? body + 16 : body + length, to);
        }
    }

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

    private int row(EventKind kind) {
        int row = batch.add(kind, line, prefix.time());
        batch.setTask(row, prefix.pid(), prefix.task(), prefix.cpu(), prefix.context());
        return row;
    }

    /** {@code 00000000c90ecb95 try read &mm->mmap_lock}, the arguments of a lock event. */
    private void lockEvent(EventKind kind, int from, int arguments, int to) {
        int at = Bytes.skipBlanks(text, arguments, to);
        if (Bytes.startsWith(text, at, to, "flags=") || Bytes.startsWith(text, at, to, "name=")) {
            rawLockEvent(kind, from, at, to);
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
            address = high << 32 | low;
        } else {
            end = Bytes.blank(text, at, to);
            int digits = Bytes.startsWith(text, at, end, "0x") ? at + 2 : at;
            if (Bytes.isHex(text, digits, end)) {
                address = Bytes.hex(text, digits, end);
            } else if (end > at && text[at] == '(' && text[end - 1] == ')') {
                mode = Mode.HIDDEN;
            } else {
                tally.bad(text, from, to, at, "the address of a lock");
                return;
            }
        }
        at = end < to ? end + 1 : end;
        if (kind == EventKind.LOCK_ACQUIRE) {
            if (Bytes.startsWith(text, at, to, "try ")) {
                mode |= Mode.TRY;
                at += 4;
            }
            if (Bytes.startsWith(text, at, to, "read ")) {
                mode |= Mode.READ;
                at += 5;
            }
        }
        addLock(kind, address, mode, at, to);
    }

    /** {@code flags=2 name=tk_core.seq.seqcount lockdep_addr=0xffffffff81cce2c8}. */
    private void rawLockEvent(EventKind kind, int from, int at, int to) {
        arguments.set(text, at, to);
        int mode = arguments.find("flags=") ? (int) arguments.value() & 3 : 0;
        int name = Bytes.indexOf(text, at, to, "name=");
        int addressAt = Bytes.lastIndexOf(text, at, to, " lockdep_addr=");
        if (name < 0 || addressAt < name || !arguments.findLastHex(" lockdep_addr=")) {
            tally.bad(text, from, to, at, "name=… lockdep_addr=…");
            return;
        }
        // bit 0 of flags is try, bit 1 read: the reverse of Mode
        int bits = ((mode & 1) != 0 ? Mode.TRY : 0) | ((mode & 2) != 0 ? Mode.READ : 0);
        addLock(kind, arguments.value(), bits, name + 5, addressAt);
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

    private void otherEvent(int from, int body, int to) {
        int end = body;
        while (end < to && !endsName(end, to)) {
            end++;
        }
        if (end == body || end == to) {
            noName(from, body, to);
        } else if (text[end] == ':') {
            named(from, body, end, end + 1, to);
        } else if (text[end] == '(') {
            systemCall(EventKind.SYSCALL_ENTER, Decoder.SYSCALL_ENTER, body, end, end, to);
        } else if (Bytes.startsWith(text, end, to, " -> ")) {
            systemCall(EventKind.SYSCALL_EXIT, Decoder.SYSCALL_EXIT, body, end, end + 1, to);
        } else {
            noName(from, body, to);
        }
    }

    private boolean endsName(int at, int to) {
        byte character = text[at];
        return character == ' '
                || character == '('
                || character == ':' && (at + 1 == to || text[at + 1] == ' ');
    }

    /** {@code name: arguments}, the event's usual form. */
    private void named(int from, int body, int nameEnd, int behind, int to) {
        int event = names.intern(text, body, nameEnd);
        EventNames.Meaning meaning = meanings.of(event);
        EventKind kind = meaning.kind();
        if (kind.isLock()) {
            lockEvent(kind, from, behind, to);
            return;
        }
        boolean marker = kind == EventKind.MARKER;
        boolean verbatim = marker || kind == EventKind.OTHER;
        int at = verbatim ? Math.min(to, behind + 1) : Bytes.skipBlanks(text, behind, to);
        int row = row(kind);
        if (meaning.systemCall() > 0) {
            batch.setName(row, names.intern(text, body + meaning.systemCall(), nameEnd));
        }
        arguments.set(text, at, to);
        if (!meaning.decoder().decode(arguments, batch, row)) {
            batch.removeLast();
            tally.bad(text, from, to, at, "the arguments of " + names.name(event));
            return;
        }
        finish(row, event, at, to, marker);
    }

    /** {@code sys_mmap(addr: 0, len: 801000)} and {@code sys_mmap -> 0x7ff85fd8d000}. */
    private void systemCall(
            EventKind kind, Decoder decoder, int body, int nameEnd, int argumentsFrom, int to) {
        boolean ours = Bytes.startsWith(text, body, nameEnd, "sys_");
        int row = row(ours ? kind : EventKind.OTHER);
        if (ours) {
            batch.setName(row, names.intern(text, body + 4, nameEnd));
            arguments.set(text, argumentsFrom, to);
            if (!decoder.decode(arguments, batch, row)) {
                batch.setKind(row, EventKind.OTHER);
            }
        }
        finish(row, names.intern(text, body, nameEnd), argumentsFrom, to, false);
    }

    private void finish(int row, int event, int argumentsFrom, int to, boolean carriesText) {
        batch.setEvent(row, event);
        batch.setText(row, argumentsFrom, to);
        tally.event(event, carriesText);
    }

    /** {@code <stack trace>} belongs to the event before; {@code f <-caller} is a function's. */
    private void noName(int from, int body, int to) {
        int arrow = Bytes.indexOf(text, body, to, " <-");
        if (Bytes.indexOf(text, body, to, "stack trace>") >= 0 && text[body] == '<') {
            tally.annotation();
        } else if (arrow > body && Bytes.blank(text, body, to) == arrow) {
            finish(row(EventKind.OTHER), intern("function"), body, to, false);
        } else {
            tally.bad(text, from, to, body, "the name of an event and ':'");
        }
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

    // ---- everything else ----

    private void rareLine(int from, int to) {
        if (Bytes.skipBlanks(text, from, to) == to) {
            tally.comment();
        } else if (text[from] == '#') {
            comment(from, to);
        } else if (Bytes.startsWith(text, from, to, "CPU:")) {
            lostEvents(from, to);
        } else if (Bytes.startsWith(text, from, to, "cpus=")) {
            startRecording();
        } else if (text[from] == '\t' || isStackEntry(from, to)) {
            tally.annotation();
        } else {
            tally.bad(text, from, to, prefix.failedAt(), prefix.expected());
        }
    }

    private boolean isStackEntry(int from, int to) {
        return Bytes.startsWith(text, from, to, " => ") || Bytes.startsWith(text, from, to, "=> ");
    }

    private void comment(int from, int to) {
        if (Bytes.startsWith(text, from, to, "# tracer:")) {
            startRecording();
        } else if (Bytes.startsWith(text, from, to, "##### CPU ")
                && Bytes.indexOf(text, from, to, " buffer started ####") > 0) {
            int digits = from + 10;
            meta(EventKind.BUFFER_STARTED, digits, 0);
            tally.loss(0);
        } else if (!Bytes.startsWith(text, from, to, "# ") && prefix.read(text, from, to)) {
            event(from, to);
        } else {
            tally.comment();
        }
    }

    private void startRecording() {
        batch.add(EventKind.RECORDING_STARTED, line, 0);
        tally.comment();
    }

    /** {@code CPU:0 [LOST 1589 EVENTS]}, {@code CPU:2 [LOST EVENTS]}, {@code CPU:0 [9 EVENTS DROPPED]}. */
    private void lostEvents(int from, int to) {
        int bracket = Bytes.indexOf(text, from, to, " [");
        boolean lost = bracket > 0 && Bytes.indexOf(text, bracket, to, "LOST ") > 0;
        boolean dropped = bracket > 0 && Bytes.indexOf(text, bracket, to, "EVENTS DROPPED]") > 0;
        if (!lost && !dropped) {
            tally.bad(text, from, to, from, "'CPU:n [LOST n EVENTS]'");
            return;
        }
        int digits = lost ? bracket + 7 : bracket + 2;
        long count = Bytes.decimal(text, digits, Bytes.digitsEnd(text, digits, to));
        meta(EventKind.LOST, from + 4, count);
        tally.loss(count);
    }

    private void meta(EventKind kind, int cpuFrom, long count) {
        long cpu = Bytes.decimal(text, cpuFrom, Bytes.digitsEnd(text, cpuFrom, text.length));
        int row = batch.add(kind, line, 0);
        batch.setTask(row, -1, Names.EMPTY, (int) Math.min(cpu, Integer.MAX_VALUE), Context.UNKNOWN);
        batch.addPayload(count);
    }

    private int intern(String name) {
        byte[] bytes = new byte[name.length() + Bytes.SLACK];
        for (int i = 0; i < name.length(); i++) {
            bytes[i] = (byte) name.charAt(i);
        }
        return names.intern(bytes, 0, name.length());
    }
}
