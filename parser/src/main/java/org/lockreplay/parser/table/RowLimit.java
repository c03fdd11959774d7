package org.lockreplay.parser.table;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * A reader that breaks off in a row which is too long: behind a quote that is never closed, the
 * whole rest of a table would become one cell.
 */
final class RowLimit extends FilterReader {

    private static final int LONGEST_ROW = 8 << 20;

    private int sinceBegin;

    RowLimit(Reader in) {
        super(in);
    }

    /** A row begins, give or take what has been read ahead. */
    void begin() {
        sinceBegin = 0;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int count = super.read(into, from, length);
        sinceBegin += Math.max(0, count);
        if (sinceBegin > LONGEST_ROW) {
            throw new IOException("a row of more than 8 MiB: a quote may be missing");
        }
        return count;
    }
}
