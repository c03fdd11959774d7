package org.lockreplay.parser;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;

/** A stream whose first bytes can be looked at before they are read. */
final class PeekStream extends PushbackInputStream {

    private static final int MOST = 4096;

    PeekStream(InputStream stream) {
        super(stream, MOST);
    }

    /**
     * At least {@code wanted} of the next bytes, or all there are; waits for no more than those.
     */
    byte[] peek(int wanted) throws IOException {
        byte[] bytes = new byte[MOST];
        int length = 0;
        int count = 0;
        while (length < wanted && count >= 0) {
            count = read(bytes, length, MOST - length);
            length += Math.max(0, count);
        }
        unread(bytes, 0, length);
        return Arrays.copyOf(bytes, length);
    }
}
