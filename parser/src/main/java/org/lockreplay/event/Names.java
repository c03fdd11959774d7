package org.lockreplay.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The dictionary of one trace: every task, lock and event name once, by id.
 *
 * <p>Ids are given in the order in which names first appear in the trace, whatever the number of
 * threads that read it. Bytes that are not UTF-8 stand in a name as {@code \xNN}. A name may be of
 * any length and hold anything but a line feed: escape it for where it goes. Not thread-safe.
 */
public final class Names {

    /** The id of the empty name, present from the start. */
    public static final int EMPTY = 0;

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    public Names() {
        intern("");
    }

    /** The id of a name, given now if it is new. */
    public int intern(String name) {
        Integer known = ids.putIfAbsent(name, names.size());
        if (known != null) {
            return known;
        }
        names.add(name);
        return names.size() - 1;
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
        return names.get(id);
    }

    public int size() {
        return names.size();
    }
}
