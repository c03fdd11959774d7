package org.lockreplay.parser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The text of some lines of a recording, decompressed, as it stands there.
 *
 * <p>Bytes that are no UTF-8 become replacement characters, and a line is cut after {@value #MOST}
 * bytes: this is for people to look at.
 */
public final class TraceLines {

    private static final int MOST = 2000;
    private static final int BUFFER = 1 << 16;

    private TraceLines() {}

    /**
     * The lines with these numbers, which count from 1, as far as there are so many; does not close
     * the stream. Cost: linear in what stands before the last of them.
     */
    public static SortedMap<Long, String> read(
            String name, InputStream stream, SortedSet<Long> numbers)
            throws UnreadableTraceException, IOException {
        SortedMap<Long, String> lines = new TreeMap<>();
        if (numbers.isEmpty()) {
            return lines;
        }
        InputStream text = TraceReader.decompressed(name, stream);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        long number = 1;
        boolean wanted = numbers.contains(number);
        long last = numbers.last();
        for (int count = text.read(buffer); count >= 0; count = text.read(buffer)) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] != '\n') {
                    if (wanted && line.size() < MOST) {
                        line.write(buffer[i]);
                    }
                    continue;
                }
                if (wanted) {
                    lines.put(number, text(line));
                    line.reset();
                }
                if (number == last) {
                    return lines;
                }
                wanted = numbers.contains(++number);
            }
        }
        if (wanted && line.size() > 0) {
            lines.put(number, text(line));
        }
        return lines;
    }

    private static String text(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
