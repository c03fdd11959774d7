package org.lockreplay.parser;

import java.util.Arrays;
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

    /** Makes room for {@code capacity} bytes in front of the slack; keeps what is there. */
    void reserve(int capacity) {
        if (bytes.length < capacity + Bytes.SLACK) {
            bytes = Arrays.copyOf(bytes, capacity + Bytes.SLACK);
        }
    }
}
