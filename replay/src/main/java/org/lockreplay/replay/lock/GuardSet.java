package org.lockreplay.replay.lock;

import java.util.Arrays;
import java.util.List;

/**
 * A few lock instances, each once; made to be intersected. Linear, since a task holds few locks.
 */
final class GuardSet {

    private static final int[] NO_CLASSES = {};
    private static final long[] NO_ADDRESSES = {};

    private int size;
    private int[] classes = NO_CLASSES;
    private long[] addresses = NO_ADDRESSES;

    void clear() {
        size = 0;
    }

    void add(int lockClass, long address) {
        if (!contains(lockClass, address)) {
            append(lockClass, address);
        }
    }

    /** Adds what is certainly not in it. */
    void append(int lockClass, long address) {
        if (size == classes.length) {
            classes = Arrays.copyOf(classes, 2 * size + 1);
            addresses = Arrays.copyOf(addresses, 2 * size + 1);
        }
        classes[size] = lockClass;
        addresses[size++] = address;
    }

    /** Takes the elements of the other set in place of its own. */
    void become(GuardSet other) {
        if (other.size == 0) {
            size = 0;
            return;
        }
        classes = Arrays.copyOf(other.classes, other.size);
        addresses = Arrays.copyOf(other.addresses, other.size);
        size = other.size;
    }

    void retainAll(GuardSet other) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (other.contains(classes[i], addresses[i])) {
                classes[kept] = classes[i];
                addresses[kept++] = addresses[i];
            }
        }
        size = kept;
    }

    List<LockInstance> sorted(LockClasses names) {
        if (size == 0) {
            return List.of();
        }
        sort(names.ranks());
        LockInstance[] instances = new LockInstance[size];
        for (int i = 0; i < size; i++) {
            instances[i] = names.instance(classes[i], addresses[i]);
        }
        return List.of(instances);
    }

    /** By class name, then by address; an insertion sort, of a few numbers. */
    private void sort(int[] ranks) {
        for (int i = 1; i < size; i++) {
            int lockClass = classes[i];
            long address = addresses[i];
            int at = i;
            while (at > 0 && isAfter(at - 1, lockClass, address, ranks)) {
                classes[at] = classes[at - 1];
                addresses[at] = addresses[--at];
            }
            classes[at] = lockClass;
            addresses[at] = address;
        }
    }

    private boolean isAfter(int at, int lockClass, long address, int[] ranks) {
        return classes[at] == lockClass
                ? Long.compareUnsigned(addresses[at], address) > 0
                : ranks[classes[at]] > ranks[lockClass];
    }

    private boolean contains(int lockClass, long address) {
        for (int i = 0; i < size; i++) {
            if (classes[i] == lockClass && addresses[i] == address) {
                return true;
            }
        }
        return false;
    }
}
