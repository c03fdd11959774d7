package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/** How often one of {@code bd_sem} and {@code mmap_sem} was taken inside the other, and in what. */
final class WatchedPair {

    private static final Comparator<NestingCase> ORDER =
            Comparator.comparing(NestingCase::outer)
                    .thenComparing(NestingCase::outerRead)
                    .thenComparing(NestingCase::inner)
                    .thenComparing(NestingCase::innerRead);

    private final LockClasses classes;
    private final SortedMap<Integer, Row> rows = new TreeMap<>();

    private static final class Row {
        private final PairTally pairs = new PairTally();
        private final SortedMap<String, Long> operations = new TreeMap<>();
        private long tries;
    }

    WatchedPair(LockClasses classes) {
        this.classes = classes;
    }

    /** Forgets what was counted. */
    void discard() {
        rows.clear();
    }

    /** Counts the innermost lock, which is one of the pair, against the other one below it. */
    void acquired(HeldStack stack, int level, Task task, SystemCalls calls) {
        int inner = stack.depth() - 1;
        int other = LockClasses.BD_SEM + LockClasses.MMAP_SEM - watched(stack, inner);
        boolean counted = false;
        boolean countedRead = false;
        for (int outer = 0; outer < inner; outer++) {
            boolean read = Mode.read(stack.mode(outer));
            if (watched(stack, outer) == other && !(read ? countedRead : counted)) {
                count(stack, outer, level, task, calls);
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

    private void count(HeldStack stack, int outer, int level, Task task, SystemCalls calls) {
        int inner = stack.depth() - 1;
        boolean outerRead = Mode.read(stack.mode(outer));
        boolean innerRead = Mode.read(stack.mode(inner));
        boolean bdSemRead =
                watched(stack, outer) == LockClasses.BD_SEM ? outerRead : innerRead;
        Row row = rows.computeIfAbsent(key(stack, outer, inner), key -> new Row());
        row.pairs.add(
                task.index,
                level,
                stack.held(),
                outer * HeldLock.WIDTH,
                inner * HeldLock.WIDTH);
        row.operations.merge(calls.operation(task, bdSemRead).label(), 1L, Long::sum);
        if (Mode.tryLock(stack.mode(inner))) {
            row.tries++;
        }
    }

    private NestingCase nestingCase(int key, Row row, Names names) {
        int outer = key >>> 2;
        return new NestingCase(
                LockClasses.WATCHED.get(outer),
                (key & 2) != 0,
                LockClasses.WATCHED.get(LockClasses.BD_SEM + LockClasses.MMAP_SEM - outer),
                (key & 1) != 0,
                row.pairs.count(),
                row.tries,
                row.pairs.tasks(),
                Collections.unmodifiableSortedMap(row.operations),
                row.pairs.outer(classes, names),
                row.pairs.inner(classes, names));
    }

    private int key(HeldStack stack, int outer, int inner) {
        return watched(stack, outer) << 2
                | (Mode.read(stack.mode(outer)) ? 2 : 0)
                | (Mode.read(stack.mode(inner)) ? 1 : 0);
    }

    private int watched(HeldStack stack, int position) {
        return classes.watched(stack.lockClass(position));
    }
}
