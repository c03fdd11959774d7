package org.lockreplay.parser;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Cuts a stream of bytes into numbered chunks of whole lines, for several threads to take.
 *
 * <p>Works the same for files, pipes and decompressors. A line that does not fit into a chunk makes
 * the chunk grow; one above {@link #LONGEST_LINE} is cut to its beginning and marked. What goes
 * wrong while reading ends the input: {@link #damage} says so, and what came before is whole.
 */
final class ChunkSource {

    /** A line of more bytes than this, its line feed not counted, is no trace line. */
    static final int LONGEST_LINE = 8 << 20;

    private static final int PIECE = 128 << 10;
    private static final int EXCERPT = 1024;

    private final InputStream stream;
    private final int chunkBytes;
    private final ReentrantLock lock = new ReentrantLock();

    private byte[] rest = {};
    private long number;
    private boolean end;
    private Optional<String> damage = Optional.empty();
    private volatile boolean stopped;
    private final Object interruption = new Object();
    private Optional<Thread> reading = Optional.empty();

    ChunkSource(InputStream stream, int chunkBytes) {
        this.stream = stream;
        this.chunkBytes = Math.min(chunkBytes, LONGEST_LINE);
    }

    /** Fills {@code chunk} with the next lines; false at the end of the input. */
    boolean next(Chunk chunk) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            reading(Optional.of(Thread.currentThread()));
            return !end && fill(chunk);
        } finally {
            reading(Optional.empty());
            if (stopped) {
                // so that the report can still be written
                Thread.interrupted();
            }
            lock.unlock();
        }
    }

    /** Makes the input end here, also for a thread that waits for more of it. */
    void stop() {
        stopped = true;
        synchronized (interruption) {
            reading.ifPresent(Thread::interrupt);
        }
    }

    private void reading(Optional<Thread> thread) {
        synchronized (interruption) {
            reading = thread;
        }
    }

    /** Whether everything has been handed out; meaningful after {@link #next}. */
    boolean atEnd() {
        return end;
    }

    /** Why the input ended before its end. */
    Optional<String> damage() {
        return damage;
    }

    private boolean fill(Chunk chunk) {
        int piece = Math.min(PIECE, chunkBytes);
        int room = Math.min(LONGEST_LINE + 1, Math.max(chunkBytes, rest.length + piece));
        chunk.reserve(room);
        System.arraycopy(rest, 0, chunk.bytes, 0, rest.length);
        chunk.length = rest.length;
        chunk.tooLong = false;
        rest = new byte[0];
        int wholeLines = readLines(chunk, room);
        if (wholeLines == 0 && !end) {
            cutLongLine(chunk);
            wholeLines = chunk.length;
        } else if (!end) {
            rest = Arrays.copyOfRange(chunk.bytes, wholeLines, chunk.length);
        } else if (damage.isEmpty()) {
            wholeLines = chunk.length;
        }
        chunk.length = wholeLines;
        chunk.number = number++;
        return wholeLines > 0;
    }

    /**
     * Reads until the chunk has {@code room} bytes and holds a line end; answers where its last
     * line ends, 0 if its first line is too long.
     */
    private int readLines(Chunk chunk, int room) {
        int limit = room;
        int wholeLines = lastLineEnd(chunk.bytes, 0, chunk.length);
        while (!end && (wholeLines == 0 || chunk.length < limit)) {
            if (chunk.length == limit) {
                if (limit > LONGEST_LINE) {
                    return 0;
                }
                limit = Math.min(2 * limit, LONGEST_LINE + 1);
                chunk.reserve(limit);
            }
            int from = chunk.length;
            int count = read(chunk.bytes, from, Math.min(PIECE, limit - from));
            chunk.length = from + count;
            wholeLines = Math.max(wholeLines, lastLineEnd(chunk.bytes, from, chunk.length));
        }
        return wholeLines;
    }

    /** Keeps the beginning of a line that is too long, and steps over the rest of it. */
    private void cutLongLine(Chunk chunk) {
        chunk.tooLong = true;
        byte[] piece = new byte[PIECE];
        chunk.length = EXCERPT;
        while (!end) {
            int count = read(piece, 0, PIECE);
            int lineEnd = 0;
            while (lineEnd < count && piece[lineEnd] != '\n') {
                lineEnd++;
            }
            if (lineEnd < count) {
                rest = Arrays.copyOfRange(piece, lineEnd + 1, count);
                return;
            }
        }
    }

    /** Reads at least one byte; 0 means that the input has ended. */
    private int read(byte[] into, int from, int length) {
        int count = 0;
        try {
            int got = stopped ? -1 : stream.read(into, from, length);
            end = got < 0;
            count = Math.max(0, got);
        } catch (IOException broken) {
            end = true;
            stopped |= Damage.interrupted(broken);
            damage = Optional.of(Damage.of(broken));
        }
        if (end && stopped) {
            damage = Optional.of(Damage.INTERRUPTED);
        }
        return count;
    }

    private static int lastLineEnd(byte[] bytes, int from, int to) {
        int at = to;
        while (at > from && bytes[at - 1] != '\n') {
            at--;
        }
        return at == from ? 0 : at;
    }
}
