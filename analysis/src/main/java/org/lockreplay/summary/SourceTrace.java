package org.lockreplay.summary;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lockreplay.event.Context;
import org.lockreplay.event.Origin;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.lock.LockCoverage;
import org.lockreplay.replay.mpx.Sign;

/**
 * A trace that was read: what it was, and how much of the truth about locks it can tell.
 *
 * <p>Two traces are the same trace if and only if all of this is equal: a file that is given twice
 * is counted once, two boots' files of the same name are two.
 *
 * @param signs what of MPX it shows, and how often
 */
public record SourceTrace(TraceFacts facts, LockCoverage coverage, SortedMap<Sign, Long> signs) {

    public SourceTrace {
        signs = Collections.unmodifiableSortedMap(new TreeMap<>(signs));
    }

    /** A trace that shows nothing of MPX. */
    public SourceTrace(TraceFacts facts, LockCoverage coverage) {
        this(facts, coverage, new TreeMap<>());
    }

    /** Whether it shows anything of bounds tables. */
    public boolean showsMpx() {
        return Sign.OF_MPX.stream().anyMatch(signs::containsKey);
    }

    /** Whether it shows this. */
    public boolean shows(Sign sign) {
        return signs.containsKey(sign);
    }

    /** Whether the flags of the recording of this line tell if bottom halves are off. */
    public boolean tellsBottomHalves(Origin origin) {
        return facts.softirqFlags()
                && Context.known(origin.context())
                && !coverage.isUntold(origin.line());
    }

    public String path() {
        return facts.path();
    }

    // equality is written out: linking that of a record takes milliseconds of a start

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof SourceTrace trace
                        && path().equals(trace.path())
                        && facts.equals(trace.facts)
                        && coverage.equals(trace.coverage)
                        && signs.equals(trace.signs));
    }

    @Override
    public int hashCode() {
        return path().hashCode();
    }
}
