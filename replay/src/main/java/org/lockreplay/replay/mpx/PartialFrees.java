package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of one address space that a search of part of their memory freed, as far as the kernel
 * did not say that it zapped a part of the table: that is certain only in a recording that shows
 * zaps.
 *
 * <p>Not thread-safe.
 */
final class PartialFrees {

    private final Map<Long, List<Free>> frees = new HashMap<>();
    private boolean zapsMissing;

    /**
     * @param since the line of the search, since when the entry counts as freed
     * @param over the line at which the search was over
     */
    private record Free(long since, long over) {}

    PartialFrees() {}

    /** Those of a copy of the directory. */
    PartialFrees(PartialFrees parent) {
        parent.frees.forEach((index, each) -> frees.put(index, new ArrayList<>(each)));
    }

    void add(long index, long since, long over) {
        frees.computeIfAbsent(index, any -> new ArrayList<>(1)).add(new Free(since, over));
    }

    /** The recording is over, and showed no zap. */
    void missZaps() {
        zapsMissing = true;
    }

    /** Whether an entry that counts as freed since this line may have kept its table. */
    boolean mayBeKept(long index, long since) {
        return zapsMissing
                && frees.getOrDefault(index, List.of()).stream()
                        .anyMatch(free -> free.since() == since);
    }

    /** The same for one that a history tells to be freed at this line. */
    boolean mayBeKeptAt(long index, long over) {
        return zapsMissing
                && frees.getOrDefault(index, List.of()).stream()
                        .anyMatch(free -> free.over() == over);
    }
}
