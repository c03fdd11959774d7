package org.lockreplay.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The dictionary of one trace: every task, lock and event name once, by id.
 *
 * <p>Ids are given in the order in which names first appear in the trace, whatever the number of
 * threads that read it. Bytes that are not UTF-8 stand in a name as {@code \xNN}. A name may be of
 * any length and hold anything but a line feed: escape it for where it goes.
 *
 * <p>One thread at a time may give ids. Meanwhile others may ask for the names of the ids that they
 * were handed.
 */
public final class Names {

    /** The id of the empty name, present from the start. */
    public static final int EMPTY = 0;

    /** Volatile, so that who sees an array that has grown sees what was copied into it. */
    private volatile String[] names = new String[64];

    private volatile int size;
    private final Map<String, Integer> ids = new HashMap<>();

    public Names() {
        intern("");
    }

    /** The id of a name, given now if it is new. */
    public int intern(String name) {
        int id = size;
        Integer known = ids.putIfAbsent(name, id);
        if (known != null) {
            return known;
        }
        if (id == names.length) {
            names = Arrays.copyOf(names, 2 * id);
        }
        names[id] = name;
        size = id + 1;
        return id;
    }

    /** The bytes {@code text[from, to)} as a name: UTF-8, other bytes as {@code \xNN}. */
    public static String decode(byte[] text, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text, from, to - from))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return decodeAscii(text, from, to);
        }
    }

    private static String decodeAscii(byte[] text, int from, int to) {
        StringBuilder name = new StringBuilder(to - from + 8);
        for (int at = from; at < to; at++) {
            if (text[at] >= 0) {
                name.append((char) text[at]);
            } else {
                name.append("\\x%02x".formatted(text[at] & 0xff));
            }
        }
        return name.toString();
    }

    public String get(int id) {
        return names[id];
    }

    /** How many names have an id by now; all whose ids were handed out are counted. */
    public int size() {
        return size;
    }
}
