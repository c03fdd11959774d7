package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.Seen;

/** Counts nestings by the sites of their two ends. */
final class SitePairs {

    private SitePairs() {}

    /** Those of edges between two classes, or of one class in itself; exclusive ones first. */
    static List<SitePair> of(List<LockOrderEdge> edges) {
        List<Seen<Nesting>> sightings = new ArrayList<>();
        edges.forEach(edge -> sightings.addAll(edge.sightings()));
        return ofSightings(sightings);
    }

    /** Those of nestings of two classes; trylocks, which wait for nothing, are left out. */
    static List<SitePair> ofSightings(List<Seen<Nesting>> sightings) {
        Map<Integer, List<Seen<Nesting>>> byModes = new TreeMap<>();
        for (Seen<Nesting> seen : sightings) {
            Nesting.Key key = seen.what().key();
            if (!key.innerTry()) {
                int modes = (key.outerRead() ? 2 : 0) | (key.innerRead() ? 1 : 0);
                byModes.computeIfAbsent(modes, absent -> new ArrayList<>()).add(seen);
            }
        }
        return byModes.values().stream().map(SitePairs::pair).toList();
    }

    private static SitePair pair(List<Seen<Nesting>> alike) {
        Nesting.Key key = alike.get(0).what().key();
        long count = 0;
        Map<Integer, Integer> tasks = new HashMap<>();
        for (Seen<Nesting> seen : alike) {
            count += seen.what().count();
            tasks.merge(seen.trace(), seen.what().tasks(), Math::max);
        }
        return new SitePair(
                key.outer(),
                key.outerRead(),
                key.inner(),
                key.innerRead(),
                count,
                tasks.values().stream().mapToLong(Integer::longValue).sum());
    }
}
