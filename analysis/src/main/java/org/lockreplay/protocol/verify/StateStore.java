package org.lockreplay.protocol.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lockreplay.protocol.program.Mixing;

/**
 * The states that were found, in the order in which they were: each a few {@code long}s, and the
 * state that it was first reached from. Open addressing, no object for a state; at most 2^30
 * states. Not thread-safe.
 *
 * <p>A state costs 8 bytes for each {@code long}, 4 for where it came from, and 8 to 16 in the
 * table.
 */
final class StateStore {

    /** What stands for "not in the store" and for "came from nowhere". */
    static final int NONE = -1;

    private static final int CHUNK_BITS = 16;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final int width;
    private final List<long[]> states = new ArrayList<>();
    private final List<int[]> origins = new ArrayList<>();
    private int[] table = new int[1 << 12];
    private int size;

    /**
     * @param width how many {@code long}s a state has
     */
    StateStore(int width) {
        this.width = width;
        Arrays.fill(table, NONE);
    }

    int size() {
        return size;
    }

    /** How much memory it takes, and takes for a moment when its table grows. */
    long bytes() {
        long chunks = (long) states.size() * CHUNK;
        boolean growsSoon = size * 20L > table.length * 9L;
        return chunks * (8L * width + 4) + 4L * table.length * (growsSoon ? 3 : 1);
    }

    /** Adds a state unless it is there; answers its number if it is new, else {@link #NONE}. */
    int add(long[] state, int origin) {
        int at = slot(state);
        if (table[at] != NONE) {
            return NONE;
        }
        if (size >> CHUNK_BITS == states.size()) {
            states.add(new long[CHUNK * width]);
            origins.add(new int[CHUNK]);
        }
        System.arraycopy(
                state, 0, states.get(size >> CHUNK_BITS), (size & CHUNK - 1) * width, width);
        origins.get(size >> CHUNK_BITS)[size & CHUNK - 1] = origin;
        table[at] = size++;
        if (size * 2L > table.length) {
            grow();
        }
        return size - 1;
    }

    boolean has(long[] state) {
        return table[slot(state)] != NONE;
    }

    /** Puts the state of this number into {@code into}. */
    void get(int number, long[] into) {
        long[] chunk = states.get(number >> CHUNK_BITS);
        System.arraycopy(chunk, (number & CHUNK - 1) * width, into, 0, width);
    }

    /** The state from which this one was first reached. */
    int origin(int number) {
        return origins.get(number >> CHUNK_BITS)[number & CHUNK - 1];
    }

    /** The states on the way to this one, the first one first, itself included. */
    List<long[]> wayTo(int number) {
        List<long[]> way = new ArrayList<>();
        for (int at = number; at != NONE; at = origin(at)) {
            long[] state = new long[width];
            get(at, state);
            way.add(0, state);
        }
        return way;
    }

    private int slot(long[] state) {
        int mask = table.length - 1;
        int at = hash(state, 0) & mask;
        while (table[at] != NONE && !isAt(table[at], state)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private boolean isAt(int number, long[] state) {
        long[] chunk = states.get(number >> CHUNK_BITS);
        int from = (number & CHUNK - 1) * width;
        for (int i = 0; i < width; i++) {
            if (chunk[from + i] != state[i]) {
                return false;
            }
        }
        return true;
    }

    private int hash(long[] values, int from) {
        long sum = 0;
        for (int i = 0; i < width; i++) {
            sum = sum * 0x9e3779b97f4a7c15L + values[from + i];
        }
        return Mixing.mix(sum);
    }

    private void grow() {
        table = new int[table.length * 2];
        Arrays.fill(table, NONE);
        for (int number = 0; number < size; number++) {
            long[] chunk = states.get(number >> CHUNK_BITS);
            int at = hash(chunk, (number & CHUNK - 1) * width) & table.length - 1;
            while (table[at] != NONE) {
                at = (at + 1) & table.length - 1;
            }
            table[at] = number;
        }
    }
}
