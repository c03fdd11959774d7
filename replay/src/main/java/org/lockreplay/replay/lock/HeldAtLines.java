package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.lockreplay.event.Names;

/** Writes down what is held at some lines of a trace; in a first pass, at none. */
final class HeldAtLines {

    private static final long NEVER = Long.MAX_VALUE;

    private final Iterator<Long> lines;
    private final LockClasses classes;
    private final Map<Long, List<Acquisition>> held = new HashMap<>();

    /** For each line of the present recording since when its context is at its CPU. */
    private final Map<Long, Long> since = new HashMap<>();

    private long next;

    HeldAtLines(SortedSet<Long> lines, LockClasses classes) {
        this.lines = lines.iterator();
        this.classes = classes;
        advance();
    }

    /** Whether no line is left. */
    boolean isDone() {
        return next == NEVER;
    }

    /** Whether this line, which comes after all that were asked for before, is one of them. */
    boolean wants(long line) {
        while (next < line) {
            advance();
        }
        return next == line;
    }

    /**
     * @param came the line at which the context came to its CPU
     */
    void take(long line, HeldStack stack, long came, Names names) {
        List<Acquisition> locks = new ArrayList<>();
        for (int i = 0; i < stack.depth(); i++) {
            locks.add(HeldLock.acquisition(stack.held(), i * HeldLock.WIDTH, classes, names));
        }
        held.put(line, locks);
        since.put(line, came);
    }

    /**
     * What was held before its task came to its CPU is not known where the task may have come from
     * one that is not recorded.
     */
    void endRecording(boolean allCpusRecorded) {
        if (!allCpusRecorded) {
            since.forEach(
                    (line, came) ->
                            held.computeIfPresent(
                                    line,
                                    (key, locks) ->
                                            locks.stream()
                                                    .filter(lock -> lock.origin().line() >= came)
                                                    .toList()));
        }
        since.clear();
    }

    Map<Long, List<Acquisition>> all() {
        return held;
    }

    private void advance() {
        next = lines.hasNext() ? lines.next() : NEVER;
    }
}
