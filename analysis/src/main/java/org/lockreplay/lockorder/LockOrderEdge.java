package org.lockreplay.lockorder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.Seen;

/**
 * One lock class asked for, with waiting, while another was held, in one combination of ends.
 *
 * @param shared the outer lock was held for read ("S" in lockdep, else "E")
 * @param innerRead the inner one was asked for to read
 * @param recursive the inner one was asked for by a recursive reader ("R", else "N")
 * @param sightings where it was seen, sorted by trace and line; at least one
 */
public record LockOrderEdge(
        String outer,
        String inner,
        boolean shared,
        boolean innerRead,
        boolean recursive,
        List<Seen<Nesting>> sightings) {

    public LockOrderEdge {
        sightings = List.copyOf(sightings);
    }

    /** The earliest sighting by (trace, line). */
    public Seen<Nesting> first() {
        return sightings.get(0);
    }

    /** How often it was seen. */
    public long count() {
        long count = 0;
        for (Seen<Nesting> seen : sightings) {
            count += seen.what().count();
        }
        return count;
    }

    /** At least so many distinct tasks did it: those of one trace may be the same in two modes. */
    public long tasks() {
        Map<Integer, Integer> most = new HashMap<>();
        sightings.forEach(seen -> most.merge(seen.trace(), seen.what().tasks(), Math::max));
        return most.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** The traces that show it. */
    public SortedSet<Integer> traces() {
        SortedSet<Integer> traces = new TreeSet<>();
        sightings.forEach(seen -> traces.add(seen.trace()));
        return traces;
    }

    Guards guards() {
        for (Seen<Nesting> seen : sightings) {
            if (seen.what().guards().isEmpty()) {
                return Guards.NONE;
            }
        }
        Guards guards = Guards.of(first().trace(), first().what().guards());
        for (Seen<Nesting> seen : sightings.subList(1, sightings.size())) {
            guards = guards.also(seen.trace(), seen.what().guards());
        }
        return guards;
    }
}
