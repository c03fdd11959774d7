package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.lockreplay.event.Mode;

/** Counts the acquisitions of each class in each mode. */
final class ClassUses {

    /** How many bits of a mode are told apart: read and try. */
    private static final int BITS = 2;

    private long[] counts = new long[256];

    void add(int lockClass, int mode) {
        int at = lockClass << BITS | mode & (Mode.READ | Mode.TRY);
        if (at >= counts.length) {
            counts = Arrays.copyOf(counts, 2 * at);
        }
        counts[at]++;
    }

    List<ClassUse> sorted(LockClasses classes) {
        List<ClassUse> uses = new ArrayList<>();
        for (int lockClass = 0; lockClass < classes.size(); lockClass++) {
            long reads = count(lockClass, Mode.READ) + count(lockClass, Mode.READ | Mode.TRY);
            long tries = count(lockClass, Mode.TRY) + count(lockClass, Mode.READ | Mode.TRY);
            long all = reads + count(lockClass, 0) + count(lockClass, Mode.TRY);
            if (all != 0) {
                uses.add(new ClassUse(classes.name(lockClass), all, reads, tries));
            }
        }
        uses.sort(Comparator.comparing(ClassUse::lockClass));
        return uses;
    }

    /** How often it was taken, in whatever mode. */
    long acquisitions(int lockClass) {
        long all = 0;
        for (int mode = 0; mode < 1 << BITS; mode++) {
            all += count(lockClass, mode);
        }
        return all;
    }

    /** Whether it was ever taken for write. */
    boolean written(int lockClass) {
        return count(lockClass, 0) + count(lockClass, Mode.TRY) > 0;
    }

    private long count(int lockClass, int mode) {
        int at = lockClass << BITS | mode;
        return at < counts.length ? counts[at] : 0;
    }
}
