package org.lockreplay.parser.ftrace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.lockreplay.event.Names;

/**
 * Gives equal byte strings equal ids, without making an object for a string seen before.
 *
 * <p>Id 0 is the empty name. Open addressing with linear probing, at most half full. Cost: O(length
 * of the name), eight bytes at a time. Not thread-safe.
 */
public final class NameTable {

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private byte[] pool = new byte[1 << 14];
    private int poolSize;
    private int[] start = new int[256];
    private long[] hash = new long[256];
    private int size;
    private int[] slots = new int[512];

    /** A table that holds the empty name only. */
    public NameTable() {
        start[0] = 0;
        start[1] = 0;
        size = 1;
    }

    public int size() {
        return size;
    }

    /** The id of {@code text[from, to)}; {@link Bytes#SLACK} readable bytes must follow it. */
    int intern(byte[] text, int from, int to) {
        if (from == to) {
            return 0;
        }
        long wanted = hash(text, from, to);
        int mask = slots.length - 1;
        int slot = (int) (wanted >>> 32) & mask;
        while (slots[slot] != 0) {
            int id = slots[slot];
            if (hash[id] == wanted && same(id, text, from, to)) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = size;
        return append(wanted, text, from, to);
    }

    /** The id of a name that is text already. */
    public int intern(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return intern(Arrays.copyOf(bytes, bytes.length + Bytes.SLACK), 0, bytes.length);
    }

    /** The name; bytes that are not UTF-8 appear as {@code \xNN}. */
    public String name(int id) {
        return Names.decode(pool, start[id], start[id + 1]);
    }

    private static long hash(byte[] text, int from, int to) {
        int length = to - from;
        long hash = length;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = (hash ^ Bytes.word(text, at)) * MIX;
            hash ^= hash >>> 29;
        }
        if (at < to) {
            hash = (hash ^ Bytes.partialWord(text, at, to - at)) * MIX;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private boolean same(int id, byte[] text, int from, int to) {
        int mine = start[id];
        if (start[id + 1] - mine != to - from) {
            return false;
        }
        int at = from;
        for (; at + 8 <= to; at += 8, mine += 8) {
            if (Bytes.word(text, at) != Bytes.word(pool, mine)) {
                return false;
            }
        }
        int rest = to - at;
        return rest == 0
                || Bytes.partialWord(text, at, rest) == Bytes.partialWord(pool, mine, rest);
    }

    private int append(long hashOfName, byte[] text, int from, int to) {
        int length = to - from;
        if (pool.length - poolSize < length + Bytes.SLACK) {
            int wanted = poolSize + length + Bytes.SLACK;
            pool = Arrays.copyOf(pool, Math.max(wanted, 2 * pool.length));
        }
        if (size + 1 == start.length) {
            start = Arrays.copyOf(start, 2 * start.length);
            hash = Arrays.copyOf(hash, 2 * hash.length);
        }
        System.arraycopy(text, from, pool, poolSize, length);
        poolSize += length;
        hash[size] = hashOfName;
        start[size + 1] = poolSize;
        if (2 * size > slots.length) {
            rehash();
        }
        return size++;
    }

    private void rehash() {
        int[] wider = new int[2 * slots.length];
        int mask = wider.length - 1;
        for (int id = 1; id <= size; id++) {
            int slot = (int) (hash[id] >>> 32) & mask;
            while (wider[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            wider[slot] = id;
        }
        slots = wider;
    }
}
