package org.lockreplay.parser;

import org.lockreplay.parser.ftrace.Bytes;

/** A buffer of whole lines; filled by a {@link ChunkSource}, used again by its worker. */
final class Chunk {

    byte[] bytes;
    int length;
    long number;
    boolean tooLong;

    Chunk(int capacity) {
        bytes = new byte[capacity + Bytes.SLACK];
    }

    /** How many bytes fit in front of the slack. */
    int capacity() {
        return bytes.length - Bytes.SLACK;
    }
}
