package org.lockreplay.replay.mpx;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Counts unmaps by the path by which they came. */
final class UnmapTally {

    private final Map<String, Map<Bracket, Long>> counts = new HashMap<>();

    void count(String path, Bracket bracket) {
        Map<Bracket, Long> ofPath = counts.get(path);
        if (ofPath == null) {
            ofPath = new EnumMap<>(Bracket.class);
            counts.put(path, ofPath);
        }
        ofPath.merge(bracket, 1L, Long::sum);
    }

    /**
     * The paths that occurred, in the order of {@link UnmapPath}, each followed by the same for
     * bounds tables, and then other calls by name.
     *
     * @param found what is certain to be unbracketed is among these
     * @param breaches half a bracket is a whole one where these never saw the other half
     */
    List<UnmapCount> counts(List<Breach> found, Breaches breaches) {
        Set<String> paths = new LinkedHashSet<>();
        for (UnmapPath path : UnmapPath.values()) {
            paths.add(path.label());
            paths.add(path.labelOfTable());
        }
        paths.retainAll(counts.keySet());
        paths.addAll(new TreeSet<>(counts.keySet()));
        return paths.stream().map(path -> count(path, counts.get(path), found, breaches)).toList();
    }

    private static UnmapCount count(
            String label, Map<Bracket, Long> count, List<Breach> found, Breaches breaches) {
        long unbracketed =
                found.stream()
                        .filter(breach -> breach.way().invariant() == Invariant.M8)
                        .filter(breach -> breach.path().equals(label))
                        .count();
        long unmaps = 0;
        long bracketed = 0;
        for (Map.Entry<Bracket, Long> each : count.entrySet()) {
            boolean whole = each.getKey().broken().filter(breaches::tells).isEmpty();
            unmaps += each.getValue();
            bracketed += whole ? each.getValue() : 0;
        }
        return new UnmapCount(label, unmaps, bracketed, unbracketed);
    }
}
