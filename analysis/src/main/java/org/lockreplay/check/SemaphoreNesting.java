package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.replay.lock.NestingCase;
import org.lockreplay.summary.Seen;

/**
 * How often {@code bd_sem} and {@code mmap_sem} were nested in one way, over all traces, trylocks
 * included; whatever a protocol makes of it.
 *
 * @param tries how many of {@code count} were trylocks
 * @param tasks by how many tasks
 * @param paths how often by which way into the kernel; the empty one is not known
 * @param witness the first time
 */
public record SemaphoreNesting(
        Way way,
        long count,
        long tries,
        long tasks,
        SortedMap<String, Long> paths,
        Evidence witness) {

    /** Which of the two is outside, by its alias, and how they are held. */
    public record Way(String outer, boolean outerRead, String inner, boolean innerRead) {

        /** Readers first, and {@code bd_sem} outside before the inverse. */
        static final Comparator<Way> ORDER =
                Comparator.comparing(Way::isInverse)
                        .thenComparing(Way::outerRead, Comparator.reverseOrder())
                        .thenComparing(Way::innerRead, Comparator.reverseOrder());

        static Way of(boolean bdSemOutside, boolean outerRead, boolean innerRead) {
            return bdSemOutside
                    ? new Way(LockAliases.BD_SEM, outerRead, LockAliases.MMAP_SEM, innerRead)
                    : new Way(LockAliases.MMAP_SEM, outerRead, LockAliases.BD_SEM, innerRead);
        }

        /** Whether {@code mmap_sem} is outside, which the proposal of 2014 forbids. */
        public boolean isInverse() {
            return !outer.equals(LockAliases.BD_SEM);
        }
    }

    /** Those that occur, in the order of their ways. */
    static List<SemaphoreNesting> of(Case judged) {
        Map<List<String>, SemaphoreNesting> rows = new TreeMap<>(LexicalOrder.OF_LISTS);
        for (Seen<NestingCase> seen : judged.summary().nestingCases()) {
            NestingCase one = seen.what();
            rows.merge(
                    List.of(
                            one.outer(),
                            one.inner(),
                            Boolean.toString(one.outerRead()),
                            Boolean.toString(one.innerRead())),
                    of(judged.path(seen), one),
                    SemaphoreNesting::and);
        }
        List<SemaphoreNesting> sorted = new ArrayList<>(rows.values());
        sorted.sort(Comparator.comparing(SemaphoreNesting::way, Way.ORDER));
        return sorted;
    }

    private static SemaphoreNesting of(String trace, NestingCase seen) {
        return new SemaphoreNesting(
                new Way(seen.outer(), seen.outerRead(), seen.inner(), seen.innerRead()),
                seen.count(),
                seen.tries(),
                seen.tasks(),
                seen.paths(),
                Evidence.nested(
                        trace, seen.heldOuter(), seen.takenInner(), seen.count(), seen.tasks()));
    }

    private SemaphoreNesting and(SemaphoreNesting later) {
        SortedMap<String, Long> all = new TreeMap<>(paths);
        later.paths.forEach((path, n) -> all.merge(path, n, Long::sum));
        return new SemaphoreNesting(
                way, count + later.count, tries + later.tries, tasks + later.tasks, all, witness);
    }
}
