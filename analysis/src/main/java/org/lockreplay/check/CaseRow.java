package org.lockreplay.check;

import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.replay.lock.NestingCase;

/**
 * How often one of the two semaphores of the 2014 proposal was taken inside the other, over all
 * traces, trylocks included.
 *
 * @param tries how many of {@code count} were trylocks
 * @param tasks by how many tasks
 * @param operations how often in which operation
 * @param witness the first time
 */
public record CaseRow(
        String outer,
        boolean outerRead,
        String inner,
        boolean innerRead,
        long count,
        long tries,
        long tasks,
        SortedMap<String, Long> operations,
        Evidence witness) {

    static CaseRow of(String trace, NestingCase seen) {
        return new CaseRow(
                seen.outer(),
                seen.outerRead(),
                seen.inner(),
                seen.innerRead(),
                seen.count(),
                seen.tries(),
                seen.tasks(),
                seen.operations(),
                Evidence.nested(
                        trace, seen.heldOuter(), seen.takenInner(), seen.count(), seen.tasks()));
    }

    /** The proposal's number, 1 to 4; empty where {@code bd_sem} is not outside. */
    public OptionalInt number() {
        return isInverse()
                ? OptionalInt.empty()
                : OptionalInt.of(1 + (outerRead ? 0 : 2) + (innerRead ? 0 : 1));
    }

    /** Whether the order is the one that the proposal forbids. */
    public boolean isInverse() {
        return !outer.equals(LockAliases.BD_SEM);
    }

    CaseRow and(CaseRow later) {
        SortedMap<String, Long> all = new TreeMap<>(operations);
        later.operations.forEach((operation, n) -> all.merge(operation, n, Long::sum));
        return new CaseRow(
                outer,
                outerRead,
                inner,
                innerRead,
                count + later.count,
                tries + later.tries,
                tasks + later.tasks,
                all,
                witness);
    }
}
