package org.lockreplay.parser.ftrace;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.event.Names;

/**
 * The lines of one chunk: how many there are, which cannot be read, and whether they are text.
 *
 * <p>A line without a prefix that can be read, behind a user's or printk's text, is the rest of
 * that text (it may hold line feeds); comments and stack entries between them change nothing. At
 * the start of a chunk nobody knows yet what came before: {@link #leadingBad} says how many
 * unreadable lines wait for that; they are the first rows of the batch.
 */
public final class ChunkLines {

    /** How many unreadable lines of a chunk are kept as examples, and of those that wait. */
    public static final int EXAMPLES = 5;

    private static final int FOUND_BYTES = 40;

    private int lines;
    private int bad;
    private int leadingBad;
    private boolean decided;
    private boolean text;
    private final List<BadLine> leadingBadLines = new ArrayList<>();
    private final List<BadLine> badLines = new ArrayList<>();

    /** Begins another chunk. */
    void begin() {
        lines = 0;
        bad = 0;
        leadingBad = 0;
        decided = false;
        text = false;
        leadingBadLines.clear();
        badLines.clear();
    }

    /**
     * A line without a prefix: unreadable, unless it goes on with the text of an event.
     *
     * @return false where it certainly is such text
     */
    boolean badOrText(byte[] bytes, int from, int to, int at, String expected) {
        if (text) {
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

    /** The line is over. */
    public void nextLine() {
        lines++;
    }

    /**
     * A line of an event, or about the recording.
     *
     * @param carriesText whether the text of the event may go on in the next line
     */
    void readable(boolean carriesText) {
        decided = true;
        text = carriesText;
    }

    /** How many lines there are. */
    public int lines() {
        return lines;
    }

    /** Unreadable lines, {@link #leadingBad} not counted. */
    public int bad() {
        return bad;
    }

    /** Lines that are unreadable unless a text goes on from before it. */
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
