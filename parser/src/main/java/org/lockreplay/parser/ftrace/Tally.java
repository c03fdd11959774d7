package org.lockreplay.parser.ftrace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lockreplay.event.Context;

/**
 * What one parser counted: some figures for the chunk it parsed last, some since its beginning.
 *
 * <p>A line that cannot be read, right behind a user's or printk's text, is the rest of that text
 * (it may hold line feeds). At the start of a chunk nobody knows yet what came before: {@link
 * #leadingBad} says how many unreadable lines wait for that.
 */
public final class Tally {

    /** How many unreadable lines of a chunk are kept as examples. */
    public static final int EXAMPLES = 5;

    private static final int FOUND_BYTES = 40;

    // since the beginning
    private long[] events = new long[256];
    private final long[] shapes = new long[LineShape.values().length];
    private final NumberSet pids = new NumberSet();
    private final NumberSet cpus = new NumberSet();
    private long comments;
    private long annotations;
    private long lossMarkers;
    private long lost;
    private boolean flags;
    private boolean softirqFlags;
    private boolean ticks;
    private int seenContext = -1;

    // of the last chunk
    private int lines;
    private int bad;
    private int leadingBad;
    private boolean onlyBadSoFar;
    private boolean text;
    private final List<BadLine> badLines = new ArrayList<>();

    /** Begins a chunk. */
    void beginChunk() {
        lines = 0;
        bad = 0;
        leadingBad = 0;
        onlyBadSoFar = true;
        text = false;
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

    /** Notes whom and which CPU an event is of, and what its flags can tell. */
    public void source(Stamp stamp) {
        if (stamp.pid >= 0) {
            pids.add(stamp.pid);
        }
        if (stamp.cpu >= 0) {
            cpus.add(stamp.cpu);
        }
        if (stamp.context != seenContext) {
            seenContext = stamp.context;
            flags |= Context.known(seenContext);
            softirqFlags |= Context.softirqsKnown(seenContext);
            ticks |= Context.ticks(seenContext);
        }
    }

    public void comment() {
        comments++;
        readable(false);
    }

    /** A line that belongs to the event before it. */
    void annotation() {
        annotations++;
        onlyBadSoFar = false;
    }

    /** A loss, or a buffer that starts late ({@code count} 0); -1 if the count is not told. */
    public void loss(long count) {
        lossMarkers++;
        lost += Math.max(0, count);
        readable(false);
    }

    public void bad(byte[] bytes, int from, int to, int at, String expected) {
        if (text) {
            annotations++;
            return;
        }
        bad++;
        leadingBad += onlyBadSoFar ? 1 : 0;
        if (badLines.size() < EXAMPLES) {
            int end = Math.min(to, at + FOUND_BYTES);
            String found = new String(bytes, at, end - at, StandardCharsets.UTF_8);
            badLines.add(new BadLine(lines, at - from + 1, expected, found));
        }
    }

    public void nextLine() {
        lines++;
    }

    private void readable(boolean carriesText) {
        onlyBadSoFar = false;
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

    public NumberSet pids() {
        return pids;
    }

    public NumberSet cpus() {
        return cpus;
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

    public boolean softirqFlags() {
        return softirqFlags;
    }

    public boolean ticks() {
        return ticks;
    }

    /** Lines of the last chunk. */
    public int lines() {
        return lines;
    }

    /** Unreadable lines of the last chunk. */
    public int bad() {
        return bad;
    }

    /** How many of {@link #bad} stand before the first readable line of the chunk. */
    public int leadingBad() {
        return leadingBad;
    }

    /** Whether the chunk has no readable line, so that what came before it is still the last. */
    public boolean onlyBad() {
        return onlyBadSoFar;
    }

    /** Whether the chunk ends in an event whose text may go on in the next line. */
    public boolean endsInText() {
        return text;
    }

    /** The first unreadable lines of the last chunk, valid until the next one begins. */
    public List<BadLine> badLines() {
        return badLines;
    }
}
