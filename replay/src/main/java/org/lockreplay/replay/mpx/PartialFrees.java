package org.lockreplay.replay.mpx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Entries of one address space, and of its copies, that a search of part of their memory freed, as
 * far as the kernel did not say that it zapped a part of the table: that is certain only in a
 * recording that shows zaps.
 *
 * <p>Cost: O(1) for a question. Not thread-safe.
 */
final class PartialFrees {

    /**
     * Indices by the line of the search, since when the entry counts as freed. A line is one of one
     * task, hence of one search of one of the address spaces.
     */
    private final Map<Long, Set<Long>> since = new HashMap<>();

    /** By the line at which the search was over. */
    private final Map<Long, Set<Long>> over = new HashMap<>();

    private boolean zapsMissing;

    void add(long index, long sinceLine, long overLine) {
        add(since, sinceLine, index);
        add(over, overLine, index);
    }

    private static void add(Map<Long, Set<Long>> lines, long line, long index) {
        Set<Long> indices = lines.get(line);
        if (indices == null) {
            indices = new HashSet<>();
            lines.put(line, indices);
        }
        indices.add(index);
    }

    /** The recording is over, and showed no zap. */
    void missZaps() {
        zapsMissing = true;
    }

    /** Whether an entry that counts as freed since this line may have kept its table. */
    boolean mayBeKept(long index, long line) {
        return zapsMissing && has(since, line, index);
    }

    /** The same for one that a history tells to be freed at this line. */
    boolean mayBeKeptAt(long index, long line) {
        return zapsMissing && has(over, line, index);
    }

    private static boolean has(Map<Long, Set<Long>> lines, long line, long index) {
        Set<Long> indices = lines.get(line);
        return indices != null && indices.contains(index);
    }
}
