package org.lockreplay.protocol.program;

import java.util.Arrays;

/**
 * The task words that occurred, numbered from 0 in the order of their appearance: a state of many
 * tasks is then a few small numbers. Open addressing, no object for a word. Not thread-safe.
 */
final class TaskStates {

    private long[] words = new long[256];
    private int[] table = new int[1024];
    private int size;

    TaskStates() {
        Arrays.fill(table, -1);
    }

    int size() {
        return size;
    }

    long word(int number) {
        return words[number];
    }

    /** The number of a word, a new one if it is new. */
    int number(long word) {
        int mask = table.length - 1;
        int at = Mixing.mix(word) & mask;
        while (table[at] >= 0) {
            if (words[table[at]] == word) {
                return table[at];
            }
            at = (at + 1) & mask;
        }
        table[at] = size;
        if (size == words.length) {
            words = Arrays.copyOf(words, size * 2);
        }
        words[size++] = word;
        if (size * 2 > table.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        table = new int[table.length * 2];
        Arrays.fill(table, -1);
        for (int number = 0; number < size; number++) {
            int at = Mixing.mix(words[number]) & (table.length - 1);
            while (table[at] >= 0) {
                at = (at + 1) & (table.length - 1);
            }
            table[at] = number;
        }
    }
}
