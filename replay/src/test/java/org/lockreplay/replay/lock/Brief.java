package org.lockreplay.replay.lock;

import java.util.List;

/** Observations in a form that is short enough to expect in a test. */
final class Brief {

    private Brief() {}

    /**
     * Such as {@code a(read) -> b(try) 2 by 1}; the marks read, try and irq are those of the key.
     */
    static List<String> nestings(LockObservations seen) {
        return seen.nestings().stream().map(Brief::nesting).toList();
    }

    /** Such as {@code a 1 -> 2(read) 3 by 1}. */
    static List<String> instances(LockObservations seen) {
        return seen.instanceNestings().stream().map(Brief::instance).toList();
    }

    /** Such as {@code a(read) -> a(read,irq) 3 by 1}. */
    static List<String> recursions(LockObservations seen) {
        return seen.recursions().stream().map(Brief::recursion).toList();
    }

    /** Such as {@code a TASK_BORN_IN_TRACE 1 at 5}. */
    static List<String> imbalances(LockObservations seen) {
        return seen.imbalances().stream()
                .map(
                        it ->
                                "%s %s %d at %d"
                                        .formatted(
                                                it.lockClass(),
                                                it.reason(),
                                                it.count(),
                                                it.release().origin().line()))
                .toList();
    }

    /** Such as {@code a exit 1 from 2 to 5}. */
    static List<String> heldAtExit(LockObservations seen) {
        return seen.heldAtExit().stream()
                .map(
                        it ->
                                "%s %s %d from %d to %d"
                                        .formatted(
                                                it.lockClass(),
                                                it.leaving(),
                                                it.count(),
                                                it.held().origin().line(),
                                                it.end().line()))
                .toList();
    }

    /** Such as {@code bd_sem(read) -> mmap_sem 3 try 1 by 2 {unknown=3}}. */
    static List<String> cases(LockObservations seen) {
        return seen.nestingCases().stream()
                .map(
                        it ->
                                "%s%s -> %s%s %d try %d by %d %s"
                                        .formatted(
                                                it.outer(),
                                                marks(it.outerRead(), false, false),
                                                it.inner(),
                                                marks(it.innerRead(), false, false),
                                                it.count(),
                                                it.tries(),
                                                it.tasks(),
                                                it.paths()))
                .toList();
    }

    private static String nesting(Nesting nesting) {
        Nesting.Key key = nesting.key();
        return "%s%s -> %s%s %d by %d"
                .formatted(
                        key.outer(),
                        marks(key.outerRead(), false, false),
                        key.inner(),
                        marks(key.innerRead(), key.innerTry(), key.innerInInterrupt()),
                        nesting.count(),
                        nesting.tasks());
    }

    private static String instance(InstanceNesting nesting) {
        return "%s %x%s -> %x%s %d by %d"
                .formatted(
                        nesting.lockClass(),
                        nesting.outerAddress(),
                        marks(nesting.outerRead(), false, false),
                        nesting.innerAddress(),
                        marks(nesting.innerRead(), false, false),
                        nesting.count(),
                        nesting.tasks());
    }

    private static String recursion(Recursion recursion) {
        return "%s%s -> %s%s %d by %d"
                .formatted(
                        recursion.lockClass(),
                        marks(recursion.heldRead(), false, false),
                        recursion.lockClass(),
                        marks(recursion.againRead(), false, recursion.againInInterrupt()),
                        recursion.count(),
                        recursion.tasks());
    }

    private static String marks(boolean read, boolean tryLock, boolean irq) {
        StringBuilder marks = new StringBuilder();
        marks.append(read ? ",read" : "").append(tryLock ? ",try" : "").append(irq ? ",irq" : "");
        return marks.isEmpty() ? "" : "(" + marks.substring(1) + ")";
    }
}
