package org.lockreplay.parser;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952), all members of a file one after another.
 *
 * <p>Unlike {@link java.util.zip.GZIPInputStream} it needs no {@code available()} to find the next
 * member, so that pipes work, and it tells when that member is cut off or is none.
 */
final class GzipStream extends BlockStream {

    private static final int BUFFER = 64 << 10;

    // bits of the header's flag byte
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA_FIELD = 4;
    private static final int FILE_NAME = 8;
    private static final int COMMENT = 16;

    private static final int DEFLATE = 8;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] input = new byte[BUFFER];
    private int at;
    private int end;
    private boolean inMember;
    private boolean first = true;

    GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = 0;
        while (count == 0 && length > 0) {
            if (!inMember && !beginMember()) {
                return -1;
            }
            count = inflate(into, from, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }

    private int inflate(byte[] into, int from, int length) throws IOException {
        int count;
        try {
            count = inflater.inflate(into, from, length);
        } catch (DataFormatException corrupt) {
            throw new IOException("the compressed data are corrupt", corrupt);
        }
        checksum.update(into, from, count);
        if (count > 0) {
            return count;
        }
        if (inflater.finished()) {
            at = end - inflater.getRemaining();
            endMember();
        } else if (inflater.needsDictionary()) {
            throw new IOException("the compressed data are corrupt");
        } else {
            needInput();
            inflater.setInput(input, 0, end);
        }
        return 0;
    }

    /** Reads a member's header; false at the end of the file, which zeros may fill up. */
    private boolean beginMember() throws IOException {
        while (at < end || fill()) {
            int magic = next();
            if (magic == 0x1f && next() == 0x8b && next() == DEFLATE) {
                skipHeader();
                inflater.reset();
                inflater.setInput(input, at, end - at);
                checksum.reset();
                inMember = true;
                first = false;
                return true;
            }
            if (magic != 0 || first) {
                throw new IOException("something that is not gzip follows the compressed data");
            }
        }
        return false;
    }

    private void skipHeader() throws IOException {
        int flags = next();
        skip(6); // time, extra flags, operating system
        if ((flags & EXTRA_FIELD) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & FILE_NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(2);
        }
    }

    private void endMember() throws IOException {
        long expected = number();
        long length = number();
        if (expected != checksum.getValue()
                || length != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new IOException("the compressed data are corrupt: wrong checksum");
        }
        inMember = false;
    }

    private long number() throws IOException {
        long number = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            number |= (long) next() << shift;
        }
        return number;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        while (next() != 0) {
            // the text is of no interest
        }
    }

    private int next() throws IOException {
        if (at == end) {
            needInput();
        }
        return input[at++] & 0xff;
    }

    private void needInput() throws IOException {
        if (!fill()) {
            throw new EOFException(Damage.CUT_OFF);
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        end = 0;
        int count = in.read(input, 0, BUFFER);
        end = Math.max(0, count);
        return count > 0;
    }
}
