package org.lockreplay.replay.lock;

import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * What belongs to an int (a pid, a CPU), made when first asked for; any int is legal. No boxing.
 */
final class IntTable<T> {

    private final IntFunction<T> maker;
    private int size;
    private int[] keys = new int[64];
    private Object[] values = new Object[64];

    IntTable(IntFunction<T> maker) {
        this.maker = maker;
    }

    T of(int key) {
        int at = slot(keys, values, key);
        if (values[at] == null) {
            T made = maker.apply(key);
            put(at, key, made);
            return made;
        }
        return at(at);
    }

    void forEach(Consumer<? super T> action) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                action.accept(at(i));
            }
        }
    }

    // only put() stores values, and it takes a T
    @SuppressWarnings("unchecked")
    private T at(int slot) {
        return (T) values[slot];
    }

    private void put(int at, int key, T value) {
        keys[at] = key;
        values[at] = value;
        if (2 * ++size > values.length) {
            grow();
        }
    }

    private void grow() {
        int[] widerKeys = new int[2 * keys.length];
        Object[] widerValues = new Object[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                int at = slot(widerKeys, widerValues, keys[i]);
                widerKeys[at] = keys[i];
                widerValues[at] = values[i];
            }
        }
        keys = widerKeys;
        values = widerValues;
    }

    private static int slot(int[] keys, Object[] values, int key) {
        int mask = keys.length - 1;
        int at = key * 0x9e3779b1 >>> 7 & mask;
        while (values[at] != null && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }
}
