package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts unmaps by the path by which they came. */
final class UnmapTally {

    private final Map<UnmapPath, long[]> counts = new EnumMap<>(UnmapPath.class);

    void count(UnmapPath path, boolean bracketed) {
        long[] count = counts.computeIfAbsent(path, none -> new long[2]);
        count[0]++;
        count[1] += bracketed ? 1 : 0;
    }

    /**
     * The paths that occurred, in the order of {@link UnmapPath}.
     *
     * @param found what is certain to be unbracketed is among these
     */
    List<UnmapCount> counts(List<Breach> found) {
        List<UnmapCount> all = new ArrayList<>();
        counts.forEach(
                (path, count) -> {
                    long unbracketed =
                            found.stream()
                                    .filter(breach -> breach.way() == Way.NO_BRACKET)
                                    .filter(breach -> breach.path().equals(path.label()))
                                    .count();
                    all.add(new UnmapCount(path.label(), count[0], count[1], unbracketed));
                });
        return all;
    }
}
