package org.lockreplay.replay.mpx;

import java.util.HashSet;
import java.util.Set;

/**
 * Entries of one address space, and of its copies, that a search of part of their memory freed, as
 * far as the kernel did not say that it zapped a part of the table: that is certain only in a
 * recording that shows zaps.
 *
 * <p>Cost: O(1) for a question. Not thread-safe.
 */
final class PartialFrees {

    /** By the line of the search, since when the entry counts as freed. */
    private final Set<Free> since = new HashSet<>();

    /** By the line at which the search was over. */
    private final Set<Free> over = new HashSet<>();

    private boolean zapsMissing;

    /** A line is one of one task, hence of one search of one of the address spaces. */
    private record Free(long index, long line) {}

    void add(long index, long sinceLine, long overLine) {
        since.add(new Free(index, sinceLine));
        over.add(new Free(index, overLine));
    }

    /** The recording is over, and showed no zap. */
    void missZaps() {
        zapsMissing = true;
    }

    /** Whether an entry that counts as freed since this line may have kept its table. */
    boolean mayBeKept(long index, long line) {
        return zapsMissing && since.contains(new Free(index, line));
    }

    /** The same for one that a history tells to be freed at this line. */
    boolean mayBeKeptAt(long index, long line) {
        return zapsMissing && over.contains(new Free(index, line));
    }
}
