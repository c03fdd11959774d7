package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.replay.mm.Moment;

/**
 * Valid entries of one directory that turned out to be uncertain since an earlier event: a state
 * that was taken in between is as uncertain.
 *
 * <p>Cost: O(n) for a question, n being the number of doubts of the entry. Not thread-safe.
 */
final class LateDoubts {

    private final Map<Long, List<Doubt>> doubts = new HashMap<>();

    /**
     * @param since from when on it may have been cleared
     * @param knownAt the line that showed so
     */
    private record Doubt(Moment since, long knownAt) {}

    void add(long index, Moment since, long knownAt) {
        doubts.computeIfAbsent(index, none -> new ArrayList<>(1)).add(new Doubt(since, knownAt));
    }

    /** Since when an entry that was valid after this line may not have been; empty if it was. */
    Optional<Moment> of(DirectoryEntry entry, long line) {
        for (Doubt doubt : doubts.getOrDefault(entry.index(), List.of())) {
            if (doubt.since().line() <= line && line < doubt.knownAt()) {
                boolean later = entry.since().line() > doubt.since().line();
                return Optional.of(later ? entry.since() : doubt.since());
            }
        }
        return Optional.empty();
    }
}
