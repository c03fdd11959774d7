package org.lockreplay.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.event.Origin;
import org.lockreplay.replay.lock.Acquisition;

/** What the traces show at and around the places of a finding; filled trace by trace. */
public final class Sightings {

    private record Place(String trace, long line) {}

    private final Map<Place, List<Acquisition>> held = new HashMap<>();
    private final Map<String, SortedMap<Long, String>> lines = new HashMap<>();

    /** The lines of a trace that a finding speaks of. */
    public static SortedSet<Long> linesOf(Finding finding, String trace) {
        SortedSet<Long> lines = new TreeSet<>();
        for (Evidence evidence : finding.evidence()) {
            if (evidence.trace().equals(trace)) {
                lines.add(evidence.at().line());
                evidence.held().ifPresent(lock -> lines.add(lock.origin().line()));
                evidence.lock().ifPresent(lock -> lines.add(lock.origin().line()));
            }
        }
        lines.remove(0L);
        return lines;
    }

    /** Takes notice of what one trace shows. */
    public void add(
            String trace, Map<Long, List<Acquisition>> heldAt, SortedMap<Long, String> text) {
        heldAt.forEach((line, locks) -> held.put(new Place(trace, line), locks));
        lines.put(trace, text);
    }

    /** Whether the trace itself was at hand. */
    boolean has(String trace) {
        return lines.containsKey(trace);
    }

    /** All locks held at a place, outermost first. */
    List<Acquisition> held(String trace, Origin at) {
        return held.getOrDefault(new Place(trace, at.line()), List.of());
    }

    /** The text of these lines, as far as it is known. */
    SortedMap<Long, String> lines(String trace, long from, long to) {
        return lines.getOrDefault(trace, new TreeMap<>()).subMap(from, to + 1);
    }

    /** The functions that called for the event of a line, innermost first, if they were traced. */
    List<String> calls(String trace, Origin at) {
        return CallStack.after(lines.getOrDefault(trace, new TreeMap<>()).tailMap(at.line() + 1));
    }
}
