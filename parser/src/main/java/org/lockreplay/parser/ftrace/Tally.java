package org.lockreplay.parser.ftrace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.lockreplay.event.Context;
import org.lockreplay.event.Names;

/**
 * What one parser counted: some figures for the chunk it parsed last, some since its beginning.
 *
 * <p>A line without a prefix that can be read, behind a user's or printk's text, is the rest of
 * that text (it may hold line feeds); comments and stack entries between them change nothing. At
 * the start of a chunk nobody knows yet what came before: {@link #leadingBad} says how many
 * unreadable lines wait for that; they are the first rows of the batch.
 */
public final class Tally {

    /** How many unreadable lines of a chunk are kept as examples, and of those that wait. */
    public static final int EXAMPLES = 5;

    private static final int FOUND_BYTES = 40;

    // since the beginning
    private long[] events = new long[256];
    private final long[] shapes = new long[LineShape.values().length];
    private final NumberSet pids = new NumberSet();
    private final NumberSet cpus = new NumberSet();
    private final BitSet files = new BitSet();
    private long linesOfFiles;
    private long comments;
    private long annotations;
    private long lossMarkers;
    private long lost;
    private int machineCpus;
    private boolean flags;
    private boolean softirqFlags;
    private boolean bottomHalvesOff;
    private boolean bottomHalvesTold;
    private boolean ticks;
    private int seenContext = -1;
    private int seenPid = -1;
    private int seenCpu = -1;

    // of the last chunk
    private int lines;
    private int bad;
    private int leadingBad;
    private boolean decided;
    private boolean text;
    private final List<BadLine> leadingBadLines = new ArrayList<>();
    private final List<BadLine> badLines = new ArrayList<>();

    /** Begins a chunk. */
    void beginChunk() {
        lines = 0;
        bad = 0;
        leadingBad = 0;
        decided = false;
        text = false;
        leadingBadLines.clear();
        badLines.clear();
    }

    void event(int name, boolean carriesText) {
        if (name >= events.length) {
            events = Arrays.copyOf(events, Math.max(2 * events.length, name + 1));
        }
        events[name]++;
        readable(carriesText);
    }

    /** Counts the line of an event. */
    public void line(LineShape shape, Stamp stamp) {
        shapes[shape.ordinal()]++;
        source(stamp);
    }

    /** Notes the name of the file in front of a line; empty where there is none. */
    void file(int name) {
        if (name != Names.EMPTY) {
            files.set(name);
            linesOfFiles++;
        }
    }

    /** Notes whom and which CPU an event is of, and what its flags can tell. */
    public void source(Stamp stamp) {
        if (stamp.pid != seenPid && stamp.pid >= 0) {
            seenPid = stamp.pid;
            pids.add(seenPid);
        }
        if (stamp.cpu != seenCpu && stamp.cpu >= 0) {
            seenCpu = stamp.cpu;
            cpus.add(seenCpu);
        }
        if (stamp.context != seenContext) {
            seenContext = stamp.context;
            flags |= Context.known(seenContext);
            softirqFlags |= Context.softirqsKnown(seenContext);
            bottomHalvesOff |= Context.bottomHalvesOff(seenContext);
            ticks |= Context.ticks(seenContext);
        }
    }

    public void comment() {
        comments++;
    }

    /** The first line of a recording. */
    public void header() {
        comments++;
        readable(false);
    }

    /** A header says how many CPUs the machine has. */
    public void machineCpus(int count) {
        machineCpus = Math.max(machineCpus, count);
    }

    /** A header says that the first flag character tells whether bottom halves are off. */
    public void bottomHalves() {
        bottomHalvesTold = true;
    }

    /** A line that belongs to the event before it. */
    void annotation() {
        annotations++;
    }

    /** A loss, or a buffer that starts late ({@code count} 0); -1 if the count is not told. */
    public void loss(long count) {
        lossMarkers++;
        lost += Math.max(0, count);
        readable(false);
    }

    /**
     * A line without a prefix: unreadable, unless it goes on with the text of an event.
     *
     * @return false where it certainly is such text
     */
    boolean badOrText(byte[] bytes, int from, int to, int at, String expected) {
        if (text) {
            annotations++;
            return false;
        }
        if (decided) {
            bad++;
            keep(badLines, example(bytes, from, to, at, expected));
        } else {
            leadingBad++;
            keep(leadingBadLines, example(bytes, from, to, at, expected));
        }
        return true;
    }

    /** A line that is none of a text, and cannot be read. */
    void bad(byte[] bytes, int from, int to, int at, String expected) {
        bad(example(bytes, from, to, at, expected));
    }

    /** The same where the column is known already. */
    public void bad(int column, String expected, String found) {
        bad(new BadLine(lines, column, expected, found));
    }

    private void bad(BadLine line) {
        readable(false);
        bad++;
        keep(badLines, line);
    }

    private BadLine example(byte[] bytes, int from, int to, int at, String expected) {
        int end = Math.min(to, at + FOUND_BYTES);
        // not in the middle of a character
        while (end < to && end > at && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new BadLine(lines, at - from + 1, expected, Names.decode(bytes, at, end));
    }

    private static void keep(List<BadLine> examples, BadLine line) {
        if (examples.size() < EXAMPLES) {
            examples.add(line);
        }
    }

    public void nextLine() {
        lines++;
    }

    private void readable(boolean carriesText) {
        decided = true;
        text = carriesText;
    }

    /** How often the event with this name id occurred, since the beginning. */
    public long events(int name) {
        return name < events.length ? events[name] : 0;
    }

    /** How many lines had this shape, since the beginning. */
    public long lines(LineShape shape) {
        return shapes[shape.ordinal()];
    }

    /** Name ids of the files that stand in front of lines. */
    public IntStream files() {
        return files.stream();
    }

    /** How many lines have the name of a file in front. */
    public long linesOfFiles() {
        return linesOfFiles;
    }

    public NumberSet pids() {
        return pids;
    }

    public NumberSet cpus() {
        return cpus;
    }

    /** How many CPUs the machine has, by the header that says most; 0 if none says it. */
    public int machineCpus() {
        return machineCpus;
    }

    public long comments() {
        return comments;
    }

    public long annotations() {
        return annotations;
    }

    public long lossMarkers() {
        return lossMarkers;
    }

    public long lost() {
        return lost;
    }

    public boolean flags() {
        return flags;
    }

    /** Some line has flags that can tell whether bottom halves are off. */
    public boolean softirqFlags() {
        return softirqFlags;
    }

    /** That the flags do tell it: a header says so, or a line shows that they are off. */
    public boolean tellsBottomHalves() {
        return bottomHalvesTold || bottomHalvesOff;
    }

    public boolean ticks() {
        return ticks;
    }

    /** Lines of the last chunk. */
    public int lines() {
        return lines;
    }

    /** Unreadable lines of the last chunk, {@link #leadingBad} not counted. */
    public int bad() {
        return bad;
    }

    /** Lines of the last chunk that are unreadable unless a text goes on from before it. */
    public int leadingBad() {
        return leadingBad;
    }

    /** Whether the chunk has a line after which it is known whether a text goes on. */
    public boolean decided() {
        return decided;
    }

    /** Whether the chunk ends in an event whose text may go on in the next line. */
    public boolean endsInText() {
        return text;
    }

    /** The first of {@link #leadingBad}, valid until the next chunk begins. */
    public List<BadLine> leadingBadLines() {
        return leadingBadLines;
    }

    /** The first of {@link #bad}, which stand behind those; valid until the next chunk begins. */
    public List<BadLine> badLines() {
        return badLines;
    }
}
