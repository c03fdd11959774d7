package org.lockreplay.parser;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A stream whose first bytes can be looked at before they are read.
 *
 * <p>What a look answers depends on the bytes alone, never on how many the stream gives at a time.
 * A read never waits for more than the bytes that have been looked at. What goes wrong during a
 * look is thrown when the reading gets there.
 */
public final class PeekStream extends BlockStream {

    private final InputStream in;
    private byte[] ahead = {};
    private int at;
    private int end;
    private Optional<IOException> broken = Optional.empty();

    PeekStream(InputStream in) {
        this.in = in;
    }

    /** The next {@code count} bytes; fewer if the stream ends before. */
    public byte[] peek(int count) {
        return look(count, false);
    }

    /**
     * The next line with its line feed; only its first {@code most} bytes if it is longer. Waits
     * for no more than that.
     */
    byte[] peekLine(int most) {
        return look(most, true);
    }

    /** Why the look that came last saw less than it was asked for, if the stream broke there. */
    public Optional<IOException> broken() {
        return broken;
    }

    /** Steps over bytes that have been looked at. */
    void forget(int count) {
        at += count;
    }

    private byte[] look(int most, boolean oneLine) {
        if (ahead.length < at + most) {
            ahead = Arrays.copyOf(ahead, at + most);
        }
        int seen = at;
        while (true) {
            while (seen < end && seen < at + most) {
                if (ahead[seen++] == '\n' && oneLine) {
                    return Arrays.copyOfRange(ahead, at, seen);
                }
            }
            if (seen == at + most || !more(at + most)) {
                return Arrays.copyOfRange(ahead, at, seen);
            }
        }
    }

    private boolean more(int upTo) {
        int count = -1;
        try {
            count = broken.isPresent() ? -1 : in.read(ahead, end, upTo - end);
        } catch (IOException failure) {
            broken = Optional.of(failure);
        }
        end += Math.max(0, count);
        return count >= 0;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (at < end) {
            int count = Math.min(length, end - at);
            System.arraycopy(ahead, at, into, from, count);
            at += count;
            return count;
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
        return in.read(into, from, length);
    }
}
