package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * How often one of {@code bd_sem} and {@code mmap_sem} was taken inside the other, and by what
 * paths.
 */
final class WatchedPair {

    private static final Comparator<NestingCase> ORDER =
            Comparator.comparing(NestingCase::outer)
                    .thenComparing(NestingCase::outerRead)
                    .thenComparing(NestingCase::inner)
                    .thenComparing(NestingCase::innerRead);

    private static final int BOTH = LockClasses.BD_SEM + LockClasses.MMAP_SEM;

    private final LockClasses classes;
    private final SortedMap<Integer, Row> rows = new TreeMap<>();

    private static final class Row {
        private final PairTally pairs = new PairTally(new Witnesses());
        private final SortedMap<String, Long> paths = new TreeMap<>();
        private long tries;

        void add(String path, int mode) {
            paths.merge(path, 1L, Long::sum);
            tries += Mode.tryLock(mode) ? 1 : 0;
        }
    }

    WatchedPair(LockClasses classes) {
        this.classes = classes;
    }

    /** Forgets what was counted. */
    void discard() {
        rows.clear();
    }

    /**
     * Counts an acquisition, that of the last lock in {@code held}, against those of the other
     * semaphore before it: once for each mode.
     *
     * @param ifRead the path of the task into the kernel, if bd_sem is held or taken for read
     * @param ifWrite the same if it is for write
     */
    void acquired(long[] held, int depth, int task, int level, String ifRead, String ifWrite) {
        int innerAt = (depth - 1) * HeldLock.WIDTH;
        int other = BOTH - watched(held, innerAt);
        boolean counted = false;
        boolean countedRead = false;
        for (int outerAt = 0; outerAt < innerAt; outerAt += HeldLock.WIDTH) {
            boolean read = HeldLock.read(held, outerAt);
            if (watched(held, outerAt) == other && !(read ? countedRead : counted)) {
                boolean bdSemRead =
                        other == LockClasses.BD_SEM ? read : HeldLock.read(held, innerAt);
                Row row = row(held, outerAt, innerAt);
                row.add(bdSemRead ? ifRead : ifWrite, HeldLock.mode(held, innerAt));
                row.pairs.add(task, level, held, outerAt, innerAt);
                countedRead |= read;
                counted |= !read;
            }
        }
    }

    List<NestingCase> cases(Names names) {
        List<NestingCase> cases = new ArrayList<>();
        rows.forEach((key, row) -> cases.add(nestingCase(key, row, names)));
        cases.sort(ORDER);
        return cases;
    }

    private Row row(long[] held, int outerAt, int innerAt) {
        int key =
                watched(held, outerAt) << 2
                        | (HeldLock.read(held, outerAt) ? 2 : 0)
                        | (HeldLock.read(held, innerAt) ? 1 : 0);
        return rows.computeIfAbsent(key, absent -> new Row());
    }

    private NestingCase nestingCase(int key, Row row, Names names) {
        int outer = key >>> 2;
        return new NestingCase(
                LockClasses.WATCHED.get(outer),
                (key & 2) != 0,
                LockClasses.WATCHED.get(BOTH - outer),
                (key & 1) != 0,
                row.pairs.count(),
                row.tries,
                row.pairs.tasks(),
                Collections.unmodifiableSortedMap(row.paths),
                row.pairs.outer(classes, names),
                row.pairs.inner(classes, names));
    }

    private int watched(long[] held, int at) {
        return classes.watched(HeldLock.lockClass(held, at));
    }
}
